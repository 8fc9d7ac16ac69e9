import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct WarningTests {
    private func warnings(_ change: (inout Sample) -> Void) -> [Warning] {
        var record = Fixture.record()
        for index in record.samples.indices { change(&record.samples[index]) }
        return Analysis(record).warnings
    }

    private func kinds(_ change: (inout Sample) -> Void) -> Set<Warning.Kind> { Set(warnings(change).map(\.kind)) }

    @Test func aCleanRunHasNone() {
        #expect(kinds { if !$0.outcome.isSuccess { $0.outcome = .success; $0.score = .zero } } == [.missingUsage])
        #expect(kinds { _ in } == [.failures])
    }

    @Test func failuresNameTheirClassesAndTheRemedyOfTheMostFrequent() throws {
        let warning = try #require(
            warnings { if $0.target == "sophia", $0.run == 1 { $0.outcome = .auth } }.first {
                $0.kind == .failures
            })
        #expect(warning.target == "sophia")
        #expect(warning.message.contains("9 of 16") && warning.message.contains("auth 8"))
        #expect(warning.remedy.contains("alcf authenticate"))
    }

    /// A kept connection that the server had closed is nobody's failure, and is said.
    @Test func retiredConnectionsAreTheConnections() throws {
        var record = Fixture.record()
        for index in record.samples.indices
        where record.samples[index].target == "sophia" && record.samples[index].run == 1 {
            record.samples[index].outcome = .retired
        }
        let analysis = Analysis(record)
        #expect(analysis.targets[1].attempts == 8 && analysis.targets[1].successes == 7)
        #expect(analysis.targets[1].failures.map(\.value) == [.http429])
        let warning = try #require(analysis.warnings.first { $0.kind == .retiredConnections })
        #expect(warning.target == "sophia" && warning.message.contains("8 requests"))
        #expect(!analysis.warnings.contains { $0.kind == .incompleteRun })
        #expect(try Sample(json: record.samples[1].json).outcome == record.samples[1].outcome)
    }

    @Test func aCertificateThatWasNotCheckedIsSaid() throws {
        var record = Fixture.record()
        record.manifest.targets[1].isInsecure = true
        #expect(try RunManifest(json: record.manifest.json) == record.manifest)
        #expect(Analysis(record).warnings.first { $0.kind == .insecure }?.target == "sophia")
        #expect(MarkdownReport.text(Analysis(record)).contains("certificate not checked"))
    }

    @Test func promptTokensOfTheSamePromptMustBeTheSame() throws {
        let found = warnings { if $0.target == "sophia", $0.outcome.isSuccess { $0.tokens.prompt = 251 } }
        let warning = try #require(found.first { $0.kind == .promptTokensDiffer })
        #expect(warning.message.contains("8 of the same prompts"))
        #expect(warning.message.contains("Metis 249.0, Sophia 251.0"))
    }

    @Test func eachKindIsFound() {
        #expect(kinds { if $0.sequence == 4 { $0.finishReason = "length" } }.contains(.truncatedAnswers))
        #expect(kinds { if $0.sequence == 4 { $0.answer = " " } }.contains(.answersWithoutText))
        #expect(kinds { if $0.sequence == 4 { $0.tokens = TokenCounts() } }.contains(.missingUsage))
        #expect(kinds { $0.trace.tokenReads = min(1, $0.trace.tokenReads) }.contains(.bufferedStream))
        #expect(kinds { $0.trace.largestBurst = $0.trace.tokenEvents }.contains(.bundledStream))
        #expect(kinds { if $0.sequence < 2 { $0.trace.lastToken = $0.trace.start + 30 } }.contains(.slowFirstRequest))
        #expect(kinds { if $0.target == "sophia" { $0.model = "llama" } }.contains(.modelsDiffer))
        #expect(kinds { $0.systemFingerprint = "fp\($0.run)" }.contains(.modelsDiffer))
        // Two dated snapshots are two models, and a context length makes no other: as the resolver has it.
        #expect(kinds { $0.model = $0.target == "sophia" ? "x-20250624" : "x-20251009" }.contains(.modelsDiffer))
        #expect(!kinds { $0.model = $0.target == "sophia" ? "openai/x-8192" : "x" }.contains(.modelsDiffer))
        #expect(kinds { $0.tokens.cached = $0.target == "metis" ? 200 : 0 }.contains(.cachedPrompts))
    }

    @Test func pacesOfBufferedStreamsAreVoid() {
        var record = Fixture.record()
        for index in record.samples.indices { record.samples[index].trace.tokenReads = 1 }
        let analysis = Analysis(record)
        #expect(analysis.targets.allSatisfy { $0[.timePerOutputToken] == nil && $0[.decodeRate] == nil })
        #expect(
            analysis.warnings.contains {
                $0.kind == .bufferedStream && $0.message.contains("there is no time per token")
            })
    }

    @Test func aRunThatWasNotStreamedOnPurposeIsNoFault() {
        let found = kinds {
            $0.trace.streamed = false
            $0.trace.tokenReads = 1
        }
        #expect(found == [.failures])
    }

    @Test func driftIsATrendThatMatters() {
        func run(_ change: Double) -> Set<Warning.Kind> {
            var record = Fixture.record(runs: 4)
            for index in record.samples.indices {
                guard let last = record.samples[index].trace.lastToken else { continue }
                record.samples[index].trace.lastToken = last + change * Double(index)
            }
            return Set(Analysis(record).warnings.map(\.kind))
        }
        #expect(run(0.05).contains(.drift))
        #expect(!run(0).contains(.drift))
    }

    @Test func tornAndIncompleteRecordsSaySo() {
        var record = Fixture.record()
        record.tornBytes = 12
        record.samples.removeLast(3)
        let kinds = Set(Analysis(record).warnings.map(\.kind))
        #expect(kinds.contains(.tornRecord))
        #expect(kinds.contains(.incompleteRun))
    }
}
