import Glibc

@testable import ALCFRecord
@testable import ALCFReport

/// Sessions made by hand: runs of the fixture at given times, with Metis' times multiplied.
enum StudyFixture {
    static let start = 1_795_780_800.0  // 2026-11-27T12:00:00Z

    static func record(_ factor: Double, at time: Double, seed: Int = 0) -> Record {
        var record = Fixture.record(runs: 1)
        record.manifest.startedAt = time
        record.manifest.seed += UInt64(seed)
        for index in record.samples.indices where record.samples[index].target == "metis" {
            let start = record.samples[index].trace.start
            for path in [\RequestTimeline.firstToken, \.firstAnswer, \.lastToken, \.end] {
                record.samples[index].trace[keyPath: path] = record.samples[index].trace[keyPath: path].map {
                    start + ($0 - start) * factor
                }
            }
        }
        return record
    }

    /// Sessions whose times are `apart` seconds, Metis slower by a factor each.
    static func sessions(
        _ factors: [Double], apart: Double = 108_000, change: (Int, inout Record) -> Void = { _, _ in }
    ) -> [StudySession] {
        factors.enumerated().map { index, factor in
            var record = record(factor, at: start + apart * Double(index), seed: index)
            change(index, &record)
            return StudySession(
                number: index + 1, label: "session-\(index + 1)",
                analysis: Analysis(record, sessions: nil, resamples: 100))
        }
    }
}
