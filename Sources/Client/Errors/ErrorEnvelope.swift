import ALCFJSON

/// The content of an error body in any known shape: the gateway's, the framework's under it, nginx's, vLLM's
/// old and new, SambaNova's, OpenAI's, Anthropic's, HTML, plain text, or nothing.
package struct ErrorEnvelope: Hashable {
    /// The sentence, where there is one.
    var message: String?
    /// A word such as `endpoint_not_found`.
    var code: String?
    /// A class such as `BadRequestError`.
    var type: String?
    /// A status given as a number in the body.
    var status: Int?
    var errorID: String?
    /// Seconds to wait, in nginx's answer.
    var retryAfter: Double?

    /// - Parameter body: the whole body, or as much of it as came.
    init(body: [UInt8]) {
        let text = String(decoding: body.prefix(64 << 10), as: UTF8.self)
        if let json = try? JSONValue(parsing: body), let envelope = ErrorEnvelope(json) {
            self = envelope
        } else if text.drop(while: \.isWhitespace).first == "<" {
            message = Self.title(html: text)
        } else {
            message = Self.shorten(text)
        }
    }

    /// - Returns: nil for a document that is no error, such as a completion.
    init?(_ json: JSONValue) {
        if let error = json["error"], error.object != nil {
            read(error)
        } else if let error = json["error"]?.unlessNull, let text = Self.text(error) {
            message = json["message"].flatMap(Self.text) ?? text
            code = json["error_code"]?.string ?? (json["message"] == nil ? nil : text)
            type = json["error_type"]?.string
            retryAfter =
                json["retry_after"]?.double
                ?? json["retry_after"]?.string.flatMap { Double($0.prefix(while: \.isNumber)) }
        } else if json["choices"] == nil, let errors = json["errors"]?.array, let first = errors.first {
            message = first["message"].flatMap(Self.text) ?? Self.text(first)
        } else if let detail = json["detail"], !detail.isNull {
            message = Self.text(detail)
        } else if json["object"]?.string == "error" {
            read(json)
        } else if let text = json.string {
            message = text
        } else if json["choices"]?.unlessNull == nil, json["message"].flatMap(Self.text) != nil {
            read(json)
        } else {
            return nil
        }
        message = message.flatMap(Self.nonEmpty)
    }

    /// The sentence in what a server put where its message belongs: a text, a list of complaints with their places, or
    /// an object that has the text under one of the usual names. Nil where there is none.
    static func text(_ json: JSONValue) -> String? { text(json, depth: 0) }

    private static func text(_ json: JSONValue, depth: Int) -> String? {
        guard depth < 8 else { return nil }
        if let text = json.string { return nonEmpty(text) }
        if let list = json.array {
            let isComplaints = list.contains { $0["msg"] != nil || $0["loc"] != nil }
            if isComplaints { return nonEmpty(join(list, place: "loc", text: "msg")) }
            return nonEmpty(list.prefix(20).compactMap { text($0, depth: depth + 1) }.joined(separator: "; "))
        }
        for name in [
            "message", "detail", "msg", "error", "errors", "error_description", "description", "reason", "title",
        ] {
            if let inner = json[name], let text = text(inner, depth: depth + 1) { return text }
        }
        return nil
    }

    private mutating func read(_ error: JSONValue) {
        message = Self.text(error)
        type = error["type"]?.string
        code = error["code"]?.string
        status = error["code"]?.int ?? code.flatMap { Int($0) } ?? error["status"]?.int
        if status != nil { code = nil }
        // Some servers number their errors in a way of their own.
        if let number = status, !(100..<600).contains(number) { status = nil }
        errorID = error["error_id"]?.string
        if let errors = error["info"]?["errors"]?.array {
            message = (message ?? "") + " " + Self.join(errors, place: "field", text: "message")
        } else if let fields = error["info"]?["fields"]?.array, !fields.isEmpty {
            message = (message ?? "") + " " + fields.compactMap(\.string).joined(separator: ", ")
        }
    }

    /// `field: what is wrong; …`
    private static func join(_ errors: [JSONValue], place: String, text: String) -> String {
        errors.map { error in
            let steps = (error[place]?.array ?? error[place].map { [$0] } ?? []).compactMap {
                $0.string ?? $0.int.map { String($0) }
            }
            let place = steps.filter { $0 != "body" && $0 != "payload" }.joined(separator: ".")
            return (place.isEmpty ? "" : place + ": ") + (error[text]?.string ?? "not valid")
        }.joined(separator: "; ")
    }

    /// Returns the title of a page.
    private static func title(html: String) -> String? {
        for tag in ["title", "h1"] {
            guard let open = html.firstRange(of: "<\(tag)>"),
                let close = html[open.upperBound...].firstRange(of: "</\(tag)>")
            else { continue }
            if let title = shorten(html[open.upperBound..<close.lowerBound]) { return title }
        }
        return nil
    }

    /// The text on one line, of at most 500 characters.
    static func shorten(_ text: some StringProtocol) -> String? {
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return nonEmpty(words.count > 500 ? words.prefix(500) + "…" : words)
    }

    private static func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }
}
