import ALCFJSON
package import ALCFRecord
import ALCFSystem

extension Record {
    /// Joins the records of the processes that shared a run into the record of the run.
    ///
    /// Unlike records that are merged, they are one session: all followed one schedule, at the same time. Requests keep
    /// their numbers, slices and blocks; each gets the rank that sent it. Instants are counted from the earliest
    /// beginning, by rank 0's clock as far as the offsets of the others are known. A request that was in flight when
    /// its process died failed (``Outcome/lost``). What was not sent is counted in ``RunManifest/ranks``.
    ///
    /// - Throws: ``BenchError`` when there is none, one is there twice, or they are not of one run.
    package static func joining(ranks: [RankRecord]) throws(BenchError) -> Record {
        let parts = ranks.sorted { ($0.mark?.index ?? 0) < ($1.mark?.index ?? 0) }
        guard let first = parts.first, let mark = first.mark else {
            throw BenchError(
                .merging, "there is no record of a rank to join", remedy: "Give the files NAME.rank-0000.jsonl and on.")
        }
        for (part, before) in zip(parts.dropFirst(), parts) {
            if let difference = difference(first, part) {
                throw BenchError(
                    .merging, "\(part.file) and \(first.file) are not of one run: \(difference)",
                    remedy: "Give the records of one run only.")
            }
            if part.mark?.index == before.mark?.index {
                throw BenchError(
                    .merging, "\(part.file) and \(before.file) are of the same rank", remedy: "Give each record once.")
            }
        }
        let joining = try RankJoining(first.record.manifest, mark)
        return joining.record(parts)
    }

    /// Whether records are those of processes that shared a run.
    package static func areRanks(_ records: [Record]) -> Bool {
        !records.isEmpty && records.allSatisfy { $0.manifest.rank != nil }
    }

    private static func difference(_ one: RankRecord, _ other: RankRecord) -> String? {
        let (first, second) = (one.record.manifest, other.record.manifest)
        guard let mark = one.mark, let twin = other.mark else { return "one is not the record of a rank" }
        if mark.run != twin.run || mark.size != twin.size { return "they belong to different runs" }
        if first.targets.map(\.servers) != second.targets.map(\.servers) { return "their servers differ" }
        return RankPlan(first).difference(of: RankPlan(second))
    }
}

/// The joining of the records of ranks, by the schedule that all of them followed.
private struct RankJoining {
    private let manifest: RunManifest
    private let mark: RankMark
    private let schedule: Schedule
    private let slots: [Schedule.Slot]
    private let options: BenchmarkOptions
    /// Requests of each rank's own, for its warm-up.
    private let own: Int

    init(_ manifest: RunManifest, _ mark: RankMark) throws(BenchError) {
        self.manifest = manifest
        self.mark = mark
        do { options = try BenchmarkOptions(manifest.design, seed: manifest.seed) } catch {
            throw BenchError(
                .merging, "the records cannot be joined: their option '\(error.path)' \(error.message)",
                underlying: error)
        }
        schedule = Schedule(targets: manifest.targets.count, prompts: manifest.prompts, options: options)
        slots = schedule.slots
        own = slots.count(where: \.isEveryRanks)
    }

    func record(_ parts: [RankRecord]) -> Record {
        var result = Record(manifest: manifest, samples: [])
        let starts = parts.map { $0.record.manifest.startedAt - ($0.mark?.offset ?? 0) }
        let zero = starts.min() ?? manifest.startedAt
        result.manifest.startedAt = zero
        result.manifest.rank = nil
        result.manifest.ranks = (0..<mark.size).map { RankPart(rank: $0) }
        for (part, start) in zip(parts, starts) { add(part, shift: start - zero, to: &result) }
        for index in result.manifest.ranks.indices where result.manifest.ranks[index].state == .missing {
            result.manifest.ranks[index].notSent = options.hasFixedCount ? share(index).count : nil
        }
        if !options.hasFixedCount { noteMissedTime(&result) }
        result.samples.sort {
            ($0.trace.end ?? $0.trace.start, $0.sequence) < ($1.trace.end ?? $1.trace.start, $1.sequence)
        }
        result.probes.sort { $0.start < $1.start }
        return result
    }

