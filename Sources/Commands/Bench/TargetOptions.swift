import ALCFClient
import ALCFHTTP
import ALCFLoad
import ALCFRecord
import ALCFSystem
import ArgumentParser

/// The options that choose the targets.
struct TargetOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Cluster, target of your settings, or NAME=URL for any server with OpenAI's API. May be repeated; metis and sophia by default.",
            valueName: "target"), completion: .targets)
    var target: [String] = []

    @Option(
        help: ArgumentHelp(
            """
            File with a server a line, URL or NAME=URL; '-' for standard input. Each is a target, or with FLEET=FILE all are one \
            target of that name: requests go to its servers in turn, and of several processes each has its own. May be repeated.
            """, valueName: "file"), completion: .file())
    var targetList: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Model name, or TARGET=MODEL for one target only. May be repeated.", valueName: "model"))
    var model: [String] = []

    @Option(
        help: ArgumentHelp(
            "Environment variable that holds the key of a NAME=URL target, or TARGET=VARIABLE for one target only. May be repeated.",
            valueName: "variable"))
    var apiKeyEnv: [String] = []

    @Option(
        help: ArgumentHelp(
            "Route to measure: chat (the default) or completions (plain text), or TARGET=ROUTE for one target only. May be repeated.",
            valueName: "route"))
    var endpoint: [String] = []

    @Option(
        help: ArgumentHelp(
            "Hardware that reports are to name, as in 'mine=8 x NVIDIA H100'. May be repeated.",
            valueName: "target=label"))
    var hardware: [String] = []

    @Option(
        help: ArgumentHelp(
            "Do not check the certificate of this NAME=URL target. Every report then says so. May be repeated.",
            valueName: "name"))
    var insecure: [String] = []

    @OptionGroup(title: "Requests") var requests: RequestOptions

    func validate() throws {
        var arguments = arguments
        // A target of the settings has its URL from them: that is looked at when it is there.
        arguments.insecure.removeAll { name in target.contains { $0.lowercased() == name } }
        try arguments.validate()
    }

    /// Whether targets are read from standard input, of which there is one.
    var readsStandardInput: Bool { targetList.contains { TargetListName($0).isStandardInput } }

    /// The options with all that the settings add, as if it had been given by options too.
    ///
    /// - Parameters:
    ///   - simulates: whether the services are simulated: settings are of real ones.
    ///   - chatOnly: the options that only chat has, and whether they are given.
    ///   - mayLackLists: whether files with targets may be missing until the run begins.
    /// - Throws: ``UsageError`` for settings and files that cannot be used; `ValidationError` for options that do not
    ///   fit them.
    func settled(
        simulates: Bool, chatOnly: [(name: String, isGiven: Bool)] = [], mayLackLists: Bool = false
    ) throws -> TargetArguments {
        let settled = try arguments.reading(mayLack: mayLackLists)
            .settled(by: Settings.current(), simulates: simulates)
        do {
            try settled.validate()
            try settled.requireChat(chatOnly)
        } catch let error as ValidationError { throw UsageError(error.message) }
        return settled
    }

    /// The options as values.
    var arguments: TargetArguments {
        var arguments = TargetArguments()
        arguments.target = target
        arguments.targetList = targetList
        arguments.model = model
        arguments.apiKeyEnv = apiKeyEnv
        arguments.endpoint = endpoint
        arguments.hardware = hardware
        arguments.insecure = insecure
        arguments.requests = requests.arguments(names: arguments.names)
        return arguments
    }
}

