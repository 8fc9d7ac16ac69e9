import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

/// The table of votes.
@Suite struct ComparisonReportTests {
    /// So many votes of each kind for `a` (fast) against `b` (slow), with `a` on the left in every second one.
    static func votes(
        _ wins: Int, _ losses: Int, ties: Int = 0, bad: Int = 0, _ a: String = "metis/a", _ b: String = "sophia/b"
    )
        -> [ComparisonVote]
    {
        let kinds =
            Array(repeating: 0, count: wins) + Array(repeating: 1, count: losses) + Array(repeating: 2, count: ties)
            + Array(repeating: 3, count: bad)
        return kinds.enumerated().map { index, kind in
            var fast = ComparedSide(model: a)
            (fast.firstToken, fast.rate, fast.duration, fast.tokens) = (0.2, 100, 3, 300)
            var slow = ComparedSide(model: b)
            (slow.firstToken, slow.rate, slow.duration, slow.tokens) = (0.9, 40, 9, 400)
            let isLeft = index % 2 == 0
            let choice: ComparisonVote.Choice =
                kind == 2 ? .tie : kind == 3 ? .bothBad : (kind == 0) == isLeft ? .left : .right
            return ComparisonVote(
                time: 1_796_000_000 + 60 * Double(index), left: isLeft ? fast : slow, right: isLeft ? slow : fast,
                choice: choice, questionHash: "\(index)")
        }
    }

    static func analysis(_ votes: [ComparisonVote]) -> ComparisonAnalysis {
        var record = ComparisonRecord([], name: "x")
        record.votes = votes
        return ComparisonAnalysis([record])
    }

    /// scipy.stats.binomtest(14, 20).
    @Test func onePair() throws {
        let analysis = Self.analysis(Self.votes(14, 6, ties: 3, bad: 1))
        let pair = try #require(analysis.pairs.first)
        #expect(analysis.pairs.count == 1)
        #expect(pair.first == "metis/a" && pair.second == "sophia/b")
        #expect([pair.firstBetter, pair.secondBetter, pair.ties, pair.bothBad, pair.votes] == [14, 6, 3, 1, 24])
        #expect(isClose(pair.adjusted, 0.11531829833984375))
        #expect(isClose(pair.withHalves, 16.0 / 24))
        let text = DocumentForm.terminal.text(analysis.document)
        #expect(text.contains("no preference shown; it had 14 of 20 decided votes (70 %, 46 to 88 %; p = 0.12)"))
        #expect(text.contains("Cast from 2026-11-30"))
    }

    @Test func speedAndSides() throws {
        let analysis = Self.analysis(Self.votes(14, 6, ties: 3))
        let leads = Dictionary(uniqueKeysWithValues: analysis.leads.map { ($0.lead, $0.share) })
        #expect(leads[.firstToken] == BinomialShare(14, of: 20))
        #expect(leads[.rate] == BinomialShare(14, of: 20))
        #expect(leads[.duration] == BinomialShare(14, of: 20))
        #expect(leads[.tokens] == BinomialShare(6, of: 20))
        // Of 14 wins, every second one on the left; of 6 losses, `b` on the right in every second one.
        #expect(analysis.leftShare == BinomialShare(10, of: 20))
        var unknown = Self.votes(3, 0)
        unknown[0].left.rate = nil
        unknown[1].left.rate = unknown[1].right.rate
        #expect(SpeedPreference(.rate, unknown)?.share == BinomialShare(1, of: 1))
        #expect(SpeedPreference(.rate, Self.votes(0, 0, ties: 2)) == nil)
    }

    @Test func onlyBlindVotesOnWholeAnswersCount() throws {
        var votes = Self.votes(9, 1)
        votes[0].isBlind = false
        votes[1].right.error = "truncated"
        votes[2].left.error = "stopped"
        votes[2].isBlind = false
        let analysis = Self.analysis(votes)
        #expect(analysis.counted.count == 7 && analysis.open.count == 2 && analysis.broken.count == 1)
        let json = try JSONValue(parsing: DocumentForm.json.text(analysis.document))
        #expect(json["votes"] == 7 && json["not_blind"] == 2 && json["broken"] == 1)
        #expect(json["pairs"]?[0]?["first_better"] == 6)
        #expect(DocumentForm.markdown.text(analysis.document).contains("names were known"))
    }

    /// binomtest(19, 20).pvalue = 4.00543212890625e-05, binomtest(5, 5).pvalue = 0.0625; Holm by hand.
    @Test func severalPairsAreCorrected() throws {
        let analysis = Self.analysis(Self.votes(19, 1) + Self.votes(5, 0, ties: 0, bad: 0, "metis/a", "tara/c"))
        let pairs = analysis.pairs
        #expect(pairs.map(\.second) == ["sophia/b", "tara/c"])
        #expect(isClose(pairs[0].adjusted, 2 * 4.00543212890625e-05))
        #expect(isClose(pairs[1].adjusted, 0.0625))
        let text = DocumentForm.markdown.text(analysis.document)
        #expect(text.contains("metis/a was preferred to sophia/b: 19 of 20 decided votes"))
        #expect(text.contains("corrected for 2 pairs (Holm 1979)"))
    }

    /// binomtest(16, 22).pvalue.
    @Test func aValueAtTheLimitHasADigitMore() throws {
        let analysis = Self.analysis(Self.votes(16, 6))
        #expect(isClose(try #require(analysis.pairs.first).adjusted, 0.052478790283203125))
        let text = DocumentForm.terminal.text(analysis.document)
        #expect(text.contains("no preference shown") && text.contains("p = 0.052)"))
    }

    @Test func repeatedQuestions() {
        var votes = Self.votes(4, 0)
        votes[1].questionHash = votes[0].questionHash
        let analysis = Self.analysis(votes)
        #expect(analysis.repeated == 1)
        #expect(DocumentForm.terminal.text(analysis.document).contains("1 vote repeated a question"))
    }

    @Test func noVotes() throws {
        let document = Self.analysis([]).document
        for form in DocumentForm.allCases { #expect(!form.text(document).isEmpty) }
        #expect(DocumentForm.terminal.text(document).contains("No vote counts yet"))
        let ties = Self.analysis(Self.votes(0, 0, ties: 2)).document
        #expect(DocumentForm.terminal.text(ties).contains("none of 2 votes is for one of them"))
    }

    @Test func files() throws {
        let folder = try TemporaryDirectory()
        let lines = Self.votes(2, 1).map { $0.json.serialized() + "\n" }.joined()
        try AtomicFile.write([UInt8](lines.utf8), to: folder.file("comparisons.jsonl"))
        try AtomicFile.write([UInt8](#"{"type":"manifest"}"#.utf8), to: folder.file("run.jsonl"))
        let path = folder.file("comparisons.jsonl")
        #expect(try ComparisonFiles.analysis([path, path])?.counted.count == 6)
        #expect(try ComparisonFiles.analysis([folder.file("run.jsonl")]) == nil)
        #expect(try ComparisonFiles.analysis([folder.file("none")]) == nil)
        #expect(throws: BenchError.self) { try ComparisonFiles.analysis([path, folder.file("run.jsonl")]) }
    }
}
