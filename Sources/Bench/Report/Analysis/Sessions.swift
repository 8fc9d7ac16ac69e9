import ALCFRecord
import ALCFStatistics

/// The sessions of a record: the records that it was merged from, each parted where nothing was in flight for
/// ``longestBreak``.
///
/// The state of a service at the time is common to a session's requests, so that many requests of few sessions tell
/// little of others.
struct Sessions: Sendable, Hashable {
    /// The fewest sessions that a claim may rest on: below five, Student's t is more than half as long again as with
    /// many (3.2 with four, 4.3 with three, 12.7 with two, where 2.8 with five), and five are the days of a working
    /// week.
    static let minimum = 5
    /// Seconds without a request in flight after which a run that goes on is another session: by then queues,
    /// neighbours and caches are others.
    static let longestBreak = 3_600.0

    /// Number of sessions.
    let count: Int
    /// Whether it can be told which request is of which session.
    let areKnown: Bool
    /// The session of each request by its sequence, from 0.
    private let numbers: SequenceTable
    /// Number of the merged record of each request, by sequence, from 1; nil if the record was not merged or that is
    /// not known.
    let labels: [Int: Int]?

    /// One session of everything.
    static let one = Sessions()

    private init() {
        count = 1
        areKnown = true
        numbers = SequenceTable()
        labels = nil
    }

    /// The sessions of a record.
    init(_ record: Record) {
        let design = record.manifest.design
        let isImported = design.files != nil || design.importedFrom != nil
        let labels = Self.labels(record)
        self.labels = labels
        areKnown = labels != nil || (design.merged?.count ?? 1) < 2
        guard !isImported, areKnown else {
            count = 1
            numbers = SequenceTable()
            return
        }
        var numbers = SequenceTable(for: record.samples.lazy.map(\.sequence))
        var found = 0
        let samples = record.samples.sorted { $0.trace.start < $1.trace.start }
        for group in clusters(samples, by: { labels?[$0.sequence] ?? 1 }) {
            var end = -Double.infinity
            for sample in group {
                if sample.trace.start - end >= Self.longestBreak { found += 1 }
                end = max(end, sample.lastInstant ?? sample.trace.start)
                numbers[sample.sequence] = found - 1
            }
        }
        count = max(1, found)
        self.numbers = numbers
    }

    /// The session of a request, from 0.
    func number(_ sample: Sample) -> Int { numbers[sample.sequence] ?? 0 }

    /// Returns the labels of requests; in records that were merged before they had them, from when the parts began, or
    /// from the runs' numbers.
    private static func labels(_ record: Record) -> [Int: Int]? {
        let samples = record.samples
        if samples.contains(where: { $0.session != nil }) {
            return Dictionary(samples.map { ($0.sequence, $0.session ?? 1) }, uniquingKeysWith: { first, _ in first })
        }
        guard let parts = record.manifest.design.merged, parts.count > 1 else { return nil }
        return byTime(samples, parts, record.manifest.startedAt) ?? byRun(samples, parts.count)
    }

    /// Each request is of the part that began last before it, if so many are of each part as it had.
    private static func byTime(_ samples: [Sample], _ parts: [MergedPart], _ zero: Double) -> [Int: Int]? {
        let began = parts.compactMap(\.startedAt)
        let counts = parts.compactMap(\.samples)
        guard began.count == parts.count, counts.count == parts.count else { return nil }
        let order = began.indices.sorted { began[$0] < began[$1] }
        var labels: [Int: Int] = [:]
        var found = [Int](repeating: 0, count: parts.count)
        for sample in samples {
            let part = order.last { began[$0] - zero <= sample.trace.scheduled + 1e-6 } ?? order[0]
            labels[sample.sequence] = part + 1
            found[part] += 1
        }
        return found == counts ? labels : nil
    }

    /// Merging numbers the runs one record after the other: where there are as many runs as records, each had one.
    private static func byRun(_ samples: [Sample], _ parts: Int) -> [Int: Int]? {
        let runs = Set(samples.filter { $0.phase == .measured }.map(\.run)).sorted()
        guard runs.count == parts else { return nil }
        return Dictionary(
            samples.map { sample in (sample.sequence, (runs.firstIndex(of: sample.run) ?? 0) + 1) },
            uniquingKeysWith: { first, _ in first })
    }
}
