import ALCFJSON
import ALCFRecord

extension RunManifest.Target {
    /// In what its requests differ from the usual, in words; nil for nothing.
    var requestNote: String? {
        guard let request else { return nil }
        func words(_ name: String) -> [String] { (request[name]?.array ?? []).compactMap(\.string) }
        var parts: [String] = []
        if let route = request["endpoint"]?.string { parts.append("by /\(route)") }
        if let query = request["query"]?.string { parts.append("with ?\(query)") }
        parts += (request["fields"]?.object ?? JSONObject()).map { "with \($0.key) \($0.value.serialized())" }
        if let name = request["max_tokens_field"]?.string { parts.append("with \(name) for max_tokens") }
        parts += words("omitted").map { "without \($0)" }
        parts += words("headers").map { "with the header \($0)" }
        return parts.isEmpty ? nil : "asked " + Report.list(parts)
    }

    /// Fields that change the model's work; equal for targets that were asked the same.
    var requestFields: JSONObject {
        var fields = request ?? JSONObject()
        for name in ["headers", "query", "max_tokens_field"] { fields[name] = nil }
        // How usage is asked for makes no other answer.
        let omitted = (fields["omitted"]?.array ?? []).filter { $0 != "stream_options" && $0 != "stream" }
        fields["omitted"] = omitted.isEmpty ? nil : .array(omitted)
        return fields
    }
}
