import ALCFHTTP

/// The only maker of HTTP clients in the program: all have the same certificates and the same name.
enum Network {
    /// Settings that all connections of the program share.
    static var configuration: HTTPClient.Configuration { .fromEnvironment(userAgent: "alcf/\(Version.current)") }

    /// A client with connections of its own.
    static func client() -> HTTPClient { HTTPClient(configuration) }
}
