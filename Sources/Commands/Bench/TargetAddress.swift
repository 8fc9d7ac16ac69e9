import ALCFHTTP
import ALCFLoad

/// The address of a server that speaks OpenAI's API, however much of it was given.
struct TargetAddress {
    /// Address before the routes, with the query that goes with each request.
    let base: HTTPURL
    /// The API that the address named by its end; nil for none.
    let api: BenchmarkTarget.API?

    /// Routes that people copy with the address.
    private static let routes: [(end: String, api: BenchmarkTarget.API?)] = [
        ("/chat/completions", .chat), ("/completions", .completions), ("/models", nil),
    ]

    /// - Throws: ``UsageError`` for what is no address, or holds a secret.
    init(_ text: String, name: String) throws(UsageError) {
        let url: HTTPURL
        do { url = try HTTPURL(text) } catch {
            let hint =
                error.message.contains("user name")
                ? "Name the variable that holds the key: --api-key-env \(name)=VARIABLE"
                : text.contains("://") ? nil : "Write it as \(name)=http://\(text)"
            throw UsageError(
                "the address of the target '\(name)' cannot be used: \(error.message)",
                remedy: text.contains("@") && !error.message.contains("user name") ? nil : hint)
        }
        for pair in url.query?.split(separator: "&") ?? [] {
            let parameter = String(pair.prefix { $0 != "=" })
            guard CredentialName.isLikely(parameter) else { continue }
            throw UsageError(
                "the address of '\(name)' holds a key ('\(parameter)'), which would be written into every record",
                remedy:
                    "Give it as a header: --header '\(name)=X-Key: env:VARIABLE', or with --api-key-env \(name)=VARIABLE"
            )
        }
        var path = Self.trimmed(url.path[...])
        var api: BenchmarkTarget.API?
        if let route = Self.routes.first(where: { path.hasSuffix($0.end) }) {
            path = Self.trimmed(path.dropLast(route.end.count))
            api = route.api
        }
        self.api = api
        let port = url.port == (url.isTLS ? 443 : 80) ? "" : ":\(url.port)"
        let query = url.query.map { $0.isEmpty ? "" : "?\($0)" } ?? ""
        do { base = try HTTPURL("\(url.scheme)://\(url.host)\(port)\(path)\(query)") } catch {
            throw UsageError("the address of the target '\(name)' cannot be used: \(error.message)")
        }
    }

    private static func trimmed(_ path: Substring) -> Substring {
        var path = path
        while path.hasSuffix("/") { path = path.dropLast() }
        return path
    }

    /// Whether a part of the path is a version, as in `/v1`.
    static func hasVersion(_ base: HTTPURL) -> Bool {
        base.path.split(separator: "/").contains { $0.first == "v" && $0.dropFirst().first?.isNumber == true }
    }

    /// Returns the probable address of the API, for an address at which it is not; nil if there is no clue.
    ///
    /// - Parameter isSetting: whether the user's settings name the target.
    static func hint(_ base: HTTPURL, name: String, isSetting: Bool = false) -> String? {
        guard !hasVersion(base) else { return nil }
        let root = base.string.prefix { $0 != "?" }
        let slash = root.hasSuffix("/") ? "" : "/"
        let query = base.query.map { "?\($0)" } ?? ""
        let address = "\(root)\(slash)v1\(query)"
        return "Most servers have their API below /v1: "
            + (isSetting ? "alcf config set targets.\(name).url \(address)" : "--target \(name)=\(address)")
    }

    /// A name for a server that was given none, by its host.
    ///
    /// - Parameter taken: the names of other targets.
    static func name(_ text: String, taken: Set<String>) -> String {
        guard let url = try? HTTPURL(text) else { return "target" }
        let host = url.isLoopback ? "localhost" : url.host.filter { $0.isLetter || $0.isNumber || ".-".contains($0) }
        let named = "\(host)-\(url.port)"
        if let free = [host, named].first(where: { !taken.contains($0) }) { return free }
        var number = 2
        while taken.contains("\(named)-\(number)") { number += 1 }
        return "\(named)-\(number)"
    }
}
