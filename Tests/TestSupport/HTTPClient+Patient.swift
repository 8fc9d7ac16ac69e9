public import ALCFHTTP

extension HTTPClient {
    /// A client that keeps its connections however slow the machine is: for tests of what is used again.
    public static var patient: HTTPClient {
        var configuration = Configuration()
        configuration.idleLimit = 3600
        return HTTPClient(configuration)
    }
}
