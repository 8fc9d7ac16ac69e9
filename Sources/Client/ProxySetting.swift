import ALCFHTTP
import ALCFSystem

/// The proxy that the environment names, by libcurl's rules: for an error's remedy, since libcurl itself does not tell.
struct ProxySetting: Sendable, Hashable {
    /// The variable it is from.
    let variable: String
    /// Scheme, host and port, without a password.
    let address: String

    /// Nil where `url` is reached directly.
    ///
    /// - Parameter environment: the value of a variable; nil where it is not set.
    init?(for url: HTTPURL, environment: (String) -> String? = ProcessEnvironment.value) {
        guard !url.isLoopback else { return nil }
        // In capitals, http_proxy could come from the outside of a CGI program.
        let names = url.isTLS ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
        let set = (names + ["all_proxy", "ALL_PROXY"]).map { ($0, environment($0) ?? "") }
        guard let (name, value) = set.first(where: { !$0.1.isEmpty }) else { return nil }
        let exceptions = (environment("no_proxy") ?? environment("NO_PROXY") ?? "").lowercased()
        for exception in exceptions.split(whereSeparator: { $0 == "," || $0 == " " }) {
            let domain = exception.drop { $0 == "." }
            let host = url.host.lowercased()
            if exception == "*" || host == domain || host.hasSuffix("." + domain) { return nil }
        }
        variable = name
        guard let at = value.lastIndex(of: "@") else {
            address = value
            return
        }
        let scheme = value.firstRange(of: "://").map { value[..<$0.upperBound] } ?? ""
        address = String(scheme + value[value.index(after: at)...])
    }

    /// What to do where no connection comes about.
    var remedy: String { "Check the proxy \(address), which \(variable) names, and the network." }
}
