import Glibc

/// The time that threads of this process have waited for a processor, by the kernel's own count.
///
/// From `/proc/self/task/*/schedstat`: nanoseconds on a processor, nanoseconds on a run queue, turns on a processor
/// (Linux, Documentation/scheduler/sched-stats.rst).
public struct RunQueueReading: Sendable, Hashable {
    /// The wait of one thread.
    public struct Wait: Sendable, Hashable {
        /// Seconds on a run queue: it could have run, and another did.
        public var seconds: Double
        /// Number of times that it got a processor.
        public var turns: Int

        /// A wait.
        public init(seconds: Double, turns: Int) {
            self.seconds = seconds
            self.turns = turns
        }

        /// Reads a line of `schedstat`; nil for anything but three counts.
        public init?(schedstat text: String) {
            let counts = text.split(whereSeparator: \.isWhitespace).map { UInt64($0) }
            guard counts.count == 3, counts[0] != nil, let waited = counts[1], let turns = counts[2] else { return nil }
            self.init(seconds: Double(waited) / 1e9, turns: Int(clamping: turns))
        }
    }

    /// By thread.
    public let threads: [Int: Wait]

    /// A reading of these threads.
    public init(threads: [Int: Wait]) { self.threads = threads }

    /// Present reading; nil if the kernel keeps no count.
    public static var now: RunQueueReading? {
        var threads: [Int: Wait] = [:]
        guard let folder = opendir("/proc/self/task") else { return nil }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            // A thread may have ended since.
            guard let id = Int(name), let file = try? FileDescriptor("/proc/self/task/\(name)/schedstat", O_RDONLY),
                let bytes = try? file.readAll(upTo: 256)
            else { continue }
            threads[id] = Wait(schedstat: String(decoding: bytes, as: UTF8.self))
        }
        return threads.isEmpty ? nil : RunQueueReading(threads: threads)
    }

    /// Returns the waits of all threads since an earlier reading; for those that ended in between, their waits before
    /// it are all there is.
    public func waits(since earlier: RunQueueReading) -> Wait {
        threads.reduce(into: Wait(seconds: 0, turns: 0)) { sum, thread in
            let before = earlier.threads[thread.key] ?? Wait(seconds: 0, turns: 0)
            // A number that was given out anew begins at zero.
            let isSame = thread.value.turns >= before.turns && thread.value.seconds >= before.seconds
            sum.seconds += thread.value.seconds - (isSame ? before.seconds : 0)
            sum.turns += thread.value.turns - (isSame ? before.turns : 0)
        }
    }
}
