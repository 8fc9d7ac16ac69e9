public import ALCFSystem

/// Several event loops, each with a thread and connections of its own, for loads that one core cannot carry.
///
/// A request goes to the loop with the fewest in flight; of equals, to the one whose thread asks.
public final class ShardedTransport: MeasuringTransport {
    private let clients: [HTTPClient]

    /// - Parameters:
    ///   - loops: how many; at least 1.
    ///   - configuration: of each.
    public init(loops: Int, _ configuration: HTTPClient.Configuration = .fromEnvironment()) {
        clients = (0..<max(1, loops)).map { _ in HTTPClient(configuration) }
    }

    private var leastBusy: HTTPClient {
        var best = clients[0]
        var fewest = best.inFlight
        for client in clients.dropFirst() {
            let count = client.inFlight
            if count < fewest || (count == fewest && client.isCurrentThread) { (best, fewest) = (client, count) }
        }
        return best
    }

    /// Sends `request` on one of the loops.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse { try await leastBusy.send(request) }

    /// Sends `request` on one of the loops.
    public func send(
        _ request: HTTPRequest, offeringBodyTo taker: @escaping HTTPBodyTaker
    ) async throws -> HTTPResponse { try await leastBusy.send(request, offeringBodyTo: taker) }

    /// Sends `request` on one of the loops.
    public func start(_ request: HTTPRequest, _ observer: any HTTPExchangeObserver) -> HTTPExchange {
        leastBusy.start(request, observer)
    }

    /// Opens connections, as many on each loop as on any other.
    public func open(_ count: Int, with request: HTTPRequest) async {
        await withTaskGroup { group in
            for (index, client) in clients.enumerated() {
                let share = count * (index + 1) / clients.count - count * index / clients.count
                group.addTask { await client.open(share, with: request) }
            }
        }
    }

    /// Runs `body` on the first loop.
    public func call(at time: MonotonicTime, _ body: @escaping @Sendable () -> Void) {
        clients[0].call(at: time, body)
    }
}
