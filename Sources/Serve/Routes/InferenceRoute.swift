import ALCFAuth
import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFSystem

/// The routes that ask a model: finds where it is served, asks there, and hands the answer on.
package struct InferenceRoute: Sendable {
    let client: InferenceClient
    let pool: ModelPool
    let settings: Settings
    let clock: WallClock

    /// The user's wishes.
    package struct Settings: Sendable {
        /// Names of clusters in the order in which they are asked, where it makes no other difference.
        package var preference: [String]
        /// Whether another cluster is asked where one cannot answer.
        package var fallsBack: Bool

        /// Wishes.
        package init(preference: [String] = [], fallsBack: Bool = true, model: String? = nil) {
            self.preference = preference
            self.fallsBack = fallsBack
        }
    }
        /// The model that the list of models marks as the usual one; nil for none.
        package var model: String?

    /// Answers a request, and completes the account of it.
    func answer(_ request: ClientRequest, _ account: inout ServedRequest, _ responder: Responder) async throws {
        let body = try Self.body(request)
        guard let model = body["model"]?.string, !model.isEmpty else {
            self.model = model
            throw ServedError(
                .invalidRequest, "The request names no model.", code: "missing_model", parameter: "model")
        }
        guard model.utf8.count <= ServeDefaults.longestName else {
            throw ServedError(
                .invalidRequest, "The name of the model is longer than \(ServeDefaults.longestName) bytes.",
                code: "invalid_value", parameter: "model")
        }
        account.asked = model
        let isStreamed = try Self.isStreamed(body)
        account.isStreamed = isStreamed
        let asked = AskedModel(model)
        let dialect = account.dialect
        let all = try await pool.candidates(asked)
        let candidates = try Self.usable(all, dialect, isStreamed: isStreamed, model: model)
        let fallsBack = settings.fallsBack && request["x-alcf-no-fallback"] == nil
        var failures: [(cluster: String, error: ServedError)] = []
        for candidate in fallsBack ? candidates : Array(candidates.prefix(1)) {
            account.cluster = candidate.cluster
            account.model = candidate.name
            account.fallbackFrom = failures.first?.cluster
            account.notes = []
            do {
                var exchange = InferenceExchange(
                    client: client, candidate: candidate, request: request, body: body, isStreamed: isStreamed,
                    clock: clock)
                return try await exchange.run(&account, responder)
            } catch let failure as InferenceExchange.Refusal {
                // The cluster is named where it is the one that failed, and not the request or the sign-in.
                let place = failure.error is ClientError ? candidate.cluster : nil
                failures.append((candidate.cluster, ServedError(failure.error).named(place)))
                guard failure.mayFallBack else { break }
            }
        }
        if let first = candidates.first {
            (account.cluster, account.model, account.fallbackFrom) = (first.cluster, first.name, nil)
        }
        throw Self.failure(failures)
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

    /// The failure of the first place, which is the one that was meant, with a word on the others.
    private static func failure(_ failures: [(cluster: String, error: ServedError)]) -> ServedError {
        guard let first = failures.first else {
            return ServedError(.serverError, "No cluster was asked.", code: "internal")
        }
        guard failures.count > 1 else { return first.error }
        let message = failures.map { $0.error.named($0.cluster).message }.joined(separator: " ")
        return ServedError(
            first.error.kind, message, code: first.error.code, parameter: first.error.parameter,
            retryAfter: first.error.retryAfter)
    }
}

extension ServedError {
    /// The error with the place it came from before its text, if that does not name it.
    fileprivate func named(_ place: String?) -> ServedError {
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
