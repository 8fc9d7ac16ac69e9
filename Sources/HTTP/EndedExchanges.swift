import ALCFSystem

/// Exchanges that are over on the wire and have yet to be finished, oldest first.
struct EndedExchanges {
    typealias Exchange = (id: TransferID, error: HTTPError?)

    /// Number of exchanges that lead on to something which are finished before sockets are looked at again. That takes
    /// longer than a read, and a stamp must not wait for it.
    static let leadingAtOnce = 4

    private var queue = Queue<(exchange: Exchange, leadsOn: Bool)>()

    var isEmpty: Bool { queue.isEmpty }

    mutating func append(_ exchange: Exchange, leadsOn: Bool) { queue.append((exchange, leadsOn)) }

    /// Takes those that are to be finished now.
    ///
    /// Of those that lead on, new ones come only as others are finished, so these few suffice. All others are taken, or
    /// more might come each time than are finished.
    mutating func takeSome() -> [Exchange] {
        var taken: [Exchange] = []
        var leading = 0
        while leading < Self.leadingAtOnce, let (exchange, leadsOn) = queue.popFirst() {
            taken.append(exchange)
            if leadsOn { leading += 1 }
        }
        return taken
    }
}
