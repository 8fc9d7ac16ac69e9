import ALCFJSON

/// What is needed to tell the turns of a target from its samples.
public struct LoadPeriods: Sendable, Hashable {
    /// Whether requests were sent by a clock, and not as earlier ones ended.
    public var isOpenLoop: Bool
    /// Whether the targets took turns, so that a request of another one ends a turn.
    public var takesTurns: Bool
    /// Instants at which a run that had been cut off went on.
    public var breaks: [Double]

    /// Nothing is known but the samples.
    public init(isOpenLoop: Bool = false, takesTurns: Bool = false, breaks: [Double] = []) {
        self.isOpenLoop = isOpenLoop
        self.takesTurns = takesTurns
        self.breaks = breaks
    }

    /// Those of a record.
    init(_ record: Record) {
        let options = record.manifest.options
        let isOwn = options["imported_from"] == nil && options["merged"] == nil
        self.init(
            isOpenLoop: options["rate"]?.double != nil,
            takesTurns: isOwn && options["both_at_once"]?.bool != true, breaks: record.resumptions.map(\.at))
    }

    /// The requests of `target` in their turns, each in the order of starts.
    func turns(of target: String, in samples: [Sample]) -> [[Sample]] {
        let ordered = samples.filter { $0.phase == .measured && (takesTurns || $0.target == target) }
            .sorted { $0.trace.start < $1.trace.start }
        var turns: [[Sample]] = []
        var isOpen = false
        var last = -Double.infinity
        for sample in ordered {
            guard sample.target == target else {
                isOpen = false
                continue
            }
            let start = sample.trace.start
            if breaks.contains(where: { last < $0 && $0 <= start }) { isOpen = false }
            last = start
            if isOpen { turns[turns.count - 1].append(sample) } else { turns.append([sample]) }
            isOpen = true
        }
        return turns
    }
}
