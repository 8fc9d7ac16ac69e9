import ALCFSystem

/// The time at which the socket was read last, for all that one read brought.
///
/// libcurl hands on a chunk of HTTP at a time: without this, what came in one read would seem to have come in many.
/// Touched on the event loop's thread only.
final class ReadClock {
    private var stamp: MonotonicTime?
    private var reader: TransferID?
    /// The exchanges that were handed something since this was asked last.
    private var readers: [TransferID] = []

    /// A socket is about to be read.
    func expectRead() { stamp = nil }

    /// Returns the time of the read whose bytes `transfer` is being handed.
    func time(_ transfer: TransferID) -> MonotonicTime {
        if let stamp, reader == transfer { return stamp }
        let now = MonotonicTime.now
        stamp = now
        reader = transfer
        readers.append(transfer)
        return now
    }

    /// Returns the exchanges that were handed something since the last call.
    func takeReaders() -> [TransferID] {
        guard !readers.isEmpty else { return [] }
        var taken: [TransferID] = []
        swap(&taken, &readers)
        return taken
    }
}
