import ALCFRecord
import ALCFStatistics

/// The stretches of time that requests belong to: what follows from one has to be told apart from what follows from the
/// next.
///
/// One request at a time, each block is a stretch; with more in flight, each slice is (``Sample/slice``; in older
/// records, each turn), as its requests meet the same load. Of targets loaded at the same time, so many neighbouring
/// requests make a stretch that hardly any was in flight in two.
enum Stretches {
    /// The stretch of each block, in the order given, which is that of the schedule.
    ///
    /// - Parameter samples: all measured requests of the two targets; which turn a request belongs to follows from
    ///   their order.
    static func of(_ blocks: [PairedBlock], in samples: [Sample]) -> [Int] {
        guard let one = blocks.first else { return [] }
        let names = [one.first.target, one.second.target]
        let turns = turns(samples.filter { names.contains($0.target) && $0.phase == .measured })
        let areTogether = 2 * blocks.count { overlap($0.first, $0.second) } > blocks.count
        // After A B comes B A, so that a turn of one target can hold two slices; with the other's turn it tells which.
        let keys = blocks.enumerated().map { place, block in
            if areTogether { return Key(first: place) }
            if let slice = block.first.slice, slice == block.second.slice { return Key(first: slice) }
            return Key(first: turns[block.first.sequence] ?? -1, second: turns[block.second.sequence] ?? -1)
        }
        return merged(keys, [blocks.map(\.first), blocks.map(\.second)])
    }

    /// The stretch of each request of one target, in the order given, which is that of the schedule.
    static func of(_ own: [Sample], in samples: [Sample]) -> [Int] {
        let turns = turns(samples.filter { $0.phase == .measured })
        let keys = own.map { Key(first: $0.slice ?? turns[$0.sequence] ?? -1) }
        // A load in one piece is cut by how many requests were in flight.
        let isUncut = peak(own) <= 1 || Set(keys).count < RobustMean.minimumStretches
        return merged(isUncut ? keys.indices.map { Key(first: $0) } : keys, [own])
    }

    /// A mark that is the same for neighbours of one stretch.
    private struct Key: Hashable {
        var first: Int
        var second = Int.min
    }

    /// Whether two requests were under way at the same time.
    private static func overlap(_ one: Sample, _ other: Sample) -> Bool {
        one.trace.start < other.lastInstant ?? other.trace.start
            && other.trace.start < one.lastInstant ?? one.trace.start
    }

    /// For each sequence number, which turn it belongs to: a turn ends where a request of another target follows.
    private static func turns(_ samples: [Sample]) -> SequenceTable {
        var turns = SequenceTable(for: samples.lazy.map(\.sequence))
        var last: String?
        var turn = -1
        for sample in samples.sorted(by: { $0.sequence < $1.sequence }) {
            if sample.target != last { turn += 1 }
            last = sample.target
            turns[sample.sequence] = turn
        }
        return turns
    }

    /// Numbers neighbours with the same key alike, and joins stretches that overlap in time until each holds twice as
    /// many as were in flight at once.
    ///
    /// - Parameter members: the requests that belong together, each target's in a list.
    private static func merged(_ keys: [Key], _ members: [[Sample]]) -> [Int] {
        let size = 2 * max(1, members.map(peak).max() ?? 1)
        var numbers: [Int] = []
        var number = -1
        var count = 0
        var end = -Double.infinity
        for index in keys.indices {
            var start = Double.infinity
            for own in members { start = min(start, own[index].trace.start) }
            let isSame = index > 0 && keys[index] == keys[index - 1]
            if !isSame, start >= end || count >= size {
                number += 1
                count = 0
            }
            count += 1
            numbers.append(max(0, number))
            for own in members { end = max(end, own[index].lastInstant ?? own[index].trace.start) }
        }
        return numbers
    }

    /// The most requests under way at once.
    private static func peak(_ samples: [Sample]) -> Int {
        InFlight.peak(starts: samples.map(\.trace.start), ends: samples.map { $0.lastInstant ?? $0.trace.start })
    }
}
