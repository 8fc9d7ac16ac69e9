import ALCFSystem

/// Calls at a time, without an event loop.
enum TaskTimer {
    static func call(at time: MonotonicTime, _ body: @escaping @Sendable () -> Void) {
        Task {
            let left = time.nanoseconds &- MonotonicTime.now.nanoseconds
            if left > 0 { try? await Task.sleep(for: .nanoseconds(left), tolerance: .zero) }
            body()
        }
    }
}
