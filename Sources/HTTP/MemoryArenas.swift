import CLinux

/// The allocation of memory within the process.
public enum MemoryArenas {
    /// Two arenas for all threads: one for the thread that reads the network and one for the thread that serves, which
    /// would wait for each other's allocations otherwise. Every further one would keep the memory that was freed in it.
    public static func share() { alcf_share_arenas() }
}
