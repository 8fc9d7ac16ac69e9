import ALCFCrypto

/// The decision whether a request may be answered at all: it must be meant for this server, come from no foreign page,
/// and hold the key. Pure: it does no I/O.
package struct RequestGuard: Sendable {
    /// Key that is asked for; nil for none.
    package let key: LocalKey?
    /// Origins of pages that may ask, besides the server's own; as in `https://example.org`.
    package let origins: Set<String>
    /// Whether clients come over the network stack: over a socket file, a page cannot.
    package let checksHost: Bool

    /// A guard.
    package init(key: LocalKey?, origins: Set<String> = [], checksHost: Bool = true) {
        self.key = key
        self.origins = origins
        self.checksHost = checksHost
    }

    /// Names by which this machine calls itself. A page of another name that resolves to 127.0.0.1 has that name in
    /// `Host`: DNS rebinding.
    private static let hosts: Set<String> = ["127.0.0.1", "localhost", "[::1]"]

    /// Returns the reason to refuse a request by its head alone; nil for none.
    ///
    /// - Parameter needsKey: false for what anybody may see: the page's own files, and whether the server is there.
    package func refusal(of request: ClientRequest, needsKey: Bool) -> ServedError? {
        if checksHost {
            guard let host = request["host"], Self.hosts.contains(Self.name(host)) else {
                return ServedError(
                    .permission, "This server answers to 127.0.0.1 and localhost only.", code: "wrong_host")
            }
        }
        if let origin = request["origin"], !mayAsk(origin, host: request["host"]) {
            return ServedError(
                .permission,
                "Pages of this origin may not use the server; 'alcf serve --allow-origin ORIGIN' lets them.",
                code: "foreign_origin")
        }
        guard needsKey, let key, !Self.keys(request).contains(where: { Secret($0) == key.secret }) else { return nil }
        return ServedError(
            .authentication,
            "The key of the local server is missing or wrong. Use the one that 'alcf serve --print-key' prints.",
            code: "wrong_local_key")
    }

    /// Whether pages of `origin` may read answers; its own pages always may.
    package func mayAsk(_ origin: String, host: String?) -> Bool {
        origins.contains(origin) || (checksHost && host.map { origin == "http://" + $0 } == true)
    }

    /// The host without its port.
    private static func name(_ host: String) -> String {
        let host = host.lowercased()
        if host.hasPrefix("["), let end = host.utf8.firstIndex(of: UInt8(ascii: "]")) { return String(host[...end]) }
        return String(host[..<(host.utf8.firstIndex(of: UInt8(ascii: ":")) ?? host.endIndex)])
    }

    /// The keys that a client gives, in any of the places that clients of these APIs put them.
    private static func keys(_ request: ClientRequest) -> [String] {
        [request["authorization"].flatMap(bearer), request["x-api-key"], request["api-key"]].compactMap(\.self)
    }

    /// The word behind `Bearer`; nil for anything else than these two.
    private static func bearer(_ text: String) -> String? {
        let blank = UInt8(ascii: " ")
        let words = text.utf8.drop { $0 == blank }
        let scheme = words.prefix { $0 != blank }
        guard scheme.elementsEqual("bearer".utf8, by: { $0 | 0x20 == $1 }) else { return nil }
        let rest = words[scheme.endIndex...].drop { $0 == blank }
        let word = rest.prefix { $0 != blank }
        guard !word.isEmpty, rest[word.endIndex...].allSatisfy({ $0 == blank }) else { return nil }
        return String(Substring(word))
    }
}
