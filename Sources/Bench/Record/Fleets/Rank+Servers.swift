extension Rank {
    /// Returns the places of the servers of a fleet that this process sends to: its own number, and every so manieth
    /// after it as there are processes. Where there are fewer servers than processes, it is one that others have too.
    package func servers(of count: Int) -> [Int] {
        guard count > 0 else { return [] }
        return Array(stride(from: index % count, to: count, by: size))
    }

    /// Whether each server of a fleet gets the same part of the load, by so many processes.
    package static func isEven(servers: Int, ranks: Int) -> Bool {
        servers > 0 && (servers >= ranks ? servers.isMultiple(of: ranks) : ranks.isMultiple(of: servers))
    }
}
