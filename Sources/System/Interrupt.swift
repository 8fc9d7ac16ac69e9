@preconcurrency import Dispatch
import Glibc

/// Ctrl-C and a polite request to end, taken as a wish to stop in good order.
public final class Interrupt: Sendable {
    private let sources: [any DispatchSourceSignal]

    /// Calls `handler` at the first SIGINT or SIGTERM. A second one ends the program as if nobody listened.
    public init(_ handler: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "interrupt")
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                signal(SIGINT, SIG_DFL)
                signal(SIGTERM, SIG_DFL)
                handler()
            }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
        signal(SIGINT, SIG_DFL)
        signal(SIGTERM, SIG_DFL)
    }

    /// Returns at the first SIGINT or SIGTERM.
    public static func wait() async {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
        let interrupt = Interrupt { continuation.finish() }
        for await _ in stream {}
        withExtendedLifetime(interrupt) {}
    }
}
