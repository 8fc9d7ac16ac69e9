import ALCFClient
import ALCFLoad
import ALCFRecord
import ALCFSystem
import Synchronization

extension BenchError.Code {
    /// A server of one's own takes no request.
    static let refused = BenchError.Code("refused")
}

/// Looks at the answers of servers of one's own while a run goes on: refused again and again, it is not worth going on.
final class TargetWatch: Sendable {
    /// Refusals in a row that are enough.
    static let patience = 3

    private struct State {
        var refusals: [String: Int] = [:]
        var seen: Set<String> = []
    }

    private let state = Mutex(State())
    private let advice: [String: TargetAdvice]
    private let say: @Sendable (String) -> Void

    /// - Parameter say: told of what the user should know, and does not end the run.
    init(_ targets: [BenchmarkTarget], say: @escaping @Sendable (String) -> Void = { Console.warn($0) }) {
        let own = targets.filter { $0.endpoint.credentials != .service }
        advice = Dictionary(
            own.map { ($0.name, TargetAdvice(name: $0.name, base: $0.endpoint.baseURL, keySource: $0.keySource)) },
            uniquingKeysWith: { first, _ in first })
        self.say = say
    }

    /// - Throws: `BenchError` after so many refusals of a target in a row.
    func note(_ sample: Sample) throws {
        guard let advice = advice[sample.target], sample.outcome != .cancelled, let status = sample.httpStatus else {
            return
        }
        let (count, isFirst) = state.withLock { state in
            let isRefusal = status == 401 || status == 403
            state.refusals[sample.target] = isRefusal ? (state.refusals[sample.target] ?? 0) + 1 : 0
            return (state.refusals[sample.target] ?? 0, state.seen.insert(sample.target).inserted)
        }
        if isFirst, status == 404, let remedy = advice.remedy(404) {
            say("'\(sample.target)' has nothing at \(advice.base) (404). \(remedy)")
        }
        guard count >= Self.patience else { return }
        let key =
            advice.keySource.map { "the key of '\(sample.target)', from \($0)," }
            ?? "'\(sample.target)', to which no key is sent,"
        let verb = advice.keySource == nil ? "refused" : "was refused"
        throw BenchError(
            .refused,
            "\(key) \(verb) \(count) times in a row (\(status)), so the run was stopped"
                + (sample.errorMessage.map { ": \($0)" } ?? ""),
            remedy: advice.remedy(status))
    }
}
