package import ALCFJSON

/// One line of the record that `alcf serve --record` writes: a request that passed through the local server, without
/// any text of it.
package struct ServedLine: Sendable, Hashable {
    /// Time at which the request had arrived, in seconds since 1970.
    package var time: Double
    /// API that the client spoke.
    package var api: String
    /// Whether a stream was asked for.
    package var isStreamed: Bool
    /// Model as the client named it.
    package var asked: String
    /// Cluster that served it; nil where none was reached.
    package var cluster: String?
    /// Name of the model there.
    package var model: String?
    /// Cluster that was to serve it and could not; nil for none.
    package var fallbackFrom: String?
    /// Status that the client was given.
    package var status: Int
    /// Seconds from arrival to the first token, reasoning included; nil for none.
    package var firstToken: Double?
    /// Seconds from arrival to the end of the answer.
    package var duration: Double
    /// Number of chunks with output.
    package var chunks: Int
    /// Tokens of the prompt according to the server; nil where it did not count.
    package var promptTokens: Int?
    /// Generated tokens, likewise.
    package var completionTokens: Int?
    /// The word for the failure; nil for a whole answer.
    package var errorCode: String?
    /// Description of the failure.
    package var errorMessage: String?

    /// The words for a failure that is none of the service: the request was broken off on this side.
    package enum BreakOff: String, Sendable, CaseIterable {
        /// The client went away.
        case byClient = "cancelled"
        /// The local server was stopped.
        case byStop = "stopped"
    }

    /// Whether the request was broken off on this side.
    package var isBrokenOff: Bool { errorCode.flatMap(BreakOff.init) != nil }

    /// Value of the member `type` of each line.
    package static let type = "served_request"

    /// - Throws: `JSONError` for what is no such line.
    package init(json: JSONValue) throws(JSONError) {
        guard json["type"]?.string == Self.type else {
            throw JSONError(.mismatch, path: "type", "must be '\(Self.type)'")
        }
        time = try json.require("time")
        duration = try json.require("duration_s")
        guard time.isFinite, time >= 0, duration.isFinite, duration >= 0 else {
            throw JSONError(.mismatch, path: "duration_s", "must not be below 0")
        }
        api = try json.require("api")
        isStreamed = json["stream"]?.bool ?? false
        asked = json["asked"]?.string ?? ""
        cluster = json["cluster"]?.string
        model = json["model"]?.string
        fallbackFrom = json["fallback_from"]?.string
        status = json["status"]?.int ?? 0
        let longest = duration + 1e-6
        firstToken = json["ttft_s"]?.double.flatMap { (0...longest).contains($0) ? $0 : nil }
        chunks = max(0, json["chunks"]?.int ?? 0)
        promptTokens = json["prompt_tokens"]?.int.flatMap { $0 < 0 ? nil : $0 }
        completionTokens = json["completion_tokens"]?.int.flatMap { $0 < 0 ? nil : $0 }
        errorCode = json["error"]?["code"]?.string
        errorMessage = json["error"]?["message"]?.string
    }
}
