/// Sends requests over libcurl.
public final class HTTPClient: HTTPTransport {
    public init() {}

    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        throw HTTPError(.other, "not built yet")
    }
}
