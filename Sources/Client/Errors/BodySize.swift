/// The limits on the size of a request.
enum BodySize {
    /// Django's limit on a body held in memory, which the gateway answers with a plain 500 where it was not raised.
    static let gatewayMemory = 2_621_440
    /// The limit that the service documents.
    static let maximum = 10_000_000

    static let remedy = "Send less, or smaller pictures."
}
