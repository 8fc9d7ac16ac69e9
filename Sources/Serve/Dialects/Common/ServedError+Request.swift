import ALCFJSON

extension ServedError {
    /// A member of a request that is not what the client's API wants.
    ///
    /// - Parameters:
    ///   - place: path of the member, such as `messages[2].content`.
    ///   - what: the fault, such as "must be a string".
    static func wrong(_ place: String, _ what: String) -> ServedError {
        ServedError(.invalidRequest, "'\(place)' \(what).", code: "invalid_request", parameter: place)
    }

    /// A member of a request that chat completions cannot say.
    ///
    /// - Parameters:
    ///   - place: path of the member, such as `tools[2].type`.
    ///   - what: the member's fault in the middle of a sentence, such as "is 'web_search', which …".
    ///   - remedy: the next step in a sentence; nil for the usual one.
    static func untranslatable(_ place: String, _ what: String, _ remedy: String? = nil) -> ServedError {
        ServedError(
            .invalidRequest,
            "'\(place)' \(what). " + (remedy ?? "Leave it out, or choose a model whose cluster has this API itself."),
            code: "unsupported_parameter", parameter: place)
    }

    /// A member of a request that chat completions have no word for.
    static func unknown(_ place: String) -> ServedError {
        untranslatable(place, "cannot be translated into chat completions, which are all that this model's cluster has")
    }
}

extension JSONValue {
    /// Returns the text.
    ///
    /// - Parameter place: path of the value, for the error.
    func text(at place: String) throws(ServedError) -> String {
        guard let string else { throw .wrong(place, "must be a string, and is \(kind)") }
        return string
    }

    /// Returns the elements.
    ///
    /// - Parameter place: path of the value, for the error.
    func list(at place: String) throws(ServedError) -> [JSONValue] {
        guard let array else { throw .wrong(place, "must be an array, and is \(kind)") }
        return array
    }

    /// Returns the members.
    ///
    /// - Parameter place: path of the value, for the error.
    func members(at place: String) throws(ServedError) -> JSONObject {
        guard let object else { throw .wrong(place, "must be an object, and is \(kind)") }
        return object
    }

    /// The value; nil for `null`. A bare `nil` would be taken for JSON's `null`.
    var present: JSONValue? { isNull ? Optional<JSONValue>.none : .some(self) }
}

extension JSONObject {
    /// Returns the text of a member; nil where it is missing or null.
    func text(_ name: String, in place: String = "") throws(ServedError) -> String? {
        try self[name]?.present?.text(at: place + name)
    }

    /// Returns the text of a member that must be there.
    func requiredText(_ name: String, in place: String = "") throws(ServedError) -> String {
        guard let text = try text(name, in: place) else { throw .wrong(place + name, "must be there, and is not") }
        return text
    }

    /// Returns whether a member is true; nil where it is missing or null.
    func flag(_ name: String, in place: String = "") throws(ServedError) -> Bool? {
        guard let value = self[name]?.present else { return nil }
        guard let flag = value.bool else { throw .wrong(place + name, "must be true or false, and is \(value.kind)") }
        return flag
    }
}

extension ServedError {
    /// A call that came without the name of a function.
    static let namelessCall = ServedError(
        .serverError, "The model called a function without naming it. Try again.", code: "malformed")
}
