import ALCFClient
import ALCFJSON

/// The state of a stream of Anthropic's API: its counts, and whether it has its stop reason.
struct MessagesWatch {
    /// Whether the reason came for which the answer ended.
    private(set) var hasReason = false
    /// Whether something came that the model generated.
    private(set) var hasOutput = false
    private var counts: JSONObject?

    /// Takes note of an event.
    mutating func note(_ json: JSONValue, _ type: String) {
        switch type {
        case "message_start": add(json["message"]?["usage"])
        case "content_block_start": if json["content_block"]?["type"]?.string == "tool_use" { hasOutput = true }
        case "content_block_delta": hasOutput = true
        case "message_delta":
            if json["delta"]?["stop_reason"]?.string != nil { hasReason = true }
            add(json["usage"])
        default: break
        }
    }

    /// The counts; nil where none came.
    var usage: Usage? { counts.flatMap { Self.usage(.object($0)) } }

    /// Returns counts in the form of Anthropic's API in that of a chat, in which tokens that were read from a cache or
    /// written to it are a part of the prompt.
    static func usage(_ json: JSONValue?) -> Usage? {
        guard let json, json.object != nil else { return nil }
        let cached = json["cache_read_input_tokens"]?.int
        var counts = JSONObject()
        if let input = json["input_tokens"]?.int {
            let written = json["cache_creation_input_tokens"]?.int ?? 0
            // Numbers that overflow are counts of nothing.
            let all = [input, cached ?? 0, written]
            if all.allSatisfy({ (0...1 << 40).contains($0) }) { counts["prompt_tokens"] = .int(all.reduce(0, +)) }
        }
        counts["completion_tokens"] = json["output_tokens"]
        if let cached { counts["prompt_tokens_details"] = ["cached_tokens": .int(cached)] }
        if let tokens = json["output_tokens_details"]?["thinking_tokens"] {
            counts["completion_tokens_details"] = ["reasoning_tokens": tokens]
        }
        return Usage(.object(counts))
    }

    /// Later counts are totals, and take the place of earlier ones.
    private mutating func add(_ usage: JSONValue?) {
        guard let usage = usage?.object else { return }
        var all = counts ?? JSONObject()
        for (name, value) in usage where !value.isNull { all[name] = value }
        counts = all
    }
}
