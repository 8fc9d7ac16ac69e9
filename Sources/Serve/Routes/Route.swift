/// The thing that a request asks for, by its method and path alone.
enum Route: Hashable {
    /// Whether the server is there.
    case health
    /// The list of models.
    case models
    /// One model.
    case model(String)
    /// A request to a model.
    case ask(Dialect)
    /// An estimate of a prompt's tokens.
    case countTokens
    /// The requests that passed through.
    case requests
    /// A file of the page, or its votes.
    case page(String)
    /// A known path with a method that it does not take.
    case wrongMethod(String)
    /// None of these.
    case unknown

    /// Takes the path with `/v1` once, several times, as of clients whose base URL ends in it, or not at all.
    init(_ request: ClientRequest) {
        if request.method == "POST", let dialect = Self.usual[request.path] {
            self = .ask(dialect)
            return
        }
        var parts = request.path.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }[...]
        let isVersioned = parts.first == "v1"
        while parts.first == "v1" { parts = parts.dropFirst() }
        let path = parts.joined(separator: "/")
        func only(_ method: String, _ route: Route) -> Route {
            let isFit = request.method == method || (method == "GET" && request.method == "HEAD")
            return isFit ? route : .wrongMethod(method)
        }
        if let dialect = Dialect.allCases.first(where: { $0.route == path }) {
            self = only("POST", .ask(dialect))
            return
        }
        switch path {
        case "health": self = only("GET", .health)
        case "models": self = only("GET", .models)
        case _ where path.hasPrefix("models/"): self = only("GET", .model(String(path.dropFirst(7))))
        case "messages/count_tokens": self = only("POST", .countTokens)
        case "page/requests": self = only("GET", .requests)
        case "page/comparisons": self = .page("/page/comparisons")
        case _ where !isVersioned && (path.isEmpty || path.hasPrefix("page/")): self = only("GET", .page("/" + path))
        case "favicon.ico": self = .page("/favicon.ico")
        default: self = .unknown
        }
    }

    /// The paths of most requests.
    private static let usual = Dictionary(uniqueKeysWithValues: Dialect.allCases.map { ("/v1/" + $0.route, $0) })

    /// Whether only the holder of the key is answered. The page's own files hold nothing of the user's.
    var needsKey: Bool {
        switch self {
        case .health: false
        case .page(let path): path == "/page/comparisons"
        default: true
        }
    }

    /// The API whose form an answer takes.
    func dialect(_ request: ClientRequest) -> Dialect {
        switch self {
        case .ask(let dialect): dialect
        case .countTokens: .messages
        default: request["anthropic-version"] == nil ? .chat : .messages
        }
    }
}
