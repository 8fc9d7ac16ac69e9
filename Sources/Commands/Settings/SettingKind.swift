import ALCFAuth
import ALCFHTTP
import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFSystem

/// The kinds of values that settings have. Each is written as a text.
enum SettingKind: Sendable, CaseIterable {
    case cluster, model, url, variable, header, route, label, price, watts, proxy

    /// The kind in words, with an example.
    var title: String {
        switch self {
        case .cluster: "name, as in metis"
        case .model: "model, as in gpt-oss-120b"
        case .url: "URL, as in http://127.0.0.1:8000/v1"
        case .variable: "name of a variable, as in MINE_KEY"
        case .header: "text, or env:VARIABLE"
        case .route: BenchmarkTarget.API.allCases.map(\.rawValue).joined(separator: " or ")
        case .label: "text, as in 8 x NVIDIA H100"
        case .price: "price, as in 12/h, 0.59/Mtok or 0.22:0.59/Mtok"
        case .watts: "power, as in 5200W"
        case .proxy: "URL, as in http://proxy.example.org:3128"
        }
    }

    /// Checks a value, without a look at the network or the environment.
    ///
    /// - Throws: ``UsageError``, which never quotes a value that may be a secret.
    func check(_ value: String, of key: SettingKey) throws(UsageError) {
        guard !value.allSatisfy(\.isWhitespace) else {
            throw UsageError("'\(key)' has no value", remedy: "To remove it: alcf config unset \(key)")
        }
        guard value.utf8.count <= 4096, value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw UsageError("the value of '\(key)' is longer than 4096 bytes, or holds control characters")
        }
        if SecretShape.isLikely(value) { throw Self.secret(key, self) }
        switch self {
        case .cluster: try Self.checkCluster(value, key)
        case .model, .label:
            guard !value.contains("=") else { throw UsageError("the value of '\(key)' must be without '='") }
        case .url: try Self.checkURL(value, key)
        case .variable: try Self.checkVariable(value, key)
        case .header: try Self.checkHeader(value, key)
        case .route:
            guard BenchmarkTarget.API(rawValue: value) != nil else { throw wrong(value, key) }
        case .price:
            guard Price(value) != nil else { throw wrong(value, key) }
        case .watts:
            guard PowerSource(watts: value) != nil else { throw wrong(value, key) }
        case .proxy: try Self.checkProxy(value, key)
        }
    }

    /// Checks a value that is set anew more strictly than one of a file, which may be of another machine: the name of a
    /// variable must look like one, unless there is such a variable.
    ///
    /// - Parameter environment: the value of a variable; nil where it is not set.
    /// - Throws: ``UsageError``, which never quotes a value that may be a secret.
    func checkNew(
        _ value: String, of key: SettingKey, environment: (String) -> String? = ProcessEnvironment.value
    ) throws(UsageError) {
        let variable: String? =
            switch self {
            case .variable: value
            case .header: HeaderArgument("\(key.path.last ?? ""): \(value)", names: []).variable
            default: nil
            }
        guard let variable, SecretShape.isUnlikeVariable(variable), environment(variable) == nil else { return }
        throw UsageError(
            "the value of '\(key)' does not look like the name of a variable, and no variable of that name is set",
            remedy:
                "Put the key into an environment variable, and set its name, as in MINE_KEY; any name will do of a "
                + "variable that is set.")
    }

    private func wrong(_ value: String, _ key: SettingKey) -> UsageError {
        UsageError("'\(key)' cannot be '\(value.prefix(80))'", remedy: "It takes \(title).")
    }

    /// The refusal of a secret, and the way that works.
    private static func secret(_ key: SettingKey, _ kind: SettingKind) -> UsageError {
        let way =
            switch kind {
            case .proxy:
                "Export it in your shell's start-up file instead: export https_proxy=http://USER:PASSWORD@HOST:PORT"
            case .header:
                "Put the secret into an environment variable, and name it: alcf config set \(key) env:VARIABLE"
            case .variable:
                "Put the key into an environment variable, and set its name: alcf config set \(key) VARIABLE"
            default:
                key.path.first == "targets" && key.path.count > 2
                    ? "Put the key into an environment variable, and name it: "
                        + "alcf config set targets.\(key.path[1]).key_env VARIABLE"
                    : "Keep it in an environment variable."
            }
        return UsageError("the value of '\(key)' looks like a secret, and the settings file holds none", remedy: way)
    }

    private static func checkCluster(_ value: String, _ key: SettingKey) throws(UsageError) {
        let isName =
            value.utf8.count <= 64
            && value.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
        guard isName else { throw SettingKind.cluster.wrong(value, key) }
    }

    private static func checkURL(_ value: String, _ key: SettingKey) throws(UsageError) {
        // User and password stand before the path, and an `@` in a path is allowed.
        let authority = value.firstRange(of: "://").map { value[$0.upperBound...].prefix { !"/?#".contains($0) } }
        if authority?.contains("@") == true { throw secret(key, .url) }
        guard (try? HTTPURL(value)) != nil else { throw noURL(value, key) }
        // It is one: what is left is a key in its query.
        guard let address = try? TargetAddress(value, name: "") else { throw secret(key, .url) }
        for pair in address.base.query?.split(separator: "&") ?? [] {
            let text = pair.drop { $0 != "=" }.dropFirst()
            if SecretShape.isLikely(String(text)) { throw secret(key, .url) }
        }
    }

    /// The refusal of a text that is no address; with the address that was probably meant, where it only lacks its
    /// beginning.
    private static func noURL(_ value: String, _ key: SettingKey) -> UsageError {
        let takes = "It takes a \(SettingKind.url.title)."
        // Text before an @ may be a password.
        guard !value.contains("@") else {
            return UsageError("'\(key)' must be an http or https address", remedy: takes)
        }
        let isLacking = !value.contains("://") && value.contains { ".:/".contains($0) }
        let meant = isLacking ? (try? HTTPURL("http://" + value)) : nil
        return UsageError(
            "'\(key)' must be an http or https address, and '\(value.prefix(80))' is none",
            remedy: meant.map { "With its beginning: alcf config set \(key) \($0.string.shellQuoted)" } ?? takes)
    }

    /// The variables that hold the sign-in to ALCF.
    private static let signIn = [EnvironmentToken.variable, ServiceAccount.secretVariable]

    private static func checkVariable(_ value: String, _ key: SettingKey) throws(UsageError) {
        guard EnvironmentReference("env:\(value)") != nil else {
            throw UsageError(
                "the value of '\(key)' is not the name of an environment variable",
                remedy: "Write the name alone, as in MINE_KEY, never the key itself.")
        }
        try checkNotSignIn(value)
    }

    private static func checkNotSignIn(_ variable: String) throws(UsageError) {
        guard signIn.contains(variable) else { return }
        throw UsageError(
            "\(variable) holds your sign-in to ALCF, which is sent to no other server",
            remedy: "Give the server a key of its own, in another variable.")
    }

    private static func checkHeader(_ value: String, _ key: SettingKey) throws(UsageError) {
        let name = key.path.last ?? ""
        if ["authorization", "proxy-authorization"].contains(name.lowercased()) {
            throw UsageError(
                "'\(name)' cannot be given as a header",
                remedy: "Name the variable that holds the key: alcf config set targets.\(key.path[1]).key_env VARIABLE")
        }
        let header = HeaderArgument("\(name): \(value)", names: [])
        try header.check()
        if let variable = header.variable { return try checkNotSignIn(variable) }
        if CredentialName.isLikely(name) { throw secret(key, .header) }
        let last = value.split(separator: " ").last ?? ""
        guard !last.hasPrefix("env:"), !last.hasPrefix("$") else {
            throw UsageError(
                "'\(last.prefix(80))' in '\(key)' names no variable", remedy: "Write it as env:VARIABLE.")
        }
    }

    private static func checkProxy(_ value: String, _ key: SettingKey) throws(UsageError) {
        if value.contains("@") { throw secret(key, .proxy) }
        guard let fault = ProxySetting.fault(ofForm: value) else { return }
        throw UsageError(
            "the proxy in '\(key)' cannot be used: \(fault)", remedy: "It takes a \(SettingKind.proxy.title).")
    }
}
