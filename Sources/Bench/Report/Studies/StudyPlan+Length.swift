import ALCFRecord
import ALCFSystem

extension StudyPlan {
    /// Seconds that a session is expected to take, where a request lasts as long as in the published comparison
    /// (`SlicePlan.guessedSeconds`).
    package var expectedSeconds: Double {
        let targets = Double(max(1, targets.count))
        let lanes = options.isBothAtOnce ? targets : 1
        if let duration = options.duration { return (duration + SlicePlan.guessedSeconds) * targets / lanes }
        let most = sessions.map(\.prompts).max() ?? 0
        let requests = (Double(most * max(1, options.runs)) + Double(options.warmup)) * targets
        let speed = isSimulated ? arguments.simulation.speed : 1
        let each = SlicePlan.guessedSeconds / speed
        let flow = options.rate.map { $0 * lanes } ?? Double(max(1, options.concurrency)) * lanes / each
        let fastest = options.maxRate.map { min($0, flow) } ?? flow
        return requests / max(fastest, 1e-6) + each
    }

    /// Seconds that a job of a session is given, and that a sign-in must last: twice what is expected, and ten minutes.
    package var allowedSeconds: Int { Int(clamping: (2 * expectedSeconds).rounded(.up)).addingClamped(600) }

    /// Whether a session needs the gateway's token.
    package var needsSignIn: Bool { !isSimulated && targets.contains { $0.isService == true } }
}
