import ALCFJSON
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

/// Whether a cache served what was sent again, told by how fast it was.
@Suite struct SendingsTests {
    /// Twelve prompts sent twice to each target; a later sending takes `share` of the time to first token.
    func record(share: Double, _ change: (inout Record) -> Void = { _ in }) -> Record {
        var record = Fixture.record(questions: 12)
        var seen: Set<String> = []
        for index in record.samples.indices {
            let sample = record.samples[index]
            let isFirst = seen.insert(sample.target + sample.promptID).inserted
            let time = 0.15 * (isFirst ? 1 : share) * (1 + 0.02 * Double(index % 5))
            record.samples[index].outcome = .success
            record.samples[index].trace.firstToken = sample.trace.start + time
            record.samples[index].trace.lastToken = sample.trace.start + time + 0.05
        }
        change(&record)
        return record
    }

    @Test func laterSendingsThatAreFasterAreCalledCached() throws {
        let analysis = Analysis(record(share: 0.1))
        let found = try #require(analysis.sendings.first { $0.target == "metis" && $0.shared == .prompt })
        #expect(found.first == 12 && found.later == 12 && found.isWarm && found.isFirstToken)
        #expect(abs((found.ratio?.ratio ?? 0) - 0.1) < 0.01)
        let warning = try #require(analysis.warnings.first { $0.kind == .cachedPrompts })
        #expect(warning.message.contains("later sendings took less time than first ones"))
        #expect(!warning.message.contains("count"))
    }

