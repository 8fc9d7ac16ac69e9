import ALCFAuth
import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFSystem

/// The routes that ask a model: finds where it is served, asks there, and hands the answer on.
package final class InferenceRoute: Sendable {
    let client: InferenceClient
    let pool: ModelPool
    let settings: Settings
    let clock: WallClock

    init(client: InferenceClient, pool: ModelPool, settings: Settings, clock: WallClock) {
        self.client = client
        self.pool = pool
        self.settings = settings
        self.clock = clock
    }

    /// The user's wishes.
    package struct Settings: Sendable {
        /// Names of clusters in the order in which they are asked, where it makes no other difference.
        package var preference: [String]
        /// Whether another cluster is asked where one cannot answer.
        package var fallsBack: Bool
        /// The model that the list of models marks as the usual one; nil for none.
        package var model: String?

        /// Wishes.
        package init(preference: [String] = [], fallsBack: Bool = true, model: String? = nil) {
            self.preference = preference
            self.fallsBack = fallsBack
            self.model = model
        }
    }

    /// Answers a request, and completes the account of it.
    func answer(_ request: ClientRequest, _ account: inout ServedRequest, _ responder: Responder) async throws {
        let (model, body) = try Self.read(request, &account)
        let places = try await pool.candidates(AskedModel(model))
        let exchange = try exchange(request, body, places, account)
        try await exchange.run(&account, responder)
    }

    /// Returns the model that a request names, and its body.
    private static func read(
        _ request: ClientRequest, _ account: inout ServedRequest
    ) throws(ServedError) -> (model: String, body: JSONObject) {
        let body = try Self.body(request)
        guard let model = body["model"]?.string, !model.isEmpty else {
            throw ServedError(
                .invalidRequest, "The request names no model.", code: "missing_model", parameter: "model")
        }
        guard model.utf8.count <= ServeDefaults.longestName else {
            throw ServedError(
                .invalidRequest, "The name of the model is longer than \(ServeDefaults.longestName) bytes.",
                code: "invalid_value", parameter: "model")
        }
        account.asked = model
        account.isStreamed = try isStreamed(body)
        return (model, body)
    }

    private func exchange(
        _ request: ClientRequest, _ body: JSONObject, _ places: [PooledModel], _ account: ServedRequest
    ) throws(ServedError) -> InferenceExchange {
        let isStreamed = account.isStreamed
        let usable = try Self.usable(places, account.dialect, isStreamed: isStreamed, model: account.asked)
        let fallsBack = settings.fallsBack && request["x-alcf-no-fallback"] == nil
        return InferenceExchange(
            self, request, body, isStreamed: isStreamed, candidates: fallsBack ? usable : Array(usable.prefix(1)))
    }

    /// The body as an object.
    static func body(_ request: ClientRequest) throws(ServedError) -> JSONObject {
        let json: JSONValue
        do { json = try JSONValue(parsing: request.body, limits: .request) } catch {
            throw ServedError(.invalidRequest, "The request's body is not JSON: \(error).", code: "invalid_json")
        }
        guard let object = json.object else {
            throw ServedError(
                .invalidRequest, "The request's body is a JSON \(json.kind), and must be an object.",
                code: "invalid_json")
        }
        return object
    }

    private static func isStreamed(_ body: JSONObject) throws(ServedError) -> Bool {
        guard let stream = body["stream"], !stream.isNull else { return false }
        guard let isStreamed = stream.bool else {
            throw ServedError(
                .invalidRequest, "'stream' is a JSON \(stream.kind), and must be true or false.",
                code: "invalid_value", parameter: "stream")
        }
        return isStreamed
    }

    /// The candidates that can be asked in this API, or by a translation.
    private static func usable(
        _ candidates: [PooledModel], _ dialect: Dialect, isStreamed: Bool, model: String
    ) throws(ServedError) -> [PooledModel] {
        let usable = candidates.filter {
            $0.speaks(dialect, isStreamed: isStreamed) || (dialect.isTranslatable && $0.dialects.contains(.chat))
        }
        guard usable.isEmpty else { return usable }
        let places = candidates.map(\.cluster).joined(separator: ", ")
        throw ServedError(
            .notFound, "'\(model)' is served on \(places), which has no route for '\(dialect.route)'.",
            code: "unsupported", parameter: "model")
    }

}

extension ServedError {
    /// The error with the place it came from before its text, if that does not name it.
    func named(_ place: String?) -> ServedError {
        guard let place, !message.lowercased().contains(place.lowercased()) else { return self }
        return ServedError(kind, "\(place): \(message)", code: code, parameter: parameter, retryAfter: retryAfter)
    }
}

extension Dialect {
    /// Whether it can be put into chat completions, where a cluster has no route for it.
    var isTranslatable: Bool { self == .responses || self == .messages }
}

extension JSONLimits {
    /// For what a client sends: definitions of tools nest deeply.
    static let request = JSONLimits(bytes: ServeDefaults.largestBody, values: 1_000_000, depth: 128)
}
