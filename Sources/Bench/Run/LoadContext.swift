import ALCFClient
import ALCFSystem
import Synchronization

/// What all stages of a run share.
final class LoadContext: Sendable {
    let routes: [MeasuringRoute]
    let authorizations: KeptAuthorizations
    let bodies: RequestBodies
    let prompts: [Prompt]
    let options: BenchmarkOptions
    private let pacer: Mutex<RequestPacer?>

    /// - Throws: `ClientError` for a target that must not be sent what it would be.
    init(targets: [BenchmarkTarget], prompts: [Prompt], options: BenchmarkOptions) throws {
        self.prompts = prompts
        self.options = options
        routes = try targets.map { target in
            try MeasuringRoute(target.client, target.endpoint, isStreaming: options.isStreaming)
        }
        authorizations = KeptAuthorizations(routes)
        bodies = RequestBodies(targets: targets, prompts: prompts, options: options)
        pacer = Mutex(options.maxRate.map { RequestPacer(rate: $0) })
    }

    /// Nil where a request to a target may be sent now; else when to ask again.
    func admit(_ target: Int, at now: MonotonicTime) -> MonotonicTime? {
        guard routes[target].endpoint.credentials == .service else { return nil }
        return pacer.withLock { $0?.admit(at: now) ?? nil }
    }
}
