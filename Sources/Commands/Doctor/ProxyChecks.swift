import ALCFHTTP
import ALCFSystem

/// The checks of the variables that name proxies. Neither user nor password of a proxy is shown.
struct ProxyChecks {
    /// Servers to be reached, with their names in sentences.
    let servers: [(name: String, url: HTTPURL)]
    /// The value of a variable; nil where it is not set.
    let environment: (String) -> String?

    /// Every variable that may name a proxy; of http_proxy the form in capitals is for other programs.
    static let variables = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"]

    var results: [CheckResult] { [proxy, noProxy] }

    private var named: [(variable: String, value: String)] {
        Self.variables.compactMap { name in
            environment(name).flatMap { $0.isEmpty ? nil : (name, $0) }
        }
    }

    private var proxy: CheckResult {
        let settings = servers.map { (server: $0, setting: ProxySetting(for: $0.url, environment: environment)) }
        if let (_, setting) = settings.first(where: { $0.setting?.fault != nil }), let setting,
            let fault = setting.fault
        {
            return .failed(
                .proxy, "the proxy in \(setting.variable) cannot be used: \(fault)",
                brief: "the proxy is written wrongly",
                remedy: ProxySetting.syntax, exitCode: Failure.ExitCode.usage)
        }
        guard !named.isEmpty else { return .ok(.proxy, "none is set, so connections are direct") }
        var parts: [String] = []
        for setting in settings.compactMap(\.setting) {
            let names = settings.filter { $0.setting == setting }.map(\.server.name).joined(separator: " and ")
            let words =
                "\(setting.address) (\(setting.variable)\(setting.hasCredentials ? ", with a user or password, which is not shown" : "")) "
                + "for \(names)"
            if !parts.contains(words) { parts.append(words) }
        }
        let direct = settings.filter { $0.setting == nil }.map(\.server.name)
        if !direct.isEmpty { parts.append("none for \(direct.joined(separator: " and "))") }
        let unused = named.map(\.variable).filter { name in !settings.contains { $0.setting?.variable == name } }
        if !unused.isEmpty { parts.append("also set: \(unused.joined(separator: ", "))") }
        return .ok(.proxy, parts.joined(separator: "; "))
    }

    private var noProxy: CheckResult {
        guard !named.isEmpty else { return .ok(.noProxy, "not needed without a proxy") }
        let name = ["no_proxy", "NO_PROXY"].first { environment($0)?.isEmpty == false }
        let value = name.flatMap(environment) ?? ""
        let entries = value.lowercased().split { $0 == "," || $0 == " " }.map(String.init)
        let missing = ["localhost", "127.0.0.1"].filter { host in
            !entries.contains { $0 == "*" || $0 == host || (host == "127.0.0.1" && $0.hasPrefix("127.0.0.0/")) }
        }
        guard !missing.isEmpty else { return .ok(.noProxy, value) }
        let names = missing.joined(separator: " and ")
        let shown = value.isEmpty ? "no_proxy is not set" : "\(value), without \(names)"
        let list = (value.isEmpty ? [] : [value]) + missing
        return .warning(
            .noProxy,
            "\(shown): other programs, as curl or Python, send their requests to 'alcf serve' on this machine to the proxy, "
                + "which does not reach it (alcf itself asks no proxy for this machine)",
            brief: "\(names) not in no_proxy",
            remedy: "Set it: export no_proxy=\(list.joined(separator: ",").shellQuoted)")
    }
}
