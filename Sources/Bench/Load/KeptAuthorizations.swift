import ALCFClient
import ALCFHTTP
import ALCFSystem
import Synchronization

/// What proves to each target who asks: fetched before the load begins and looked after while it lasts, so that no request
/// waits for a token.
final class KeptAuthorizations: Sendable {
    /// A token in hand is good for minutes at least: the token manager sees to that.
    private static let interval = Duration.seconds(5)

    /// Seconds: a service that calls every token inactive must not make us ask Globus for each request.
    private static let replacingInterval = 30.0

    private let routes: [MeasuringRoute]
    private let replaced = Mutex<[Int: MonotonicTime]>([:])
    private let fetched = Mutex<[Int: MonotonicTime]>([:])
    private let kept: Mutex<[Result<HTTPRequest.Authorization?, any Error>]>

    /// - Parameter routes: one for each target; nothing is fetched yet.
    init(_ routes: [MeasuringRoute]) {
        self.routes = routes
        kept = Mutex(routes.map { _ in .success(nil) })
    }

    /// What to send to a target.
    ///
    /// - Throws: what the token provider threw the last time it was asked.
    func current(_ target: Int) throws -> HTTPRequest.Authorization? { try kept.withLock { $0[target] }.get() }

    /// Asks for all of them.
    func refresh() async {
        for (index, route) in routes.enumerated() { await keep(index) { try await route.authorization() } }
    }

    /// Asks again and again, until the task is cancelled.
    func keepFresh() async {
        while (try? await Task.sleep(for: Self.interval)) != nil { await refresh() }
    }

    /// Another token, in place of one that the service calls inactive; soon after the last time, none.
    func replace(_ target: Int) async {
        let isSoon = replaced.withLock { replaced in
            let last = replaced[target]
            if let last, MonotonicTime.now.seconds(since: last) < Self.replacingInterval { return true }
            replaced[target] = .now
            return false
        }
        guard !isSoon, let rejected = try? current(target) else { return }
        await keep(target) { [routes] in try await routes[target].authorization(replacing: rejected) }
    }

    /// Whether what is kept is good still, as every token is for a minute at least: then a refresh that failed does no harm.
    private func isFresh(_ index: Int) -> Bool {
        fetched.withLock { $0[index] }.map { MonotonicTime.now.seconds(since: $0) < 60 } ?? false
    }

    private func keep(_ index: Int, _ ask: () async throws -> HTTPRequest.Authorization?) async {
        let result: Result<HTTPRequest.Authorization?, any Error>
        do { result = .success(try await ask()) } catch is CancellationError { return } catch {
            result = .failure(error)
        }
        kept.withLock { kept in
            if case .failure = result, case .success = kept[index], isFresh(index) { return }
            kept[index] = result
        }
        if case .success = result { fetched.withLock { $0[index] = .now } }
    }
}