    /// Notes how long processes that ended early missed. Where time ends the run, nobody knows how many requests they
    /// would have sent.
    private func noteMissedTime(_ result: inout Record) {
        var ends: [Int: Double] = [:]
        for sample in result.samples where sample.phase == .measured {
            let end = sample.trace.end ?? sample.trace.start
            ends[sample.rank ?? 0] = max(ends[sample.rank ?? 0] ?? end, end)
        }
        let starts = result.samples.lazy.filter { $0.phase == .measured }.map(\.trace.start)
        guard let first = starts.min(), let last = ends.values.max() else { return }
        for index in result.manifest.ranks.indices where result.manifest.ranks[index].state != .complete {
            result.manifest.ranks[index].missedSeconds = last - (ends[result.manifest.ranks[index].rank] ?? first)
        }
    }

    /// The measured requests of a rank.
    private func share(_ index: Int) -> [Schedule.Slot] {
        schedule.share(
            of: Rank(index: index, size: mark.size), lanes: options.rate == nil ? options.concurrency : nil
        ).slots.filter { !$0.isEveryRanks }
    }

    private func add(_ part: RankRecord, shift: Double, to result: inout Record) {
        guard let mark = part.mark, result.manifest.ranks.indices.contains(mark.index) else { return }
        let record = part.record
        let recorded = Set(record.samples.map(\.sequence))
        let isLost = record.rankEnd == nil
        let inFlight =
            isLost
            ? part.begun.filter {
                slots.indices.contains($0.key) && !recorded.contains($0.key) && !slots[$0.key].isEveryRanks
            }
            : [:]
        let servers = inFlight.isEmpty ? [:] : dealt(mark)
        var samples =
            record.samples
            + inFlight.sorted { $0.key < $1.key }.compactMap {
                lost(servers[$0.key] ?? slots[$0.key], at: $0.value, mark)
            }
        for index in samples.indices {
            samples[index].rank = mark.index
            samples[index].trace.shift(by: shift)
            let sequence = samples[index].sequence
            if slots.indices.contains(sequence), slots[sequence].isEveryRanks, mark.index > 0 {
                // Numbers after those of the schedule, since each rank has these.
                samples[index].sequence = slots.count + (mark.index - 1) * own + sequence
            }
        }
        result.samples += samples
        result.instrument += record.instrument.map { check in
            var check = check
            check.rank = mark.index
            return check
        }
        result.probes += record.probes.map { probe in
            var probe = probe
            probe.start += shift
            probe.firstByte = probe.firstByte.map { $0 + shift }
            return probe
        }
        result.unread += record.unread
        let cancelled = Set(record.samples.lazy.filter { $0.outcome == .cancelled }.map(\.sequence))
        var entry = RankPart(rank: mark.index)
        entry.file = part.file
        entry.host = record.manifest.host
        entry.samples = record.samples.count
        entry.state = isLost ? .lost : record.rankEnd?.isInterrupted == true ? .interrupted : .complete
        entry.inFlight = inFlight.count
        if options.hasFixedCount {
            entry.notSent = share(mark.index).count { slot in
                inFlight[slot.sequence] == nil
                    && (!recorded.contains(slot.sequence) || cancelled.contains(slot.sequence))
            }
        }
        entry.offset = mark.offset
        entry.offsetError = mark.offsetError
        result.manifest.ranks[mark.index] = entry
    }

    /// The slots of a rank, each with the server of a fleet that it was sent to.
    private func dealt(_ mark: RankMark) -> [Int: Schedule.Slot] {
        let rank = Rank(index: mark.index, size: mark.size)
        let places = manifest.targets.map { rank.servers(of: $0.servers.count) }
        guard places.contains(where: { !$0.isEmpty }) else { return [:] }
        let own = schedule.share(of: rank, lanes: options.rate == nil ? options.concurrency : nil).dealt(to: places)
        return Dictionary(own.slots.map { ($0.sequence, $0) }) { first, _ in first }
    }

    /// The failure of a request that was in flight when its process died.
    private func lost(_ slot: Schedule.Slot, at seconds: Double, _ mark: RankMark) -> Sample? {
        let prompts = manifest.prompts
        guard prompts.indices.contains(slot.prompt), manifest.targets.indices.contains(slot.target) else { return nil }
        let prompt = prompts[slot.prompt]
        var trace = RequestTimeline(scheduled: seconds, start: seconds)
        trace.streamed = options.isStreaming
        var sample = Sample(
            sequence: slot.sequence, phase: slot.phase, target: manifest.targets[slot.target].name, run: slot.run,
            block: slot.block, position: slot.position, promptID: prompt.id, passageID: prompt.passageID, trace: trace,
            outcome: .lost)
        sample.slice = slot.slice
        sample.server = slot.server
        sample.errorMessage = "lost with rank \(mark.index)"
        return sample
    }
}
