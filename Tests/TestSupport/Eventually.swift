/// Waits until `condition` holds, for at most `seconds` (many, since a busy machine is no failure); whether it came to hold.
///
/// For what another process or thread does in its own time: the wait ends with the event, not with the clock.
package func eventually(
    within seconds: Double = 90, _ condition: @Sendable () async throws -> Bool
) async rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try await !condition() {
        if ContinuousClock.now > deadline { return false }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return true
}
