import Glibc

/// The CPU time and memory that this process has used so far.
public struct ProcessUsage: Sendable, Hashable {
    /// Processor time of all threads, in user space and in the kernel, in seconds.
    public let cpuSeconds: Double
    /// The most memory it ever held, in bytes.
    public let peakBytes: Int
    /// Time of the reading.
    public let time: MonotonicTime

    /// Number of processors.
    public static let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

    /// Present usage.
    public static var now: ProcessUsage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return ProcessUsage(
            cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime), peakBytes: usage.ru_maxrss * 1024,
            time: .now)
    }

    /// Processor time ÷ wall time between an earlier reading and this one: 1 is one core, all of it.
    public func share(since earlier: ProcessUsage) -> Double {
        let wall = time.seconds(since: earlier.time)
        return wall > 0 ? (cpuSeconds - earlier.cpuSeconds) / wall : 0
    }
}
