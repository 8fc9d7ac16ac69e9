public import ALCFJSON

/// The document of an error answer of Globus, whichever of its shapes it has.
///
/// The shapes: OAuth (`error`, `error_description`), JSON:API (`errors[]` with `code`, `title`, `detail`), Transfer's
/// (`code`, `message`, `request_id`), and requirements for the next sign-in inside any of them.
public struct GlobusErrorBody: Sendable, Hashable {
    /// OAuth's `error`, as in `invalid_grant`.
    public let error: String?
    /// The `code` on which all parts of the document agree.
    public let code: String?
    /// Messages for people: the `message` of each part, else its `detail`, else its `title`.
    public let messages: [String]
    /// The number that Globus' support asks for.
    public let requestID: String?
    /// Requirements of the next sign-in.
    public let requirements: AuthorizationRequirements?

    /// Reads a document; nil where it is not an object.
    ///
    /// - Parameter contentType: the answer's; `application/vnd.api+json` makes `errors` count before all else.
    public init?(json: JSONValue, contentType: String? = nil) {
        guard json.object != nil else { return nil }
        let list = json["errors"]?.array ?? []
        let elements = !list.isEmpty && list.allSatisfy { $0.object != nil } ? list : []
        let isJSONAPI = contentType?.lowercased().hasPrefix("application/vnd.api+json") == true && !elements.isEmpty
        let isFlat = json["code"]?.string != nil && json["message"]?.string != nil
        let parts = isJSONAPI || (!isFlat && !elements.isEmpty) ? elements : [json]

        error = json["error"]?.string
        let codes = Set(parts.map { $0["code"]?.string })
        code = codes.count == 1 ? codes.first ?? nil : nil
        let texts = parts.compactMap { $0["message"]?.string ?? $0["detail"]?.string ?? $0["title"]?.string }
        let description = json["error_description"]?.string
        messages = texts.isEmpty ? [description].compactMap { $0 } : texts
        requestID = json["request_id"]?.string ?? parts.lazy.compactMap { $0["id"]?.string }.first
        requirements = ([json] + elements).lazy.compactMap { AuthorizationRequirements(json: $0) }.first
    }

    /// One line for people: what it says, else its codes.
    public var summary: String {
        let words = messages.isEmpty ? [error ?? code ?? "no reason given"] : messages
        return words.joined(separator: "; ") + (requestID.map { " (request \($0))" } ?? "")
    }
}
