import ALCFJSON
public import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension Record {
    /// Joins records of several processes or machines that ran the same experiment.
    ///
    /// Requests stay in the blocks they were compared in: runs, slices and blocks of the second record are numbered
    /// after those of the first, and so on, and instants are counted from the earliest beginning (as good as the
    /// machines' clocks agree). Each request keeps which record it is from (``Sample/session``): each is a session,
    /// over which comparisons are inferred (``Sessions``).
    ///
    /// - Parameter records: with the names to call them in errors.
    /// - Throws: ``BenchError`` when there are none, one is there twice, or they are not of the same experiment: other
    ///   targets, models or settings, a simulation beside a real service, another text under the same identifier; and
    ///   for a part of a run that several processes shared.
    public static func merging(_ records: [(name: String, record: Record)]) throws(BenchError) -> Record {
        guard let first = records.min(by: { $0.record.manifest.startedAt < $1.record.manifest.startedAt })
        else { throw BenchError(.merging, "there is no record to merge") }
        var result = first.record
        result.samples = []
        result.tornBytes = 0
        result.unread = records.flatMap(\.record.unread)
        result.instrument = records.flatMap(\.record.instrument).map { check in
            var check = check
            check.rank = nil
            return check
        }
        result.resumptions = []
        result.probes = []
        var prompts: [String: Prompt] = [:]
        result.manifest.prompts = []
        var (runs, blocks, slices, sessions) = (0, 0, 0, 0)
        var seen: [String: String] = [:]
        for (index, (name, record)) in records.enumerated() {
            if let twin = records[..<index].first(where: { $0.record == record }) {
                throw BenchError(
                    .merging,
                    name == twin.name ? "\(name) was given twice" : "\(name) and \(twin.name) are the same record",
                    remedy: "merge each record once")
            }
            if let rank = record.manifest.rank {
                throw BenchError(
                    .merging, "\(name) is the record of rank \(rank.index) of \(rank.size), a part of a run",
                    remedy: "join the parts of its run first, and nothing else: "
                        + "alcf benchmark merge NAME.rank-*.jsonl -o NAME")
            }
            if let difference = difference(first.record.manifest, record.manifest) {
                throw BenchError(
                    .merging, "\(name) and \(first.name) are not of one experiment: \(difference)",
                    remedy: "make a report of each")
            }
            for prompt in record.manifest.prompts {
                if let known = prompts[prompt.id] {
                    guard known == prompt else {
                        throw BenchError(.merging, "\(name) has another text for the prompt '\(prompt.id)'")
                    }
                } else {
                    prompts[prompt.id] = prompt
                    result.manifest.prompts.append(prompt)
                }
            }
            let shift = record.manifest.startedAt - first.record.manifest.startedAt
            let numbers = Slices(record)
            // A record that was merged before keeps its sessions, and none of them counts twice.
            let known = Sessions(record).labels
            for session in record.sessionMarks(known) {
                if let other = seen.updateValue(name, forKey: session) {
                    throw BenchError(
                        .merging, "\(name) and \(other) hold the same session",
                        remedy: "merge each record once: leave out the one that was merged into the other")
                }
            }
            for var sample in record.samples {
                sample.session = sessions + (known?[sample.sequence] ?? 1)
                // Ranks are numbered anew in each run.
                sample.rank = nil
                sample.trace.shift(by: shift)
                if sample.phase == .measured {
                    sample.slice = numbers.number(of: sample).map { $0 + slices + 1 }
                    sample.run += runs
                    sample.block += blocks
                }
                result.samples.append(sample)
            }
            result.probes += record.probes.map { probe in
                var probe = probe
                probe.start += shift
                probe.firstByte = probe.firstByte.map { $0 + shift }
                probe.block = probe.block.map { $0 + blocks }
                return probe
            }
            result.resumptions += record.resumptions.map { resumption in
                var resumption = resumption
                resumption.at += shift
                return resumption
            }
            runs += record.samples.map(\.run).max() ?? 0
            slices += numbers.count
            blocks += record.samples.map(\.block).max() ?? 0
            sessions += max(1, known?.values.max() ?? 1)
            result.tornBytes += record.tornBytes
            result.readings.merge(record.readings) { $0.joined(with: $1) }
        }
        result.resumptions.sort { $0.at < $1.at }
        result.probes.sort { $0.start < $1.start }
        result.samples.sort { ($0.trace.scheduled, $0.sequence) < ($1.trace.scheduled, $1.sequence) }
        for index in result.samples.indices { result.samples[index].sequence = index }
        result.manifest.describeMerging(records, runs: runs)
        return result
    }

    /// Returns the marks of each session of the record: when it began, and how long its first requests took.
    func sessionMarks(_ labels: [Int: Int]?) -> [String] {
        let measured = samples.filter { $0.phase == .measured && $0.outcome.isSuccess }
            .sorted { ($0.trace.start, $0.target) < ($1.trace.start, $1.target) }
        return clusters(measured) { labels?[$0.sequence] ?? 1 }.map { session in
            let began = session.first.map { manifest.startedAt + $0.trace.start } ?? manifest.startedAt
            let requests = session.prefix(10).map { sample in
                "\(sample.target) \(sample.promptID) \(NumberText.fixed(sample[.serviceLatency], 4))"
            }
            return "\(NumberText.fixed(began, 0)) \(requests.joined(separator: " "))"
        }
    }

    private static func difference(_ one: RunManifest, _ other: RunManifest) -> String? {
        if one.simulation != other.simulation { return "one is simulated, or at another speed" }
        if one.targets.map(\.name) != other.targets.map(\.name) { return "their targets differ" }
        if one.targets.map(\.model) != other.targets.map(\.model) { return "their models differ" }
        return one.design.difference(from: other.design).map { "'\($0)' differs" }
    }
}

extension Design {
    /// The name of a member in which two runs of one experiment may not differ, and do; nil where they are of one.
    func difference(from other: Design) -> String? {
        let keys = Self.keys
        let common = [
            keys.concurrency.key, keys.maxTokens.key, keys.temperature.key, keys.isStreaming.key,
            keys.reasoningEffort.key, keys.rate.key, keys.arrival.key, keys.burstiness.key, keys.maxInFlight.key,
            keys.traceSpeed.key, keys.bustsCache.key, keys.forcedTargets.key,
        ]
        return common.first { members[$0] != other.members[$0] }
    }
}

extension RunManifest {
    fileprivate mutating func describeMerging(_ records: [(name: String, record: Record)], runs: Int) {
        // Each part may have announced another number of requests.
        design.runs = nil
        ranks = []
        design.merged = records.map { MergedPart($0.record, file: $0.name) }
        dataSet.count = prompts.count
        dataSet.passages = Set(prompts.map(\.passageID)).count
    }
}

extension RequestTimeline {
    /// The same trace, its instants counted from a zero that was `seconds` earlier.
    mutating func shift(by seconds: Double) {
        scheduled += seconds
        start += seconds
        for path in Self.optionalInstants {
            self[keyPath: path] = self[keyPath: path].map { $0 + seconds }
        }
    }
}

extension BenchError.Code {
    /// Records cannot be joined into one.
    public static let merging = BenchError.Code("merging")
}
