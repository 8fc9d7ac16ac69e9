import ALCFSystem

/// A queue of calls by time: a binary heap, those of one instant in the order in which they came.
struct TimerQueue {
    private struct Timer {
        let time: MonotonicTime
        let number: Int
        let call: @Sendable () -> Void

        func isBefore(_ other: Timer) -> Bool { (time, number) < (other.time, other.number) }
    }

    private var heap: [Timer] = []
    private var count = 0

    /// The first instant at which something is to be called.
    var next: MonotonicTime? { heap.first?.time }

    package mutating func add(_ time: MonotonicTime, _ call: @escaping @Sendable () -> Void) {
        count += 1
        heap.append(Timer(time: time, number: count, call: call))
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// The first of those whose time has come by `now`, or of all; nil where there is none.
    mutating func pop(until now: MonotonicTime = MonotonicTime(nanoseconds: .max)) -> (@Sendable () -> Void)? {
        guard let first = heap.first, first.time <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].isBefore(heap[least]) { least = child }
            }
            if least == parent { return first.call }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
