import ALCFRecord
import ALCFSystem

/// The waits for a processor between readings at equal distances of time, as many as memory shall hold: when there are
/// too many, neighbours are added up, and a stretch is twice as long from then on.
struct RunQueueMeter: Sendable {
    private let most: Int
    private let gap: Double
    /// Number of gaps in a stretch.
    private var length = 1
    private var last: RunQueueReading?
    private var current: (wait: RunQueueReading.Wait, gaps: Int) = (.init(seconds: 0, turns: 0), 0)
    private var waits: [RunQueueReading.Wait] = []

    /// - Parameter gap: seconds between two readings.
    init(gap: Double, most: Int = LagCourse.mostStretches) {
        self.gap = gap
        self.most = most
    }

    /// Takes in the next reading; the first one is what the others are counted from.
    mutating func add(_ reading: RunQueueReading) {
        defer { last = reading }
        guard let last else { return }
        current = (Self.sum(current.wait, reading.waits(since: last)), current.gaps + 1)
        guard current.gaps >= length else { return }
        waits.append(current.wait)
        current = (.init(seconds: 0, turns: 0), 0)
        guard waits.count >= most else { return }
        waits = stride(from: 1, to: waits.count, by: 2).map { Self.sum(waits[$0 - 1], waits[$0]) }
        length *= 2
    }

    /// Takes in the last reading, which comes less than a gap after the one before: too short for a stretch of its own.
    mutating func end(_ reading: RunQueueReading) {
        guard let last else { return }
        let rest = reading.waits(since: last)
        self.last = reading
        if current.gaps == 0, let before = waits.popLast() {
            waits.append(Self.sum(before, rest))
        } else {
            current = (Self.sum(current.wait, rest), max(1, current.gaps))
        }
    }

    /// Nil where nothing was read twice.
    var course: LagCourse? {
        let all = current.gaps > 0 ? waits + [current.wait] : waits
        return LagCourse(waits: all, stretchSeconds: gap * Double(length))
    }

    private static func sum(_ one: RunQueueReading.Wait, _ other: RunQueueReading.Wait) -> RunQueueReading.Wait {
        .init(seconds: one.seconds + other.seconds, turns: one.turns + other.turns)
    }
}
