import CCurl

/// An absolute `http` or `https` URL, taken apart and put together by libcurl's own parser, so that what we check
/// is what it connects to.
public struct HTTPURL: Sendable, Hashable {
    /// The whole URL, normalised; without user, password or fragment.
    public let string: String
    /// `http` or `https`.
    public let scheme: String
    /// The host in lower case; an IPv6 address in brackets.
    public let host: String
    /// The port, the scheme's own where none was written.
    public let port: Int
    /// The path, at least `/`.
    public let path: String
    /// Query behind `?`, still encoded.
    public let query: String?
    /// Whether the host is this machine: `localhost`, 127.0.0.0/8 or `[::1]`.
    public let isLoopback: Bool

    /// - Throws: ``HTTPError`` with code `invalidURL` for anything but an absolute http or https URL without
    ///   user information.
    public init(_ text: String) throws(HTTPError) {
        try EasyHandle.requireLibrary()
        guard let handle = unsafe curl_url() else { throw HTTPError(.invalidURL, "out of memory") }
        defer { unsafe curl_url_cleanup(handle) }
        func part(_ what: CURLUPart, _ flags: Int32 = 0) -> String? {
            var value: UnsafeMutablePointer<CChar>?
            guard unsafe curl_url_get(handle, what, &value, CUnsignedInt(flags)) == CURLUE_OK, let value = unsafe value
            else { return nil }
            defer { unsafe curl_free(value) }
            return unsafe String(cString: value)
        }
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }),
            unsafe curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK,
            let scheme = part(CURLUPART_SCHEME), scheme == "http" || scheme == "https",
            let host = part(CURLUPART_HOST), let port = part(CURLUPART_PORT, CURLU_DEFAULT_PORT).flatMap(Int.init),
            let path = part(CURLUPART_PATH)
        else {
            // Text before an @ may be a password.
            let shown = text.utf8.contains(UInt8(ascii: "@")) ? "the text given" : "'\(text)'"
            throw HTTPError(.invalidURL, "\(shown) is not an http or https URL")
        }
        // With a password that holds a slash, user and password would pass for host and port.
        guard part(CURLUPART_USER) == nil, part(CURLUPART_PASSWORD) == nil, !text.utf8.contains(UInt8(ascii: "@"))
        else {
            throw HTTPError(
                .invalidURL, "a URL must not hold a user name or a password (write an @ that separates nothing as %40)")
        }
        _ = unsafe curl_url_set(handle, CURLUPART_FRAGMENT, nil, 0)
        self.string = part(CURLUPART_URL) ?? text
        self.scheme = scheme
        self.host = host.lowercased()
        self.port = port
        self.path = path
        // A mark with nothing behind it is left out of `string` too.
        self.query = part(CURLUPART_QUERY).flatMap { $0.isEmpty ? nil : $0 }
        isLoopback = Self.isLoopback(self.host)
    }

    /// The URL of a plain path below another, for which nothing need be parsed.
    private init(_ base: HTTPURL, _ path: String) {
        func joined(_ left: String) -> String { (left.hasSuffix("/") ? String(left.dropLast()) : left) + path }
        string = joined(base.string)
        self.path = joined(base.path)
        (scheme, host, port, query, isLoopback) = (base.scheme, base.host, base.port, nil, base.isLoopback)
    }

    /// Whether libcurl's parser would leave a byte of a path as it is, wherever it stands.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// A place that is known to be one, over TLS: nothing is parsed, so libcurl is not loaded for it.
    public init(host: StaticString, path: StaticString = "/") {
        self.host = "\(host)"
        string = "https://\(host)\(path)"
        scheme = "https"
        port = 443
        self.path = "\(path)"
        query = nil
        isLoopback = Self.isLoopback(self.host)
    }

    /// Whether what is sent there is encrypted.
    public var isTLS: Bool { scheme == "https" }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "[::1]" { return true }
        guard host.hasPrefix("127.") else { return false }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets.allSatisfy { UInt8($0) != nil }
    }

    /// The URL of `path` below this one: exactly one slash between the two.
    ///
    /// - Parameters:
    ///   - query: pairs that are percent-encoded and appended.
    ///   - keepsQuery: whether this URL's own query stays, before those; else it is dropped.
    public func appending(
        _ path: String, query: [(String, String)] = [], keepsQuery: Bool = false
    ) throws(HTTPError) -> HTTPURL {
        if self.query == nil, query.isEmpty, path.utf8.allSatisfy(Self.isPlain) {
            return HTTPURL(self, path.isEmpty || path.hasPrefix("/") ? path : "/" + path)
        }
        let base = self.query == nil ? string : String(string.prefix { $0 != "?" })
        let left = base.hasSuffix("/") ? String(base.dropLast()) : base
        let right = path.isEmpty || path.hasPrefix("/") ? path : "/" + path
        let kept = keepsQuery ? self.query.flatMap { $0.isEmpty ? nil : $0 } : nil
        let pairs = [kept, query.isEmpty ? nil : FormEncoding.encode(query)].compactMap(\.self).joined(separator: "&")
        return try HTTPURL(left + right + (pairs.isEmpty ? "" : "?" + pairs))
    }
}

extension HTTPURL: CustomStringConvertible {
    /// The whole URL.
    public var description: String { string }
}
