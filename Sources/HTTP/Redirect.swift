/// The target to which a server redirects a request. No request follows it, because a token or a question would be
/// given to a server that the user did not name.
public struct Redirect: Sendable, Hashable {
    /// Host that redirects.
    public let host: String
    /// Target, fit to be shown: without credentials, query and control characters; nil if the server gives none.
    public let location: String?

    /// - Parameters:
    ///   - headers: those of an answer of status 3xx.
    ///   - url: what was asked for.
    public init(_ headers: HTTPHeaders, from url: HTTPURL) {
        host = url.host
        location = headers["Location"].flatMap(Self.clean)
    }

    /// Returns a message about it.
    ///
    /// - Parameter status: the answer's.
    public func message(status: Int) -> String {
        guard let location else { return "\(host) answered \(status), a redirect without a target" }
        return "\(host) redirects to \(location) (\(status)), which is not followed"
    }

    private static func clean(_ location: String) -> String? {
        var text = String(
            String.UnicodeScalarView(
                location.unicodeScalars.filter { $0.value > 0x20 && $0.isASCII && $0.value != 0x7F }))
        // A query may hold what is nobody's business, such as a code.
        let query = text.firstIndex { $0 == "?" || $0 == "#" }
        if let query { text = text[..<query] + "?…" }
        if let start = text.range(of: "//")?.upperBound {
            let authority = text[start...].prefix { $0 != "/" && $0 != "?" }
            if let at = authority.lastIndex(of: "@") { text.removeSubrange(start...at) }
        }
        if text.utf8.count > 300 { text = text.prefix(300) + "…" }
        return text.isEmpty ? nil : text
    }
}

extension String {
    fileprivate func range(of needle: String) -> Range<Index>? { firstRange(of: needle) }
}
