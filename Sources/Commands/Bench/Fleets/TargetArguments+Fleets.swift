import ALCFClient
import ALCFLoad
import ALCFRecord
import ALCFSystem

extension TargetArguments {
    /// Servers that are asked at once whether they are there.
    private static let mostAtOnce = 32

    /// Returns the target that the servers of a fleet are.
    ///
    /// Those that this process sends to are asked for their models first: of many servers one is easily down, and what
    /// is missing should be known before the others are measured.
    ///
    /// - Throws: ``UsageError`` or `ClientError` for a server that is not there, or has another model.
    func custom(
        _ fleet: Fleet, _ overrides: RequestOverrides, _ client: InferenceClient, _ rank: Rank
    ) async throws -> BenchmarkTarget {
        let addresses = try fleet.servers.map { try TargetAddress($0.url, name: "\(fleet.name)/\($0.name)") }
        let routes = Set(addresses.map { $0.api ?? .chat })
        guard let first = addresses.first, routes.count == 1 else {
            throw UsageError(
                "the addresses of '\(fleet.name)' end in different routes",
                remedy: "Leave the routes out, and give --endpoint \(fleet.name)=chat or \(fleet.name)=completions.")
        }
        var target = try own(fleet.name, first, overrides, client)
        target.servers = zip(fleet.servers, addresses).map { BenchmarkTarget.Server(name: $0.name, baseURL: $1.base) }
        let models = try await Self.asked(target, rank.servers(of: target.servers.count))
        if target.model.isEmpty {
            guard let (place, model) = models.first else { return target }
            if let other = models.first(where: { $0.model != model }) {
                let names = target.servers
                throw UsageError(
                    "the servers of '\(fleet.name)' have different models: \(names[place].name) has \(model), "
                        + "\(names[other.place].name) has \(other.model)",
                    remedy: "Name one that all have: --model \(fleet.name)=MODEL")
            }
            target.model = model
        }
        return target
    }

    /// Asks servers of a fleet for their only model, or where the model is named just whether they are there.
    private static func asked(
        _ target: BenchmarkTarget, _ places: [Int]
    ) async throws -> [(place: Int, model: String)] {
        try await withThrowingTaskGroup(of: (place: Int, model: String).self) { group in
            var (found, rest) = ([(place: Int, model: String)](), places[...])
            for place in rest.prefix(mostAtOnce) { group.addTask { (place, try await model(target, place)) } }
            rest = rest.dropFirst(mostAtOnce)
            while let next = try await group.next() {
                found.append(next)
                if let place = rest.popFirst() { group.addTask { (place, try await model(target, place)) } }
            }
            return found.sorted { $0.place < $1.place }
        }
    }

    private static func model(_ target: BenchmarkTarget, _ place: Int) async throws -> String {
        let endpoint = target.endpoint(ofServer: place)
        do {
            guard target.model.isEmpty else {
                // A server need not list its models. It must be there.
                do { _ = try await target.client.modelNames(at: endpoint) } catch let error as ClientError {
                    if error.code == .connection { throw error }
                }
                return target.model
            }
            return try await OnlyModel(
                endpoint: endpoint, keySource: target.keySource, way: "--model \(target.name)=MODEL"
            ).name(target.client)
        } catch let error as ClientError where error.code == .connection {
            throw FleetFailure(server: target.servers[place].name, fleet: target.name, underlying: error)
        }
    }
}
