import ALCFClient
import ALCFReport
import ALCFSystem

/// Waits for a model with a word to the user about it.
enum ModelWait {
    /// Returns once the model answers. Says nothing where it does already.
    ///
    /// - Parameters:
    ///   - waiter: how long to wait, and how often to look.
    ///   - starts: whether a model that is offline is asked something, where that has it loaded.
    static func untilLive(
        _ choice: ModelChoice, _ client: InferenceClient, waiter: ModelWaiter = ModelWaiter(), starts: Bool = false
    ) async throws {
        let cluster = choice.endpoint.name
        var last = ""
        var start: Task<Void, Never>?
        defer {
            start?.cancel()
            StatusLine.clear()
        }
        try await client.waitUntilLive(model: choice.model, cluster: cluster, waiter: waiter) { progress in
            guard progress.state != .running else {
                StatusLine.clear()
                if !last.isEmpty {
                    Console.note("\(choice.title) is running, after \(DurationText.units(progress.elapsed.seconds)).")
                }
                return
            }
            if starts, start == nil, progress.state == .offline, isStartedByAsking(cluster) {
                // The result does not matter: the jobs show whether the model is loaded.
                start = Task {
                    let question = ChatRequest(model: choice.model, messages: [.user("Hello")], maxTokens: 1)
                    _ = try? await client.chat(question, at: choice.endpoint)
                }
            }
            let state = text(progress, cluster, isStarted: start != nil)
            let line = "\(choice.title): \(state)"
            // Each state is said once; on a terminal, a line that is overwritten tells the time.
            if state != last { Console.note(line.safeForTerminal) }
            last = state
            StatusLine.show("waiting for \(DurationText.units(progress.elapsed.seconds)) …")
        }
    }

    private static func isStartedByAsking(_ cluster: String) -> Bool {
        KnownCluster.named(cluster)?.startsOnRequest ?? false
    }

    private static func text(_ progress: ModelWaiter.Progress, _ cluster: String, isStarted: Bool) -> String {
        guard let state = progress.state else { return progress.failure?.message ?? "not known" }
        let start = progress.job?.estimatedStart.map { ", may start \($0)" } ?? ""
        guard state == .offline, isStartedByAsking(cluster) else { return state.rawValue + start }
        return isStarted ? "offline; a first question starts it" : "offline; a question to it starts it"
    }
}
