import ALCFCrypto

extension HTTPRequest {
    /// Refuses what must not be sent.
    ///
    /// - Throws: ``HTTPError``: `insecure` for credentials over plain HTTP to another machine, `invalidRequest` for a
    ///   header that would break the request, `invalidProxy` for a proxy that is not named as it must be.
    func validate() throws(HTTPError) {
        let hasCredentials = authorization != nil || secretHeaders.contains(where: \.isCredential)
        if hasCredentials, !url.isTLS, !url.isLoopback {
            throw HTTPError(
                .insecure, "credentials are only sent over https, and \(url.scheme)://\(url.host) is not")
        }
        try ProxySetting.requireUsableSettings(for: url)
        for (name, value) in headers + secretHeaders.map({ ($0.name, $0.value.expose()) }) {
            guard Self.isValidHeader(name: name, value: value) else {
                throw HTTPError(.invalidRequest, "the header '\(name)' cannot be sent")
            }
            guard name.lowercased() != "authorization" else {
                throw HTTPError(.invalidRequest, "credentials are not to be given as a header")
            }
        }
    }

    /// Whether a header can be sent as it is: a token (RFC 9110 §5.6.2) and a value without control characters.
    static func isValidHeader(name: String, value: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy(isTokenCharacter)
            && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 9 }
    }

    private static func isTokenCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
