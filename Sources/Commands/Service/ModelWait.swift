import ALCFClient
import ALCFSystem

/// Waits for a model with a word to the user about it.
enum ModelWait {
    /// Returns once the model answers. Says nothing where it does already.
    ///
    /// - Parameter waiter: how long to wait, and how often to look.
    static func untilLive(
        _ choice: ModelChoice, _ client: InferenceClient, waiter: ModelWaiter = ModelWaiter()
    ) async throws {
        let cluster = choice.endpoint.name
        var last = ""
        defer { StatusLine.clear() }
        try await client.waitUntilLive(model: choice.model, cluster: cluster, waiter: waiter) { progress in
            guard progress.state != .running else {
                StatusLine.clear()
                if !last.isEmpty {
                    Console.note("\(choice.title) is running, after \(DurationText.words(progress.elapsed)).")
                }
                return
            }
            let state = text(progress)
            let line = "\(choice.title): \(state)"
            // Each state is said once; on a terminal, a line that is overwritten tells the time.
            if state != last { Console.note(line.safeForTerminal) }
            last = state
            StatusLine.show("waiting for \(DurationText.words(progress.elapsed)) …")
        }
    }

    private static func text(_ progress: ModelWaiter.Progress) -> String {
        guard let state = progress.state else { return progress.failure?.message ?? "not known" }
        let start = progress.job?.estimatedStart.map { ", may start \($0)" } ?? ""
        return state == .offline ? "offline; a question to it starts it, on Sophia" : state.rawValue + start
    }
}