    /// Both targets take the same for what is new; one of them has a cache, so that over all sendings it looks faster.
    @Test func aCacheMakesNobodyFaster() throws {
        var cached = record(share: 1)
        var seen: Set<String> = []
        for index in cached.samples.indices.sorted(by: {
            cached.samples[$0].trace.start < cached.samples[$1].trace.start
        }) {
            let sample = cached.samples[index]
            let isFirst = seen.insert(sample.target + sample.promptID).inserted
            // Twelve prompts, whose noise is that of both targets in turn.
            let noise =
                1 + 0.02 * Double((index / 2) % 5) * (sample.target == "metis" ? 1 : -1)
                * (sample.block % 2 == 0 ? 1 : -1)
            let time = 0.15 * noise * (isFirst || sample.target == "metis" ? 1 : 0.1)
            cached.samples[index].trace.firstToken = sample.trace.start + time
            cached.samples[index].trace.firstAnswer = sample.trace.start + time
            cached.samples[index].trace.lastToken = sample.trace.start + time + 0.05 * noise
        }
        let analysis = Analysis(cached)
        let comparison = analysis.comparisons[0]
        #expect(comparison.timeToFirstToken.pairs == 12 && comparison.timeToFirstToken.isOfFirstSendings)
        #expect(comparison.timeToFirstToken.ratio?.interval.contains(1) == true)
        #expect(comparison.latency.pairs == 12 && comparison.outputRate?.pairs == 12)
        let sentences = Verdicts.sentences(comparison)
        #expect(!sentences.contains { $0.contains("faster") })
        #expect(
            sentences[0].hasPrefix("Speed is compared over first sendings only") && sentences[0].contains("Sophia 0.1")
        )
        #expect(sentences.contains { $0.contains("12 pairs of first sendings, over these ") })
        #expect(analysis.audit?.checks.first { $0.question == "freshness of prompts" }?.holds == false)
        #expect(analysis.audit?.holds == false)
        #expect(comparison.json["ttft"]?["first_sendings_only"] == true)
        for text in [TerminalReport.text(analysis), MarkdownReport.text(analysis), HTMLReport.text(analysis)] {
            #expect(text.contains("first sendings") && text.contains("some prompts were served from a cache"))
        }
        // A real difference is still seen, over the first sendings.
        for index in cached.samples.indices where cached.samples[index].target == "metis" {
            let start = cached.samples[index].trace.start
            for path in [\RequestTimeline.firstToken, \.firstAnswer, \.lastToken] {
                cached.samples[index].trace[keyPath: path] = cached.samples[index].trace[keyPath: path].map {
                    start + 1.5 * ($0 - start)
                }
            }
        }
        #expect(Analysis(cached).comparisons[0].timeToFirstToken.verdict == .secondFaster)
        // With too few first sendings nothing is said.
        cached.samples.removeAll { $0.block > 4 }
        let few = Analysis(cached).comparisons[0]
        #expect(few.timeToFirstToken.verdict == .tooFewPairs)
        #expect(Verdicts.sentences(few).contains { $0.contains("too few pairs of first sendings") })
    }

    @Test func noDifferenceIsSaidToo() throws {
        let analysis = Analysis(record(share: 1))
        #expect(analysis.sendings.count == 2 && analysis.sendings.allSatisfy { !$0.isWarm })
        #expect(!analysis.warnings.contains { $0.kind == .cachedPrompts })
        #expect(Report(analysis).limits.contains { $0.contains("no difference found") })
        // Once each: nothing to say.
        #expect(Analysis(Fixture.record(runs: 1)).sendings.isEmpty)
    }

    @Test func theServersWordIsCalledItsWord() throws {
        let analysis = Analysis(
            record(share: 1) { record in
                for index in record.samples.indices { record.samples[index].tokens.cached = 200 }
            })
        let warning = try #require(analysis.warnings.first { $0.kind == .cachedPrompts })
        #expect(warning.message.contains("by the services' own count"))
        #expect(!warning.message.contains("took less time than first ones"))
        #expect(analysis.audit?.checks.first { $0.question == "freshness of prompts" }?.holds == true)
        // As much from a cache at both is the same; at one alone it is not.
        let one = Analysis(
            record(share: 1) { record in
                for index in record.samples.indices {
                    record.samples[index].tokens.cached = record.samples[index].target == "metis" ? 200 : 0
                }
            })
        #expect(one.audit?.checks.first { $0.question == "freshness of prompts" }?.holds == false)
    }

    @Test func aSharedPassageIsAPrefix() throws {
        let change = { (record: inout Record) in
            record.samples.removeAll { $0.run == 2 }
            // Four questions on each of three passages; the first of each is slow.
            record.manifest.prompts = record.manifest.prompts.enumerated().map { index, prompt in
                Prompt(
                    id: prompt.id, passageID: "p\(index / 4)", text: "Context: \(index / 4)\nQuestion \(index)",
                    answers: prompt.answers)
            }
        }
        let cold = Analysis(record(share: 1, change))
        #expect(cold.sendings.map(\.shared) == [.passage, .passage] && cold.sendings[0].later == 9)
        #expect(cold.warnings.contains { $0.kind == .sharedPassages })
        var warm = record(share: 1, change)
        for index in warm.samples.indices {
            let number = Int(warm.samples[index].promptID.dropFirst()) ?? 0
            guard number % 4 != 0 else { continue }
            warm.samples[index].trace.firstToken = warm.samples[index].trace.start + 0.01
        }
        let kinds = Analysis(warm).warnings.map(\.kind)
        #expect(kinds.contains(.cachedPrompts) && !kinds.contains(.sharedPassages))
    }

    @Test func oneServerUnderTwoNamesHasOneCache() throws {
        var shared = record(share: 1)
        shared.samples.removeAll { $0.run == 2 }
        shared.manifest.targets[1].url = shared.manifest.targets[0].url
        shared.manifest.targets[1].model = shared.manifest.targets[0].model
        // Each prompt went to both: whichever came second found it there.
        #expect(Sendings.all(shared).map { $0.later } == [6, 6])
        shared.manifest.design.bustsCache = true
        #expect(Sendings.all(shared).isEmpty)
    }

    @Test func saysHowFreshPromptsWere() {
        var manifest = Fixture.record(runs: 1).manifest
        #expect(Freshness.line(manifest) == nil)
        manifest.design.promptSeed = "5"
        #expect(Freshness.line(manifest)?.contains("each is sent once to each target") == true)
        manifest.design.repeatsPrompts = true
        #expect(Freshness.line(manifest)?.contains("on purpose") == true)
        manifest.design.bustsCache = true
        manifest.design.isPromptSeedGiven = true
        #expect(Freshness.line(manifest)?.contains("its own digits") == true)
        #expect(Freshness.line(manifest)?.contains("--prompt-seed") == true)
    }
}
