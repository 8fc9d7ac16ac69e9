import ALCFHTTP
import ALCFJSON

extension InferenceClient {
    /// Whether the gateway says that it is well. Needs no token.
    public func health() async throws -> Bool {
        try await get("health", .none)["status"]?.string == "ok"
    }

    /// Returns the clusters that are up. Needs no token.
    public func status() async throws -> ServiceStatus {
        let answer = try await get("status", .none)
        let status: ServiceStatus = try decode(answer)
        if status.clusters.isEmpty { try refuse(answer) }
        return status
    }

    /// Returns the identity that the gateway sees.
    public func whoami() async throws -> WhoAmI {
        let answer = try await get("whoami", .service)
        let me: WhoAmI = try decode(answer)
        if me.id == nil, me.username == nil { try refuse(answer) }
        return me
    }

    /// Every cluster, framework and model that we may use, running or not.
    public func listEndpoints() async throws -> EndpointCatalog {
        try decode(try await get("list-endpoints", .service))
    }

    /// Returns a cluster's descriptions of its models.
    ///
    /// - Parameters:
    ///   - cluster: the cluster's name, in any case.
    ///   - model: the exact name of the one that is wanted; nil for all.
    public func models(on cluster: String, model: String? = nil) async throws -> [ModelInfo] {
        let query = model.map { [("model_id", $0)] } ?? []
        let answer = try await get("\(try ClusterName.check(cluster))/models", query: query, .service)
        return try decode(answer["data"] ?? answer)
    }

    /// Returns the running, starting and queued models of a cluster; the list may be a minute old.
    ///
    /// - Parameter cluster: the cluster's name, in any case.
    public func jobs(on cluster: String) async throws -> JobsReport {
        let answer = try await get("\(try ClusterName.check(cluster))/jobs", .service)
        let report: JobsReport = try decode(answer)
        if [report.running, report.queued, report.stopped, report.others].allSatisfy(\.isEmpty) { try refuse(answer) }
        return report
    }

    func get(
        _ path: String, query: [(String, String)] = [], _ credentials: ModelEndpoint.Credentials
    ) async throws -> JSONValue {
        let url: HTTPURL
        do { url = try baseURL.appending(path, query: query) } catch { throw ClientError(error) }
        let request = HTTPRequest(.get, url, headers: [("Accept", "application/json")], timeouts: timeouts.service)
        do {
            let json = try await json(try await open(request, credentials))
            if let error = ClientError(streamed: json) { throw error }
            return json
        } catch let error as ClientError {
            // To look at the service is what failed: no advice to look.
            let isCircular = error.code == .timeout || path == "status" && error.code == .maintenance
            throw error.with(ClientError.Request(request), remedy: isCircular ? "Try again later." : nil)
        }
    }

    /// Throws where an answer in which nothing was found says that it is an error.
    func refuse(_ json: JSONValue) throws(ClientError) {
        guard let envelope = ErrorEnvelope(json), envelope.message != nil else { return }
        throw ClientError(status: 200, envelope: envelope, isService: true)
    }

    func decode<T: JSONDecodable>(_ json: JSONValue) throws(ClientError) -> T {
        do { return try T(json: json) } catch {
            // An answer of another form than promised may say why.
            try refuse(json)
            throw ClientError(.malformed, "the gateway's answer: \(error)", httpStatus: 200, underlying: error)
        }
    }
}
