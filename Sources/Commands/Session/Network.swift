import ALCFHTTP

/// The only maker of HTTP clients in the program: all have the same certificates and the same name.
enum Network {
    /// What every connection of the program has in common.
    static var configuration: HTTPClient.Configuration { .fromEnvironment(userAgent: "alcf/\(Version.current)") }

    /// A client with connections of its own.
    static func client() -> HTTPClient { HTTPClient(configuration) }
}
