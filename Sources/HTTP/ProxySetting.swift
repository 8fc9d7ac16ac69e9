import ALCFCrypto
public import ALCFSystem
import CCurl

/// The proxy for a URL: the one that the environment names, by libcurl's rules, else the program's own default.
public struct ProxySetting: Sendable, Hashable {
    /// The variable it is from, or the place of the default.
    public let variable: String
    /// Scheme, host and port, without user and password.
    public let address: String
    /// Reason that it cannot be used; nil if it can.
    public let fault: String?
    /// Whether it holds a user or a password.
    public let hasCredentials: Bool

    /// Nil where `url` is reached directly.
    ///
    /// - Parameter environment: the value of a variable; nil where it is not set.
    public init?(for url: HTTPURL, environment: (String) -> String? = ProcessEnvironment.value) {
        self.init(for: url, environment: environment, default: ProxyDefault.current)
    }

    /// - Parameter fallback: the proxy where the environment says nothing about one.
    init?(for url: HTTPURL, environment: (String) -> String?, default fallback: @autoclosure () -> ProxyDefault?) {
        guard !url.isLoopback else { return nil }
        func first(_ names: [String]) -> (name: String, value: String)? {
            for name in names { if let value = environment(name), !value.isEmpty { return (name, value) } }
            return nil
        }
        var found = first(Self.variables(isTLS: url.isTLS))
        // A variable that is empty says that there is none.
        if found == nil, !Self.isNamed(isTLS: url.isTLS, environment) {
            found = fallback().map { ($0.source, $0.address) }
        }
        guard let (name, value) = found else { return nil }
        let exceptions = (first(["no_proxy", "NO_PROXY"])?.value ?? "").lowercased()
        for exception in exceptions.split(whereSeparator: { $0 == "," || $0 == " " }) {
            let domain = exception.drop { $0 == "." }
            if exception == "*" || url.host == domain || url.host.hasSuffix("." + domain) { return nil }
        }
        variable = name
        let parts = URLUserInfo.split(value)
        address = parts.map { $0.scheme + $0.rest } ?? value
        hasCredentials = parts?.userInfo.isEmpty == false
        fault = Self.fault(value)
    }

