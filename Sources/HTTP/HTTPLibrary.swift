import CCurl

/// The libcurl that this process uses, as it describes itself.
public struct HTTPLibrary: Sendable, Hashable {
    /// Number of the version, as in `8.14.1`.
    public let version: String
    /// The library that encrypts, with its version, as in `OpenSSL/3.5.4`; nil where there is none.
    public let tls: String?
    /// Whether it can speak HTTP/2.
    public let speaksHTTP2: Bool

    /// A library by its parts, for tests.
    public init(version: String, tls: String?, speaksHTTP2: Bool) {
        self.version = version
        self.tls = tls
        self.speaksHTTP2 = speaksHTTP2
    }

    /// Whether one of its handles can be used for another exchange.
    ///
    /// Before 8.1.1 a handle keeps a pointer to the last header of its last answer, which is freed: an answer whose
    /// first header line is a continuation writes there (https://github.com/curl/curl/pull/11103).
    var forgetsHeaders: Bool {
        let numbers = version.split(separator: ".").map { Int($0.prefix { $0.isNumber }) ?? 0 }
        return !numbers.lexicographicallyPrecedes([8, 1, 1])
    }

    /// Loads libcurl, unless it is loaded, and asks it.
    ///
    /// - Throws: ``HTTPError`` where it is not installed, or lacks a function.
    public static func loaded() throws(HTTPError) -> HTTPLibrary {
        try EasyHandle.requireLibrary()
        return unsafe HTTPLibrary(
            version: String(cString: alcf_curl_version()), tls: alcf_curl_tls().map { unsafe String(cString: $0) },
            speaksHTTP2: alcf_curl_has_http2() != 0)
    }
}
