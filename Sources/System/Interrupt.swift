/// Ctrl-C and a polite request to end, taken as a wish to stop in good order.
package final class Interrupt: Sendable {
    private let number: Int

    /// Calls `handler` at the first SIGINT or SIGTERM. A second one ends the program at once, as if nobody listened,
    /// but for its temporary files, which are removed.
    package init(_ handler: @escaping @Sendable () -> Void) { number = EndingSignals.listen(handler) }

    deinit { EndingSignals.ignore(number) }

    /// Returns at the first SIGINT or SIGTERM.
    package static func wait() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let interrupt = Interrupt { continuation.finish() }
        for await _ in stream {}
        withExtendedLifetime(interrupt) {}
    }
}
