import ALCFBench
import ALCFClient
import ALCFCrypto
import ALCFHTTP
import ALCFSystem
import ArgumentParser

/// What is measured.
struct TargetOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "A cluster, or NAME=URL for any server that speaks OpenAI's API; may be repeated (metis and sophia by default).",
            valueName: "target"))
    var target: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The model, or TARGET=MODEL for one target; may be repeated.", valueName: "model"))
    var model: [String] = []

    @Option(
        help: ArgumentHelp(
            "The environment variable that holds the key of a NAME=URL target, or TARGET=VARIABLE; may be repeated.",
            valueName: "variable"))
    var apiKeyEnv: [String] = []

    func validate() throws {
        let names = wanted.map(\.name)
        guard Set(names).count == names.count else { throw ValidationError("Two targets have the same name.") }
        for (target, _) in (model + apiKeyEnv).map(Self.split) {
            guard let target else { continue }
            guard names.contains(target) else { throw ValidationError("There is no target '\(target)'.") }
        }
    }

    /// The targets with their models' exact names.
    ///
    /// - Throws: `UsageError` or `ClientError` for what is not there.
    func resolve(_ service: BenchmarkedService, isControlled: Bool = false) async throws -> [BenchmarkTarget] {
        let targets = try await resolve(service)
        return isControlled ? ControlCheck.doubling(targets) : targets
    }

    private func resolve(_ service: BenchmarkedService) async throws -> [BenchmarkTarget] {
        var targets: [BenchmarkTarget] = []
        var catalog: EndpointCatalog?
        for (name, url) in wanted {
            if let url {
                targets.append(try await custom(name, url, service.client))
            } else {
                let known = if let catalog { catalog } else { try await service.client.listEndpoints() }
                catalog = known
                let choice = try ModelChoice(
                    model(of: name) ?? ModelChoice.defaultModel, on: name, catalog: known, client: service.client)
                targets.append(
                    BenchmarkTarget(
                        name: name, endpoint: choice.endpoint, model: choice.model, hardware: Self.hardware[name],
                        client: service.client))
            }
        }
        return targets
    }

    /// What ALCF says its clusters are made of.
    private static let hardware = [
        "metis": "SambaNova SN40L", "sophia": "NVIDIA A100", "minerva": "NVIDIA B200",
    ]

    private var wanted: [(name: String, url: String?)] {
        target.isEmpty
            ? [("metis", nil), ("sophia", nil)]
            : target.map { text in
                let (name, value) = Self.split(text)
                return name.map { ($0, value) } ?? (value.lowercased(), nil)
            }
    }

    private func custom(_ name: String, _ url: String, _ client: InferenceClient) async throws -> BenchmarkTarget {
        let base: HTTPURL
        do { base = try HTTPURL(url) } catch {
            throw UsageError("the target '\(name)' has no URL: \(error.message)")
        }
        var credentials = ChatEndpoint.Credentials.none
        if let variable = value(for: name, in: apiKeyEnv) {
            guard let key = ProcessEnvironment.value(variable), !key.isEmpty else {
                throw UsageError("the variable \(variable), which holds the key of '\(name)', is not set")
            }
            credentials = .key(Secret(key))
        }
        let endpoint = ChatEndpoint(name: name, baseURL: base, credentials: credentials)
        let model = if let named = model(of: name) { named } else { try await onlyModel(at: endpoint, client) }
        return BenchmarkTarget(name: name, endpoint: endpoint, model: model, client: client)
    }

    /// A server with one model needs none named.
    private func onlyModel(at endpoint: ChatEndpoint, _ client: InferenceClient) async throws -> String {
        let name = endpoint.name
        let models: [String]
        do { models = try await client.modelNames(at: endpoint) } catch {
            throw UsageError(
                "the target '\(name)' has no model, and does not say which it serves: \(error)",
                remedy: "Name it: --model \(name)=MODEL")
        }
        guard models.count == 1 else {
            let choices = models.isEmpty ? "none" : models.prefix(20).joined(separator: ", ")
            throw UsageError(
                "the target '\(name)' has no model, and serves \(models.isEmpty ? "" : "several: ")\(choices)",
                remedy: "Name it: --model \(name)=MODEL")
        }
        return models[0]
    }

    private func model(of target: String) -> String? { value(for: target, in: model) }

    /// The value for one target: its own, else the one for all.
    private func value(for target: String, in options: [String]) -> String? {
        let pairs = options.map(Self.split)
        return (pairs.last { $0.name == target } ?? pairs.last { $0.name == nil })?.value
    }

    /// `NAME=VALUE`; no name where there is no `=`.
    private static func split(_ text: String) -> (name: String?, value: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : (nil, text)
    }
}
