import ALCFSystem

/// Waits until a model answers, by asking for the cluster's jobs again and again.
public struct ModelWaiter: Sendable {
    /// The time between two looks; the gateway's list is up to a minute old.
    public var interval: Duration
    /// The time after which it gives up. A large model on Sophia takes 10 to 15 minutes to load.
    public var timeout: Duration
    /// The time after which it gives up on a model that no job holds, and that nothing will start therefore; nil to
    /// wait on to the end.
    public var offlineTimeout: Duration?
    /// The clock that waits, and the time by which the limits are kept.
    public var clock: any Clock<Duration>

    /// The result of one check.
    public struct Progress: Sendable {
        /// State of the model; nil if the check failed.
        public let state: JobsReport.ModelState?
        /// The job that holds it, with the scheduler's estimate; nil where none does.
        public let job: Job?
        /// The time since the waiting began.
        public let elapsed: Duration
        /// Reason that the check failed; it is repeated.
        public let failure: ClientError?
    }

    /// Limits; the clock is what a test replaces.
    public init(
        interval: Duration = .seconds(30), timeout: Duration = .seconds(1800), offlineTimeout: Duration? = nil,
        clock: any Clock<Duration> = .continuous
    ) {
        self.interval = interval
        self.timeout = timeout
        self.offlineTimeout = offlineTimeout
        self.clock = clock
    }

    /// Returns once the model answers.
    ///
    /// - Parameters:
    ///   - model: the name as the cluster has it, in any case; see ``ModelResolver``.
    ///   - cluster: the cluster's name, in any case.
    ///   - client: who asks.
    ///   - onProgress: called after each look.
    /// - Returns: the job that serves it.
    /// - Throws: ``ClientError`` with code `timeout` or `notRunning` where it gives up, or that of a look that will not
    ///   be better next time.
    @discardableResult
    public func wait(
        for model: String, on cluster: String, client: InferenceClient, onProgress: (Progress) -> Void = { _ in }
    ) async throws -> Job? {
        let elapsed = clock.stopwatch()
        while true {
            var progress: Progress
            do {
                let report = try await client.jobs(on: cluster)
                progress = Progress(
                    state: report.state(of: model), job: report.job(of: model), elapsed: elapsed(), failure: nil)
            } catch let error as ClientError where error.isRetryable || error.code == .timeout {
                progress = Progress(state: nil, job: nil, elapsed: elapsed(), failure: error)
            }
            onProgress(progress)
            if progress.state == .running { return progress.job }
            if let limit = offlineTimeout, progress.state == .offline, progress.elapsed >= limit {
                throw ClientError(
                    .notRunning, "'\(model)' is not running on \(cluster), and nothing is about to start it",
                    remedy: "Ask it a question, which starts it on \(Self.starting), or choose a running one: "
                        + "alcf list-models \(cluster.shellQuoted) --live",
                    isRetryable: false)
            }
            let left = timeout - progress.elapsed
            guard left > .zero else { throw gaveUp(model, cluster, progress) }
            try await clock.sleep(for: min(interval, left))
        }
    }

    /// The clusters on which a question starts a model.
    private static let starting = KnownCluster.all.filter(\.startsOnRequest).map(\.title).joined(separator: " or ")

    private func gaveUp(_ model: String, _ cluster: String, _ progress: Progress) -> ClientError {
        let state = progress.state.map { "is still \($0.rawValue)" } ?? "could not be looked up"
        return ClientError(
            .timeout, "'\(model)' on \(cluster) \(state) after \(Int(clamping: progress.elapsed.seconds)) s",
            remedy: "See what runs: alcf jobs \(cluster.shellQuoted); or wait longer: "
                + "alcf wait -c \(cluster.shellQuoted) \(model.shellQuoted) --timeout \(Int(clamping: max(60, timeout.seconds * 2)))",
            underlying: progress.failure)
    }
}

extension InferenceClient {
    /// Waits until a model answers; see ``ModelWaiter/wait(for:on:client:onProgress:)``.
    @discardableResult
    public func waitUntilLive(
        model: String, cluster: String, waiter: ModelWaiter = ModelWaiter(),
        onProgress: (ModelWaiter.Progress) -> Void = { _ in }
    ) async throws -> Job? {
        try await waiter.wait(for: model, on: cluster, client: self, onProgress: onProgress)
    }
}