extension TargetArguments {
    /// - Throws: `ValidationError` for what names no target, or is said of one that is not there.
    func validate() throws {
        try validateLists()
        // Names that are in a file are known when it is read.
        let isComplete = targetList.allSatisfy { TargetListName($0).fleet != nil }
        for name in insecure where isComplete && !fleetNames.contains(name) {
            guard wanted.contains(where: { $0.name == name && $0.url != nil }) else {
                throw ValidationError(
                    "'--insecure \(name)': there is no NAME=URL target of that name. The gateway's and Globus' certificates are always checked."
                )
            }
        }
        let names = names
        guard Set(names).count == names.count else { throw ValidationError("Two targets have the same name.") }
        guard names.count <= RunManifest.mostTargets else {
            throw ValidationError(
                "A run has at most \(RunManifest.mostTargets) targets."
                    + (listed.isEmpty ? "" : " Servers of one model can be one: '--target-list FLEET=FILE'."))
        }
        for (name, url) in wanted {
            let isNamed = !name.isEmpty && name.utf8.count <= 64 && !name.contains { $0.isWhitespace || $0 == "/" }
            guard isNamed, url == nil || !(url ?? "").isEmpty else {
                throw ValidationError("'--target' takes a cluster or NAME=URL, as in mine=http://127.0.0.1:8000/v1.")
            }
            guard url == nil, !name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) })
            else { continue }
            throw ValidationError("'\(name)' is no cluster; for a server, write http:// before it.")
        }
        for (target, _) in (model + apiKeyEnv + endpoint + hardware).map(Self.split) {
            guard let target, isComplete else { continue }
            guard names.contains(target) else { throw ValidationError("There is no target '\(target)'.") }
        }
        for text in endpoint {
            let word = Self.split(text).value
            guard BenchmarkTarget.API(rawValue: word) == nil else { continue }
            let routes = BenchmarkTarget.API.allCases.map(\.rawValue).joined(separator: " or ")
            throw ValidationError("'--endpoint' must be \(routes), not '\(word)'.")
        }
    }

    /// The targets' names, in order; those of fleets come last.
    var names: [String] { wanted.map(\.name) + fleetNames }

    /// Name of the files of a run without a name of its own, as in `metis_vs_sophia`.
    var fileName: String {
        let shown = names.count > 4 ? Array(names.prefix(3)) + ["\(names.count - 3)_more"] : names
        let safe = shown.map { name in
            String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) ? $0 : "-" })
        }
        return String(safe.joined(separator: "_vs_").drop { "-.".contains($0) }.prefix(120))
    }

    /// The targets with their models' exact names.
    ///
    /// - Parameter rank: which of several processes this is: of a fleet, it asks its own servers.
    /// - Throws: `UsageError` or `ClientError` for what is not there.
    func resolve(
        _ service: BenchmarkedService, isControlled: Bool = false, streaming: Bool = true, rank: Rank? = nil
    ) async throws -> [BenchmarkTarget] {
        let targets = try await resolve(service, streaming, rank ?? Rank(index: 0, size: 1))
        return isControlled ? BenchmarkTarget.doubling(targets) : targets
    }

    private func resolve(
        _ service: BenchmarkedService, _ streaming: Bool, _ rank: Rank
    ) async throws -> [BenchmarkTarget] {
        // Before anything is asked: what is wrong with the command line must not wait for a server.
        let overrides = try names.map { try requests.overrides(for: $0, among: names, streaming: streaming) }
        let addresses = try wanted.map { name, url in try url.map { try TargetAddress($0, name: name) } }
        var targets: [BenchmarkTarget] = []
        var catalog: EndpointCatalog?
        for (index, (name, _)) in wanted.enumerated() {
            var target: BenchmarkTarget
            if let address = addresses[index] {
                target = try await custom(name, address, overrides[index], service.client)
            } else {
                let known = if let catalog { catalog } else { try await service.client.listEndpoints() }
                catalog = known
                target = try cluster(name, known, overrides[index], service.client)
            }
            targets.append(target)
        }
        for fleet in try fleets() {
            let index = targets.count
            targets.append(try await custom(fleet, overrides[index], service.client, rank))
        }
        return targets
    }

    private func cluster(
        _ name: String, _ catalog: EndpointCatalog, _ overrides: RequestOverrides, _ client: InferenceClient
    ) throws -> BenchmarkTarget {
        let choice = try ModelChoice(
            model(of: name) ?? ModelChoice.defaultModel, on: name, catalog: catalog, client: client)
        var endpoint = choice.endpoint
        endpoint.overrides = overrides
        var target = BenchmarkTarget(
            name: name, endpoint: endpoint, model: choice.model,
            hardware: value(for: name, in: hardware) ?? KnownCluster.named(name)?.hardware, client: client)
        target.api = api(of: name) ?? .chat
        let routes = try catalog.cluster(name).frameworks.flatMap(\.endpoints)
        guard
            target.api == .chat
                || routes.contains(where: { $0.hasSuffix("/completions") && !$0.hasSuffix("/chat/completions") })
        else {
            throw UsageError(
                "'\(name)' does not serve completions",
                remedy: "Run 'alcf list-endpoints' to see what each cluster serves.")
        }
        return target
    }

    /// Clusters and single servers, in order.
    var wanted: [(name: String, url: String?)] {
        guard !target.isEmpty || !targetList.isEmpty || !server.isEmpty else {
            return KnownCluster.compared.map { ($0.name, nil) }
        }
        let given = target.map { Self.isURL($0) ? (name: nil, value: $0) : Self.split($0) }
        var names = Set(given.compactMap { name, value in Self.isURL(value) ? name : name ?? value.lowercased() })
        return given.map { name, value in
            if let name { return (name, value) }
            guard Self.isURL(value) else { return (value.lowercased(), nil) }
            let name = TargetAddress.name(value, taken: names)
            names.insert(name)
            return (name, value)
        }
    }

    static func isURL(_ text: String) -> Bool {
        ["http://", "https://"].contains { text.lowercased().hasPrefix($0) }
    }

    private func custom(
        _ name: String, _ address: TargetAddress, _ overrides: RequestOverrides, _ client: InferenceClient
    ) async throws -> BenchmarkTarget {
        var target = try own(name, address, overrides, client)
        if target.model.isEmpty {
            target.model = try await OnlyModel(
                endpoint: target.endpoint, keySource: target.keySource, way: "--model \(name)=MODEL"
            ).name(client)
        }
        return target
    }

    /// Returns a target of the user's own at an address; without a model where none is named.
    func own(
        _ name: String, _ address: TargetAddress, _ overrides: RequestOverrides, _ client: InferenceClient
    ) throws -> BenchmarkTarget {
        let variable = value(for: name, in: apiKeyEnv)
        let credentials = try ModelEndpoint.Credentials(variable: variable, of: name)
        // Before anything is measured, rather than in every sample.
        try ProxySetting.requireUsable(for: address.base)
        var endpoint = ModelEndpoint(
            name: name, baseURL: address.base, credentials: credentials, overrides: overrides)
        endpoint.checksCertificate = !insecure.contains(name)
        let keySource =
            variable.map { "the variable \($0)" }
            ?? overrides.headers.first(where: \.isCredential).map { "the header \($0.name)" }
        var target = BenchmarkTarget(
            name: name, endpoint: endpoint, model: model(of: name) ?? "", hardware: value(for: name, in: hardware),
            client: client)
        target.api = api(of: name) ?? address.api ?? .chat
        target.keySource = keySource
        return target
    }

    func model(of target: String) -> String? { value(for: target, in: model) }

    private func api(of target: String) -> BenchmarkTarget.API? {
        value(for: target, in: endpoint).flatMap(BenchmarkTarget.API.init(rawValue:))
    }

    /// Whether something else than chat is asked for, of any target.
    var hasCompletions: Bool {
        let fleets = (try? fleets()) ?? []
        let all = wanted + fleets.map { (name: $0.name, url: $0.servers.first?.url) }
        return all.contains { name, url in
            (api(of: name) ?? url.flatMap { try? TargetAddress($0, name: name) }?.api ?? .chat) == .completions
        }
    }

    /// - Throws: `ValidationError` for options that only chat has.
    func requireChat(_ options: [(name: String, isGiven: Bool)]) throws {
        guard hasCompletions, let first = options.first(where: \.isGiven) else { return }
        throw ValidationError("'\(first.name)' is for chat: a target of '--endpoint completions' does not have it.")
    }

    /// The value for one target: its own, else the one for all.
    func value(for target: String, in options: [String]) -> String? {
        let pairs = options.map(Self.split)
        return (pairs.last { $0.name == target } ?? pairs.last { $0.name == nil })?.value
    }

    /// `NAME=VALUE`; no name where there is no `=`.
    static func split(_ text: String) -> (name: String?, value: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : (nil, text)
    }
}
