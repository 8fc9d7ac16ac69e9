import ALCFSystem
import CJansson

extension JSONValue {
    /// Reads one JSON document, which must be all of `bytes` but for a UTF-8 mark before it (RFC 8259 §8.1).
    ///
    /// A NUL inside a string is accepted (`\u0000`); an integer beyond 64 bits, a number beyond a `Double`, invalid
    /// UTF-8 and anything beyond `limits` are errors.
    ///
    /// - Parameters:
    ///   - rejectDuplicates: whether two members of one name are an error, as they should be where the document decides
    ///     about
    ///     trust; otherwise the later counts.
    ///   - limits: how large it may be; those of a server's answer where nothing else is said.
    /// - Throws: ``JSONError`` with the line and column, or with the code `tooLarge`.
    public init(
        parsing bytes: [UInt8], rejectDuplicates: Bool = false, limits: JSONLimits = .answer
    ) throws(JSONError) {
        try limits.check(bytes)
        let flags = Int(JSON_DECODE_ANY | JSON_ALLOW_NUL | (rejectDuplicates ? JSON_REJECT_DUPLICATES : 0))
        var error = json_error_t()
        let start = bytes.starts(with: TextEncoding.mark) ? TextEncoding.mark.count : 0
        // jansson wants an address even for a text of no bytes.
        let root = unsafe (bytes.isEmpty ? [0x20] : bytes).withUnsafeBytes { raw in
            unsafe json_loadb(
                raw.baseAddress?.advanced(by: start).assumingMemoryBound(to: CChar.self), raw.count - start, flags,
                &error)
        }
        guard let root = unsafe root else {
            if let name = TextEncoding.foreignName(bytes) {
                throw JSONError(.syntax, "it is \(name), and JSON is UTF-8")
            }
            throw JSONError(jansson: error)
        }
        defer { unsafe json_decref(root) }
        self = unsafe JSONValue(node: root)
    }

    /// Reads one JSON document, which must be all of `text`.
    ///
    /// - Throws: ``JSONError`` with the line and column.
    public init(
        parsing text: String, rejectDuplicates: Bool = false, limits: JSONLimits = .answer
    ) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), rejectDuplicates: rejectDuplicates, limits: limits)
    }

    private init(node: UnsafeMutablePointer<json_t>) {
        switch unsafe node.pointee.type {
        case JSON_OBJECT:
            var object = JSONObject()
            var entry = unsafe json_object_iter(node)
            while let member = unsafe entry {
                let length = unsafe json_object_iter_key_len(member)
                if let key = unsafe json_object_iter_key(member), let value = unsafe json_object_iter_value(member) {
                    unsafe object[text(key, length)] = JSONValue(node: value)
                }
                unsafe entry = json_object_iter_next(node, member)
            }
            self = .object(object)
        case JSON_ARRAY:
            let count = unsafe json_array_size(node)
            self = .array(
                (0..<count).compactMap { unsafe json_array_get(node, $0).map { unsafe JSONValue(node: $0) } })
        case JSON_STRING:
            self = unsafe .string(text(json_string_value(node), json_string_length(node)))
        case JSON_INTEGER: self = unsafe .int(Int(json_integer_value(node)))
        case JSON_REAL: self = unsafe .double(json_real_value(node))
        case JSON_TRUE: self = .bool(true)
        case JSON_FALSE: self = .bool(false)
        default: self = .null
        }
    }
}

private func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
    guard let start = unsafe start else { return "" }
    return unsafe start.withMemoryRebound(to: UInt8.self, capacity: length) {
        unsafe String(decoding: UnsafeBufferPointer(start: $0, count: length), as: UTF8.self)
    }
}

extension JSONError {
    fileprivate init(jansson error: json_error_t) {
        var error = error
        let words = unsafe withUnsafeBytes(of: &error.text) {
            unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        // jansson quotes the text near the error, which may hold a secret: its last words are left out.
        let reason = words.range(of: " near '").map { String(words[..<$0]) } ?? words
        self.init(.syntax, "\(reason) (line \(error.line), column \(error.column))")
    }
}

extension String {
    /// Returns the place where `needle` first begins.
    fileprivate func range(of needle: String) -> String.Index? {
        indices.first { self[$0...].hasPrefix(needle) }
    }
}