    /// In capitals, http_proxy could come from the outside of a CGI program.
    private static func variables(isTLS: Bool) -> [String] {
        (isTLS ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]) + ["all_proxy", "ALL_PROXY"]
    }

    /// Whether the environment says something about the proxy for such URLs, be it that there is none.
    static func isNamed(isTLS: Bool, _ environment: (String) -> String?) -> Bool {
        variables(isTLS: isTLS).contains { environment($0) != nil }
    }

    /// Remedy if there is no connection.
    public var remedy: String { "Check the network and the proxy \(address) in \(variable)." }

    /// Refuses a URL whose proxy is written wrongly, before libcurl interprets it in an unintended way.
    ///
    /// - Throws: ``HTTPError`` `invalidProxy`, which says what is wrong without the proxy's user and password.
    public static func requireUsable(
        for url: HTTPURL, environment: (String) -> String? = ProcessEnvironment.value
    ) throws(HTTPError) {
        guard let setting = ProxySetting(for: url, environment: environment), let fault = setting.fault else { return }
        throw HTTPError(.invalidProxy, "the proxy in \(setting.variable) cannot be used: \(fault)")
    }

    /// The same for the environment of this process, which is looked at once.
    static func requireUsableSettings(for url: HTTPURL) throws(HTTPError) {
        // On this machine no proxy is asked, and none is looked for.
        guard !url.isLoopback, hasFaults else { return }
        try requireUsable(for: url)
    }

    private static let hasFaults =
        (["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"].compactMap(ProcessEnvironment.value)
        + [ProxyDefault.current?.address].compactMap(\.self)).contains { !$0.isEmpty && fault($0) != nil }

    /// Syntax of a proxy.
    public static let syntax =
        "Write it as http://USER:PASSWORD@HOST:PORT, or without USER:PASSWORD@. In user and password some characters must be "
        + "percent-encoded: % as %25, : as %3A, @ as %40, / as %2F, ? as %3F, # as %23, [ as %5B, ] as %5D, a blank as %20, "
        + "a quotation mark as %22."

    // MARK: Checking

    private static let schemes: Set<String> = ["http", "https", "socks", "socks4", "socks4a", "socks5", "socks5h"]

    /// Returns the fault of a value; nil for none. It contains nothing of user and password.
    static func fault(_ value: String) -> String? {
        if let fault = fault(ofForm: value) { return fault }
        // libcurl has the last word: the host must be the one that it would connect to.
        guard let seen = hostSeen(by: value) else { return "libcurl does not accept it as a URL" }
        return seen.lowercased() == hostAndPort(authority(of: value)).host.lowercased()
            ? nil : "its user or password holds a character that must be percent-encoded"
    }

    /// Returns the fault that a value has by its form alone; nil for none.
    package static func fault(ofForm value: String) -> String? {
        let parts = URLUserInfo.split(value)
        let visible = parts.map { $0.scheme + $0.rest } ?? value
        if visible.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) {
            return "it holds a blank or a control character"
        }
        if let mark = visible.firstRange(of: "://") {
            let scheme = visible[..<mark.lowerBound].lowercased()
            guard schemes.contains(scheme) else {
                return
                    "'\(scheme.prefix(20))' is no kind of proxy (http, https, socks4, socks4a, socks5 and socks5h are)"
            }
        }
        if let user = parts?.userInfo, !isWellEncoded(user) {
            return "its user or password holds a character that must be percent-encoded"
        }
        let (host, port) = hostAndPort(authority(of: value))
        if host.isEmpty { return "it has no host" }
        if let port,
            port.isEmpty || !port.utf8.allSatisfy({ (0x30...0x39).contains($0) })
                || !(1...65535).contains(Int(port) ?? 0)
        {
            return "its port is no number from 1 to 65535"
        }
        return nil
    }

    /// Host and port of a value, without scheme, user and password.
    private static func authority(of value: String) -> Substring {
        let visible = URLUserInfo.split(value).map { $0.scheme + $0.rest } ?? value
        let rest = visible.firstRange(of: "://").map { visible[$0.upperBound...] } ?? visible[...]
        return rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    }

    /// Whether every byte may stand in user information (RFC 3986 §3.2.1), as far as libcurl minds.
    private static func isWellEncoded(_ userInfo: String) -> Bool {
        let bytes = Array(userInfo.utf8)
        return bytes.indices.allSatisfy { index in
            switch bytes[index] {
            case UInt8(ascii: "%"):
                index + 2 < bytes.count
                    && UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16) != nil
            case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "["), UInt8(ascii: "]"),
                UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "@"):
                false
            case let byte: byte > 0x20 && byte != 0x7F
            }
        }
    }

    /// An IPv6 address is in brackets, and has colons of its own.
    private static func hostAndPort(_ authority: Substring) -> (host: String, port: String?) {
        if authority.utf8.first == UInt8(ascii: "["), let end = authority.firstIndex(of: "]") {
            let rest = authority[authority.index(after: end)...]
            return (String(authority[...end]), rest.isEmpty ? nil : String(rest.drop { $0 == ":" }))
        }
        guard let colon = authority.firstIndex(of: ":") else { return (String(authority), nil) }
        return (String(authority[..<colon]), String(authority[authority.index(after: colon)...]))
    }

    /// The host that libcurl finds in a proxy's address, by the parser that it uses for it; nil where it finds none.
    private static func hostSeen(by value: String) -> String? {
        guard (try? EasyHandle.requireLibrary()) != nil, let handle = unsafe curl_url() else { return nil }
        defer { unsafe curl_url_cleanup(handle) }
        let flags = CUnsignedInt(CURLU_NON_SUPPORT_SCHEME | CURLU_GUESS_SCHEME)
        guard unsafe curl_url_set(handle, CURLUPART_URL, value, flags) == CURLUE_OK else { return nil }
        var host: UnsafeMutablePointer<CChar>?
        guard unsafe curl_url_get(handle, CURLUPART_HOST, &host, 0) == CURLUE_OK, let host = unsafe host else {
            return nil
        }
        defer { unsafe curl_free(host) }
        return unsafe String(cString: host)
    }
}

extension ProxySetting {
    /// User and password of each proxy that the environment names, as written and decoded.
    static func secrets(_ environment: (String) -> String?) -> [Secret] {
        let names = ["http_proxy", "https_proxy", "all_proxy"].flatMap { [$0, $0.uppercased()] }
        return names.compactMap { environment($0).flatMap { URLUserInfo.split($0) } }.flatMap { parts in
            let password = parts.userInfo.split(separator: ":", maxSplits: 1).dropFirst().map(String.init)
            return ([parts.userInfo] + password).flatMap { [$0, FormEncoding.percentDecoded($0)] }.map { Secret($0) }
        }
    }
}

extension Redaction {
    /// Takes user and password of the environment's proxies out of foreign text.
    public static let proxies = Redaction(ProxySetting.secrets(ProcessEnvironment.value))
}
