/// An exchange under way.
public struct HTTPExchange: Sendable {
    /// Ends it on the wire, unless it has ended.
    public let cancel: @Sendable () -> Void
    /// Says that nothing more is wanted of it but its end, which has so many seconds to come, so that the connection
    /// can be used again. Then it is ended here, and counts as ended when this was called.
    public let expectEnd: @Sendable (Double) -> Void

    /// - Parameters:
    ///   - cancel: what ends it.
    ///   - expectEnd: what sees to its end.
    public init(
        cancel: @escaping @Sendable () -> Void, expectEnd: @escaping @Sendable (Double) -> Void = { _ in }
    ) {
        self.cancel = cancel
        self.expectEnd = expectEnd
    }
}
