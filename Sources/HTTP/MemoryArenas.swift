import CLinux

/// The allocation of memory within the process.
public enum MemoryArenas {
    /// One arena for all threads: a few threads that rarely allocate at the same moment do not need one each, and every
    /// arena keeps what was freed in it.
    public static func share() { alcf_share_arenas() }
}
