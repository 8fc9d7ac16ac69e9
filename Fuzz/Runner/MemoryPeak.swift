import Glibc

/// The growth of the resident set at its largest, from the beginning of a measurement on. Memory that was used before and is kept for
/// later is no growth.
struct MemoryPeak {
    private let isExact: Bool
    private let before: Int

    /// - Parameter size: bytes of the input. For a long one, the kernel's mark is reset, which takes some microseconds.
    init(size: Int) {
        isExact = size >= 32 << 10
        if isExact {
            let file = open("/proc/self/clear_refs", O_WRONLY | O_CLOEXEC)
            write(file, "5", 1)
            close(file)
        }
        before = Self.peak()
    }

    func growth() -> Int { max(0, Self.peak() - before) }

    /// Bytes; of the whole process up to now, or since the reset.
    private static func peak() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss << 10
    }
}
