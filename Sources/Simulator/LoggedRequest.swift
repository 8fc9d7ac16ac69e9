/// A request that was answered: neither query, headers nor body, where credentials would be.
public struct LoggedRequest: Sendable, Hashable {
    /// Method, as in `POST`.
    public let method: String
    /// The path without the query.
    public let path: String
    /// The status it was answered with.
    public let status: Int
}
