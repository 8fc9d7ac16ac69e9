import ALCFHTTP

/// The only maker of HTTP clients in the program: all have the same certificates and the same name.
enum Network {
    /// Settings that all connections of the program share.
    static var configuration: HTTPClient.Configuration { .fromEnvironment(userAgent: "alcf/\(Version.current)") }

    /// A client with connections of its own.
    ///
    /// - Parameter readSize: the most bytes of one read; nil for the usual.
    static func client(readSize: Int? = nil) -> HTTPClient {
        var configuration = configuration
        configuration.readSize = readSize
        return HTTPClient(configuration)
    }

    /// Makes the proxy of the settings the default of all requests. The file is read when the first one leaves this
    /// machine; one that is damaged is no reason to fail here, since a token must be had in any case.
    static func useProxyOfSettings() {
        ProxyDefault.find {
            do throws(UsageError) {
                let settings = try Settings.current()
                return settings.stored("proxy").map { ProxyDefault(address: $0, source: settings.path ?? "") }
            } catch {
                Console.warn("\(error.message), so the settings are not used. \(error.remedy ?? "")")
                return nil
            }
        }
    }
}
