import ALCFJSON
package import ALCFSystem

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
    /// - Throws: ``BenchError`` when it is no record, holds a request twice, or another process writes to it.
    package static func open(_ path: String) throws(BenchError) -> (run: InterruptedRun, writer: RecordWriter) {
        // The file of before is held while it is replaced, so that of two processes one is turned away.
        let before = try RecordWriter(continuing: path)
        let run = try InterruptedRun(path)
        if run.dropped > 0 || run.hasTornLine { try run.rewrite() }
        guard run.dropped > 0 || run.hasTornLine else { return (run, before) }
        return (run, try withExtendedLifetime(before) { () throws(BenchError) in try RecordWriter(continuing: path) })
    }

    private let kept: [ArraySlice<UInt8>]
    private let hasTornLine: Bool

    private init(_ path: String) throws(BenchError) {
        let record = try RecordReader.read(path: path)
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
        guard Set(samples.map(\.sequence)).count == samples.count, !manifest.design.has(\.merged) else {
            throw BenchError(
                .recordRead, "\(path) is not the record of one run",
                remedy: "a merged record cannot be continued: continue its parts, and merge them again")
        }
        progress = RunProgress(samples: samples, seconds: segments.seconds)
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
