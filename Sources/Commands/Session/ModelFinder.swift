import ALCFClient
import ALCFRecord

/// Finds the models of clusters and of the user's own servers, by flags and settings.
struct ModelFinder: Sendable {
    let client: InferenceClient
    let settings: Settings
    /// The model that a flag names.
    var model: String?
    /// Changes to each request that flags ask for.
    var requests = RequestArguments()
    /// The clusters and targets of the command line, which alone are meant by flags that name one.
    var names: [String] = []
    var streaming = true
    /// Whether the gateway is a simulated one.
    var isSimulated = false

    /// Returns the choice for each name. The gateway is asked only where one of them is a cluster.
    ///
    /// - Throws: ``UsageError`` or `ClientError` for what is not there.
    func find(_ names: [String]) async throws -> [ModelChoice] {
        // Before anything is asked: what is wrong with the command line must not wait for a server.
        let targets = try names.map { name in try settings.target(name) }
        let endpoints = try targets.map { try $0?.chatEndpoint(requests, names: self.names, streaming: streaming) }
        let overrides = try names.map { try requests.overrides(for: $0, among: self.names, streaming: streaming) }
        var choices: [ModelChoice] = []
        var catalog: EndpointCatalog?
        for (index, name) in names.enumerated() {
            if let target = targets[index], let endpoint = endpoints[index] {
                choices.append(try await own(target, endpoint))
                continue
            }
            let known = if let catalog { catalog } else { try await client.listEndpoints() }
            catalog = known
            let wanted = model ?? settings.model(on: name)?.value ?? ModelChoice.defaultModel
            var choice = try ModelChoice(wanted, on: name, catalog: known, client: client)
            choice.endpoint.overrides = overrides[index]
            choice.isSimulated = isSimulated
            choices.append(choice)
        }
        return choices
    }

    /// The choice for one name.
    func find(_ name: String) async throws -> ModelChoice {
        let found = try await find([name])
        guard let choice = found.first else { throw UsageError("there is no cluster '\(name)'") }
        return choice
    }

    private func own(_ target: NamedTarget, _ endpoint: ModelEndpoint) async throws -> ModelChoice {
        let only = OnlyModel(
            endpoint: endpoint, keySource: target.keySource,
            way: "--model MODEL; or alcf config set models.\(target.name) MODEL")
        let model = if let named = model ?? target.model { named } else { try await only.name(client) }
        return ModelChoice(model, at: endpoint, keySource: target.keySource)
    }

    /// The choice for `name` in place of another one in a conversation.
    ///
    /// Flags go along to another cluster. From or to a server of the user's own they do not: a header may hold a key.
    func find(_ name: String, model: String?, insteadOf old: ModelChoice) async throws -> ModelChoice {
        var finder = self
        finder.model = model
        let isSame = name.lowercased() == old.endpoint.name.lowercased()
        let isOwn = try old.isOwn || settings.target(name) != nil
        if !isSame, isOwn {
            (finder.requests, finder.names) = (RequestArguments(), [])
            if finder.requests != requests {
                Console.aside(
                    "Options for requests, such as --header, were for \(old.endpoint.name), and are not sent to \(name)."
                )
            }
        } else if !isSame {
            // As for the first cluster.
            var choice = try await finder.find(name)
            choice.endpoint.overrides = old.endpoint.overrides
            return choice
        }
        return try await finder.find(name)
    }
}
