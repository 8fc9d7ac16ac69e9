import ALCFJSON
package import ALCFSystem
import Glibc

/// A record whose run ended early, made ready to go on: after a kill, a crash, Ctrl-C.
///
/// Cut off before anything is sent: a last line that was not finished, and requests that ended because the run
/// was stopped, which say nothing about a service. Every other request stays as it is and is not sent again; a request
/// that was in flight when the process was killed left nothing, and is sent again.
package struct InterruptedRun: Sendable {
    /// The first line of the record.
    package let manifest: RunManifest
    /// Options of the run, as it began.
    package let options: BenchmarkOptions
    /// Progress so far.
    package let progress: RunProgress
    /// Requests whose lines were cut off.
    package let dropped: Int
    private let path: String

    /// Reads the record, cuts off what does not count, and locks it until `writer` is let go.
    ///
    /// - Parameter isOfStudy: whether the run is to be a session of a study.
    /// - Throws: ``BenchError`` when it is no record of one run, one of a study when it is not to be, or when another
    ///   process writes to it.
    package static func open(
        _ path: String, isOfStudy: Bool = false
    ) throws(BenchError) -> (run: InterruptedRun, writer: RecordWriter) {
        try checkFile(path)
        // The file of before is held while it is replaced, so that of two processes one is turned away.
        let before = try RecordWriter(continuing: path)
        let run = try InterruptedRun(path, isOfStudy: isOfStudy)
        if run.dropped > 0 || run.hasTornLine { try run.rewrite() }
        guard run.dropped > 0 || run.hasTornLine else { return (run, before) }
        return (run, try withExtendedLifetime(before) { () throws(BenchError) in try RecordWriter(continuing: path) })
    }

    private let kept: [ArraySlice<UInt8>]
    private let hasTornLine: Bool

    private static func checkFile(_ path: String) throws(BenchError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            // Runs are named without the ending elsewhere.
            guard errno == ENOENT, access(path + ".jsonl", F_OK) == 0 else { return }
            throw BenchError(
                .notContinuable, "there is no file \(path)", remedy: "the record of that run is \(path).jsonl")
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { return }
        throw BenchError(
            .notContinuable, "\(path) is a folder, and not the record of a run",
            remedy: access(path + "/plan.json", F_OK) == 0
                ? "a study is continued by alcf benchmark study run \(path.shellQuoted)"
                : "name the record of the run, a file that ends in .jsonl")
    }

    private init(_ path: String, isOfStudy: Bool) throws(BenchError) {
        let record: Record
        do throws(BenchError) { record = try RecordReader.read(path: path) } catch {
            // It can be read, but says nothing that could be continued.
            guard error.code == .recordRead, !(error.underlying is FileError) else { throw error }
            throw BenchError(.notContinuable, error.message, remedy: error.remedy, underlying: error)
        }
        try Self.check(record, path, isOfStudy: isOfStudy)
        self.path = path
        manifest = record.manifest
        do { options = try BenchmarkOptions(manifest.design, seed: manifest.seed) } catch {
            throw BenchError(
                .recordRead, "\(path) cannot be continued: its option '\(error.path)' \(error.message)",
                underlying: error)
        }
        let bytes: [UInt8]
        do { bytes = try FileContents(path: path, limit: .max - 1).bytes } catch {
            throw BenchError(.recordRead, "\(error)", underlying: error)
        }
        hasTornLine = !FedLines.rest(bytes).isEmpty
        var kept: [ArraySlice<UInt8>] = []
        var segments = RunSegments()
        for (_, line) in FedLines(bytes) where !line.isEmpty {
            let json = try? JSONValue(parsing: Array(line), limits: .line)
            if json?["type"] == "sample", json?["outcome"]?.string == Outcome.cancelled.rawValue { continue }
            if json?["type"]?.string == Resumption.type { segments.begin(json?["at"]?.double) }
            if let sample = json.flatMap({ try? Sample(json: $0) }) {
                segments.add(sample.trace.scheduled, sample.trace.end)
            }
            kept.append(line)
        }
        self.kept = kept
        let samples = record.samples.filter { $0.outcome != .cancelled }
        dropped = record.samples.count - samples.count
        progress = RunProgress(samples: samples, seconds: segments.seconds)
    }

    /// - Throws: ``BenchError`` for a record that is not of one run, or of a study when it is not to be.
    private static func check(_ record: Record, _ path: String, isOfStudy: Bool) throws(BenchError) {
        let design = record.manifest.design
        if design.has(\.merged) {
            let files = (design.merged ?? []).compactMap(\.file)
            throw BenchError(
                .notContinuable, "\(path) was merged from several records, and no run could be continued in it",
                remedy:
                    "continue those that were interrupted\(files.isEmpty ? "" : " (\(files.joined(separator: ", ")))"), "
                    + "each by --resume, and merge them again")
        }
        if !isOfStudy, let session = design.studySession {
            let folder = AtomicFile.parent(of: AtomicFile.parent(of: path))
            throw BenchError(
                .notContinuable,
                "\(path) is session \(session) of a study, whose chain must know of all that is measured",
                remedy: "continue the study: alcf benchmark study run \(folder.shellQuoted)")
        }
        guard record.manifest.rank == nil, record.manifest.ranks.isEmpty else {
            throw BenchError(
                .notContinuable, "\(path) is of a run that several processes shared, which cannot be continued",
                remedy: "make a report of it by alcf benchmark report \(path.shellQuoted), or start a new run")
        }
        var seen: Set<Int> = []
        let samples = record.samples.lazy.filter { $0.outcome != .cancelled }
        if let twice = samples.first(where: { !seen.insert($0.sequence).inserted }) {
            throw BenchError(
                .notContinuable, "\(path) is not the record of one run: it holds request \(twice.sequence) twice",
                remedy: "make a report of it by alcf benchmark report \(path.shellQuoted), and start a new run")
        }
    }

    private func rewrite() throws(BenchError) {
        let text = kept.flatMap { $0 + [UInt8(ascii: "\n")] }
        do { try AtomicFile.write(text, to: path, permissions: 0o644) } catch {
            throw BenchError(.recordWrite, "\(error)", remedy: "the record is as it was", underlying: error)
        }
    }
}

extension InterruptedRun {
    /// The run's zero on this machine's monotonic clock: the instants go on where they were, the pause included.
    package func anchor(clock: WallClock = .system, now: MonotonicTime = .now) -> MonotonicTime {
        now.advanced(by: manifest.startedAt - clock.now())
    }

    /// Notes in the record that the run goes on.
    ///
    /// - Throws: ``BenchError`` when it cannot be written.
    package func noteResumption(_ writer: RecordWriter, anchor: MonotonicTime, tool: String) throws(BenchError) {
        let note = Resumption(
            at: MonotonicTime.now.seconds(since: anchor), toolVersion: tool, recorded: progress.samples.count)
        try writer.append(note: note.json)
    }
}

/// The duration of a run, pauses between its sessions left out.
private struct RunSegments {
    private var done = 0.0
    private var first: Double?
    private var last: Double?

    package var seconds: Double { done + (first.flatMap { first in last.map { max(0, $0 - first) } } ?? 0) }

    package mutating func begin(_ instant: Double?) {
        done = seconds
        first = instant
        last = instant
    }

    package mutating func add(_ scheduled: Double?, _ end: Double?) {
        if let scheduled { first = min(first ?? scheduled, scheduled) }
        if let end { last = max(last ?? end, end) }
    }
}

extension BenchError.Code {
    /// A file in which no run can be continued.
    package static let notContinuable = BenchError.Code("not_continuable")
}
