package import ALCFJSON
import ALCFRecord
package import ALCFStatistics
import ALCFSystem
import Glibc

/// First and later sendings of the same beginning to one server, held against each other: a cache of prefixes makes the
/// later ones faster, whatever the server says of it.
package struct Sendings: Sendable, Hashable {
    /// The part of a request that was sent again.
    package enum Shared: String, Sendable, Hashable {
        /// The whole prompt.
        case prompt
        /// The passage that the prompt begins with.
        case passage
    }

    /// The target's name.
    package let target: String
    /// Part that was sent again.
    package let shared: Shared
    /// Answered requests that the server had not seen the beginning of.
    package let first: Int
    /// Answered requests that it had.
    package let later: Int
    /// The median time to first token of the first ones that came again, in seconds; of whole latency without a stream.
    package let firstMedian: Double?
    /// The same of the later ones.
    package let laterMedian: Double?
    /// Whether the figures are times to first token, and not latencies.
    package let isFirstToken: Bool
    /// Later ÷ first within what came again; nil below two of those.
    package let ratio: GeometricRatio?

    /// The later ones by their number in the sequence, other phases and failures included.
    let laterSequences: Set<Int>

    /// The p-value of ``ratio`` after Holm's correction over all that came again in a record.
    var adjustedP = 1.0

    /// Whether later sendings are faster by more than chance, and by a tenth at least.
    package var isWarm: Bool { adjustedP < ClaimFamily.errorRate && ratio.map { $0.ratio < 0.9 } ?? false }

    /// Whether later sendings are faster by more than chance, by however little: then they are not compared with
    /// another target's.
    var isFaster: Bool { ratio.map { $0.interval.upper < 1 } ?? false }

    /// Returns the repetitions in a record: of whole prompts, else of passages. Empty if each sending had its own
    /// beginning.
    ///
    /// - Parameter sessions: within each of which something comes again: between sessions the service changes, so that
    ///   nothing follows of a cache from how fast it was.
    static func all(_ record: Record, in sessions: Sessions? = nil) -> [Sendings] {
        let sessions = sessions ?? Sessions(record)
        let manifest = record.manifest
        guard manifest.design.bustsCache != true, manifest.design.importedFrom == nil else { return [] }
        var numbers: [String: Int] = [:]
        func number(_ text: String) -> Int {
            let next = numbers.count
            if let known = numbers[text] { return known }
            numbers[text] = next
            return next
        }
        let prompts = Dictionary(
            manifest.prompts.lazy.filter { !$0.text.isEmpty }.map { prompt in
                (prompt.id, Sent(turn: prompt.turn, text: number(prompt.text), passage: number(prompt.passageID)))
            }, uniquingKeysWith: { first, _ in first })
        let samples = record.samples.filter { $0.outcome != .skipped }.sorted { $0.trace.start < $1.trace.start }
        let servers = Dictionary(
            manifest.targets.map { ($0.name, PromptSupply.server($0.url, model: $0.model)) }, uniquingKeysWith: { $1 })
        var found = [Shared.prompt, .passage].flatMap { shared in
            manifest.targets.compactMap { target in
                Sendings(target.name, shared, samples, prompts, servers, sessions)
            }
        }
        for (index, p) in zip(found.indices, Holm.adjusted(found.map { $0.ratio?.pValue ?? 1 })) {
            found[index].adjustedP = p
        }
        return found
    }

    /// A prompt, with numbers for its texts.
    private struct Sent {
        let turn: Int
        let text: Int
        let passage: Int
    }

    /// A mark of what came again within a session.
    private struct Key: Hashable {
        let session: Int
        let turn: Int
        let text: Int
    }

    /// - Parameter samples: those that were sent, in the order of sending.
    private init?(
        _ target: String, _ shared: Shared, _ samples: [Sample], _ prompts: [String: Sent],
        _ servers: [String: String], _ sessions: Sessions
    ) {
        let server = servers[target]
        // By what came again, in the order of sending; those to another target at the same server count as seen.
        var groups: [Key: [(sample: Sample, isOwn: Bool)]] = [:]
        var seen: Set<Key> = []
        var laterSequences: Set<Int> = []
        for sample in samples where servers[sample.target] == server {
            guard let prompt = prompts[sample.promptID] else { continue }
            // The later turns of a conversation repeat it by nature: only as a whole have they been sent before.
            guard prompt.turn == 0 || shared == .prompt else { continue }
            let key = Key(
                session: sessions.number(sample), turn: prompt.turn,
                text: shared == .prompt ? prompt.text : prompt.passage)
            if !seen.insert(key).inserted { laterSequences.insert(sample.sequence) }
            if prompt.turn == 0 { groups[key, default: []].append((sample, sample.target == target)) }
        }
        if shared == .passage {
            // Sendings that are the same as a whole belong to the other comparison.
            for (key, group) in groups {
                var seen: Set<Int> = []
                groups[key] = group.filter { seen.insert(prompts[$0.sample.promptID]?.text ?? -1).inserted }
            }
        }
        func isCounted(_ sample: Sample) -> Bool { sample.phase == .measured && sample.outcome.isSuccess }
        let measured = groups.values.joined().filter { $0.isOwn && isCounted($0.sample) }.map(\.sample)
        let streamed = !measured.isEmpty && measured.allSatisfy { $0[.timeToFirstToken] != nil }
        func time(_ sample: Sample) -> Double? {
            streamed ? sample[.timeToFirstToken] : sample[.serviceLatency]
        }
        var (first, later) = (0, 0)
        var (firstTimes, laterTimes): ([Double], [Double]) = ([], [])
        var logs: [[Double]] = []
        for group in groups.values {
            let own = group.enumerated().filter { $0.element.isOwn && isCounted($0.element.sample) }
            first += own.count { $0.offset == 0 }
            later += own.count { $0.offset > 0 }
            guard let opening = own.first(where: { $0.offset == 0 }).flatMap({ time($0.element.sample) }), opening > 0
            else { continue }
            let rest = own.filter { $0.offset > 0 }.compactMap { time($0.element.sample) }.filter { $0 > 0 }
            guard !rest.isEmpty else { continue }
            firstTimes.append(opening)
            laterTimes += rest
            logs.append(rest.map { log($0) - log(opening) })
        }
        guard later > 0 else { return nil }
        self.target = target
        self.shared = shared
        self.laterSequences = laterSequences
        self.first = first
        self.later = later
        isFirstToken = streamed
        firstMedian = Statistics.median(firstTimes)
        laterMedian = Statistics.median(laterTimes)
        // In an order that does not depend on the dictionary's.
        ratio = GeometricRatio(clusteredLogs: logs.sorted { ($0.count, $0[0]) < ($1.count, $1[0]) })
    }

    /// Name of the figures.
    var measure: String { isFirstToken ? "time to first token" : "latency" }

    /// The ratio and its interval, and how many requests it rests on.
    var clause: String {
        guard let ratio else { return "not tested, because too few were sent again (\(later) later)" }
        return "\(NumberText.significant(ratio.ratio)) (\(interval(ratio)); \(later) later)"
            + (ratio.interval.contains(1) ? ", no difference found" : "")
    }

    /// Result, without the target's name.
    var finding: String {
        let what =
            shared == .prompt
            ? "prompts that it had been sent before" : "questions on passages that it had been sent before"
        let counts = "\(later) of \(first + later) answered requests were \(what)"
        guard let ratio, let firstMedian, let laterMedian else {
            return "\(counts); too few were sent again to test for a difference"
        }
        return "\(counts): their \(measure) is \(NumberText.significant(ratio.ratio)) times that of the first sending "
            + "(\(interval(ratio))), median \(NumberText.significant(laterMedian)) s against "
            + "\(NumberText.significant(firstMedian)) s"
            + (ratio.interval.contains(1) ? ": no difference was found" : "")
    }

    private func interval(_ ratio: GeometricRatio) -> String {
        let (lower, upper) = (ratio.interval.lower, ratio.interval.upper)
        return "95 % \(NumberText.significant(lower)) to \(NumberText.significant(upper))"
    }
}

extension Sendings: JSONEncodable {
    /// Member of the summary.
    package var json: JSONValue {
        [
            "target": .string(target), "shared": .string(shared.rawValue), "first": .int(first), "later": .int(later),
            "measure": isFirstToken ? "ttft" : "service_latency", "first_p50": JSONValue(firstMedian),
            "later_p50": JSONValue(laterMedian), "ratio": JSONValue(ratio?.ratio),
            "lower": JSONValue(ratio?.interval.lower), "upper": JSONValue(ratio?.interval.upper),
            "p_value": JSONValue(ratio?.pValue), "warm": .bool(isWarm),
        ]
    }
}
