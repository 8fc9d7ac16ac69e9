package import ALCFSystem

/// A server's own record of one request, on this machine's monotonic clock.
package struct ServerLogEntry: Sendable, Hashable {
    /// The number that the request carried.
    package var number: Int
    /// Its last byte arrived.
    package var arrived: MonotonicTime
    /// The write that holds the first token began.
    package var firstToken: MonotonicTime
    /// The write that holds the last token began.
    package var lastToken: MonotonicTime

    /// An entry with these parts.
    package init(number: Int, arrived: MonotonicTime, firstToken: MonotonicTime, lastToken: MonotonicTime) {
        self.number = number
        self.arrived = arrived
        self.firstToken = firstToken
        self.lastToken = lastToken
    }

    /// Reads a null server's `log.csv`. Lines that are no entries are left out.
    package static func parse(_ text: String) -> [ServerLogEntry] {
        text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: ",").compactMap { Int64($0) }
            guard fields.count == 5, let number = Int(exactly: fields[0]) else { return nil }
            func time(_ index: Int) -> MonotonicTime { MonotonicTime(nanoseconds: fields[index]) }
            return ServerLogEntry(number: number, arrived: time(1), firstToken: time(2), lastToken: time(3))
        }
    }
}
