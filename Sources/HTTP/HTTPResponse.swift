/// The head of a response, and its body to come.
public struct HTTPResponse: Sendable {
    /// 200 to 599; informational responses are passed over.
    public let status: Int
    public let headers: HTTPHeaders
    public let body: HTTPBody

    public init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: HTTPBody) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// When what happened; complete once the body has ended.
    public var timings: HTTPTimings { body.timings }
}

/// Header fields as they came. Names compare without regard to case.
public struct HTTPHeaders: Sendable {
    public let fields: [(name: String, value: String)]

    public init(_ fields: [(name: String, value: String)] = []) { self.fields = fields }

    /// The value of the first field of that name.
    public subscript(name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
