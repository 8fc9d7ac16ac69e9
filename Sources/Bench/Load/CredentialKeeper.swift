import ALCFClient
import ALCFHTTP
import ALCFSystem
import Synchronization

/// The credentials of a run's targets: fetched before the load begins and refreshed while it lasts, so that no request
/// waits for a token.
final class CredentialKeeper: Sendable {
    /// Asks for a target's credentials: for others than `rejected`, where that is given.
    typealias Question = @Sendable (_ rejected: HTTPRequest.Authorization?) async throws -> HTTPRequest.Authorization?

    private struct Entry {
        var latest: Result<HTTPRequest.Authorization?, any Error> = .success(nil)
        /// When the latest were fetched.
        var fetched: MonotonicTime?
        /// When the service last rejected some.
        var rejected: MonotonicTime?
        /// Counts what was rejected, and what came in place of it. An answer to a question of an earlier generation is
        /// not used: it may be what has been rejected since.
        var generation = 0
    }

    /// A token in hand is good for minutes at least: the token manager sees to that.
    private static let interval = Duration.seconds(5)
    /// Seconds: a service that calls every token inactive must not make us ask Globus for each request.
    private static let replacingInterval = 30.0
    /// Seconds for which a token is good when it is fetched: within these, a refresh that failed does no harm.
    private static let life = 60.0

    private let questions: [Question]
    private let now: @Sendable () -> MonotonicTime
    private let entries: Mutex<[Entry]>

    /// - Parameter questions: one for each target; nothing is asked yet.
    init(_ questions: [Question], now: @escaping @Sendable () -> MonotonicTime = { .now }) {
        self.questions = questions
        self.now = now
        entries = Mutex(questions.map { _ in Entry() })
    }

    /// - Parameter routes: one for each target; nothing is fetched yet.
    convenience init(_ routes: [MeasuringRoute]) {
        self.init(routes.map { route in { try await route.authorization(replacing: $0) } })
    }

    /// The credentials to send to a target.
    ///
    /// - Throws: what the token provider threw the last time it was asked.
    func current(_ target: Int) throws -> HTTPRequest.Authorization? {
        try entries.withLock { $0[target].latest }.get()
    }

    /// Fetches all of them.
    func refresh() async {
        for target in questions.indices {
            await fetch(target, generation: entries.withLock { $0[target].generation })
        }
    }

    /// Fetches them again and again, until the task is cancelled.
    func keepFresh() async {
        while (try? await Task.sleep(for: Self.interval)) != nil { await refresh() }
    }

    /// Fetches others in place of what the service calls inactive: once, however many requests were told so, and not
    /// again soon.
    func replace(_ rejected: HTTPRequest.Authorization?, of target: Int) async {
        let generation: Int? = entries.withLock { entries in
            let now = now()
            guard case .success(let latest) = entries[target].latest, latest == rejected else { return nil }
            if let last = entries[target].rejected, now.seconds(since: last) < Self.replacingInterval { return nil }
            entries[target].rejected = now
            entries[target].generation += 1
            return entries[target].generation
        }
        if let generation { await fetch(target, generation: generation, replacing: rejected) }
    }

    private func fetch(_ target: Int, generation: Int, replacing rejected: HTTPRequest.Authorization? = nil) async {
        let result: Result<HTTPRequest.Authorization?, any Error>
        do { result = .success(try await questions[target](rejected)) } catch is CancellationError { return } catch {
            result = .failure(error)
        }
        entries.withLock { entries in
            guard entries[target].generation == generation else { return }
            switch result {
            case .success:
                entries[target].fetched = now()
                if rejected != nil { entries[target].generation += 1 }
            case .failure:
                let age = entries[target].fetched.map { now().seconds(since: $0) }
                if case .success = entries[target].latest, let age, age < Self.life { return }
            }
            entries[target].latest = result
        }
    }
}
