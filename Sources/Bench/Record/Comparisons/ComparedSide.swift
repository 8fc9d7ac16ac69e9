package import ALCFJSON

/// One side of a comparison: the model that answered there, and how fast. Figures are over all turns, and nil where one
/// of them is not known for one turn.
package struct ComparedSide: Sendable, Hashable {
    /// The model with its cluster, as in `metis/gpt-oss-120b`.
    package var model: String
    /// The cluster that answered by the server's word; nil where none did.
    package var cluster: String?
    /// Seconds to the first token, the mean of all turns.
    package var firstToken: Double?
    /// Output tokens a second after the first one.
    package var rate: Double?
    /// Output tokens by the server's count.
    package var tokens: Int?
    /// Seconds in all.
    package var duration: Double?
    /// Word for the failure, such as `truncated`, or `stopped` for an answer that the reader stopped; nil for none.
    package var error: String?

    /// A side of which nothing but the model is known.
    package init(model: String) { self.model = model }
}

extension ComparedSide: JSONDecodable, JSONEncodable {
    static let members = ["model", "cluster", "first_token", "rate", "tokens", "duration", "error"]

    /// - Throws: `JSONError` for a figure that no answer has.
    package init(json: JSONValue) throws(JSONError) {
        model = try json.require("model")
        cluster = try json.optional("cluster")
        firstToken = try json.optional("first_token")
        rate = try json.optional("rate")
        tokens = try json.optional("tokens")
        duration = try json.optional("duration")
        error = try json.optional("error")
        for (name, text) in [("model", model), ("cluster", cluster ?? "-"), ("error", error ?? "-")] {
            let isPlain = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value < 0x7F }
            guard isPlain, (1...200).contains(text.utf8.count) else {
                throw JSONError(.mismatch, path: name, "must be 1 to 200 letters, digits and marks without spaces")
            }
        }
        for (name, figure) in [("first_token", firstToken), ("rate", rate), ("duration", duration)] {
            guard figure.map({ $0.isFinite && (0...1e7).contains($0) }) ?? true else {
                throw JSONError(.mismatch, path: name, "must be from 0 to 10,000,000")
            }
        }
        guard tokens.map({ (0...1_000_000_000).contains($0) }) ?? true else {
            throw JSONError(.mismatch, path: "tokens", "must be from 0 to 1,000,000,000")
        }
    }

    /// The side as a document.
    package var json: JSONValue {
        [
            "model": .string(model), "cluster": JSONValue(cluster), "first_token": JSONValue(firstToken),
            "rate": JSONValue(rate), "tokens": JSONValue(tokens), "duration": JSONValue(duration),
            "error": JSONValue(error),
        ]
    }
}
