import ALCFJSON
import ALCFRecord
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFServe

/// The votes of the page in their file.
@Suite struct ComparisonFileTests {
    static func vote(_ choice: String = "left", isSwapped: Bool = false) throws -> JSONObject {
        let (left, right) = isSwapped ? ("sophia/b", "metis/a") : ("metis/a", "sophia/b")
        let text = #"""
            {"left": {"model": "\#(left)", "cluster": null, "first_token": 0.3, "rate": 90.5, "tokens": 3, "duration": 1,
              "error": null},
             "right": {"model": "\#(right)", "cluster": null, "first_token": null, "rate": null, "tokens": null,
              "duration": null, "error": null},
             "vote": "\#(choice)", "note": "", "turns": 1, "blind": true, "speed": "hidden", "questions": ["secret words"],
             "answers": {"left": ["one answer"], "right": ["another"]}}
            """#
        return try #require(try JSONValue(parsing: text).object)
    }

    private static func text(_ path: String) throws -> String {
        String(decoding: try FileContents(path: path).bytes, as: UTF8.self)
    }

    private static let clock = WallClock { 1_796_000_000 }

    @Test func keepsVotesWithoutTexts() throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("comparisons.jsonl")
        let file = ComparisonFile(path: path, clock: Self.clock)
        #expect(file.summary() == ["votes": 0, "record_text": false, "pairs": []])
        try file.append(try Comparison(vote: try Self.vote()))
        let text = try Self.text(path)
        #expect(!text.contains("secret") && !text.contains("answer"))
        let vote = try #require(ComparisonRecord([UInt8](text.utf8), name: "x").votes.first)
        #expect(vote.time == 1_796_000_000 && vote.shownSpeed == .hidden && vote.questionHash.count == 64)
        #expect(try FileContents(path: path).permissions & 0o777 == 0o600)
    }

    @Test func keepsTextsWhereTold() throws {
        let folder = try TemporaryDirectory()
        let file = ComparisonFile(path: folder.file("x"), keepsTexts: true, clock: Self.clock)
        try file.append(try Comparison(vote: try Self.vote()))
        #expect(try Self.text(folder.file("x")).contains(#""questions":["secret words"],"left":["one answer"]"#))
        #expect(file.summary()["record_text"] == true)
    }

    @Test func countsPairsWhateverTheSides() throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("comparisons.jsonl")
        let first = ComparisonFile(path: path, clock: Self.clock)
        try first.append(try Comparison(vote: try Self.vote("left")))
        try first.append(try Comparison(vote: try Self.vote("left", isSwapped: true)))
        // Another start of the program knows them.
        let file = ComparisonFile(path: path, clock: Self.clock)
        try file.append(try Comparison(vote: try Self.vote("right", isSwapped: true)))
        try file.append(try Comparison(vote: try Self.vote("tie")))
        try file.append(try Comparison(vote: try Self.vote("both_bad")))
        let pair: JSONValue = [
            "first": "metis/a", "second": "sophia/b", "first_better": 2, "second_better": 1, "tie": 1, "both_bad": 1,
        ]
        #expect(file.summary() == ["votes": 5, "record_text": false, "pairs": [pair]])
    }

    @Test func liesBesideTheKey() {
        #expect(
            ComparisonFile.defaultPath { ["XDG_STATE_HOME": "/state"][$0] } == "/state/alcf/comparisons.jsonl")
        #expect(ComparisonFile.defaultPath { ["HOME": "/home/a"][$0] } == "/home/a/.local/state/alcf/comparisons.jsonl")
    }

    @Test func refusesWhatIsNoVote() throws {
        var vote = try Self.vote()
        vote["vote"] = "everything"
        let error = #expect(throws: ServedError.self) { try Comparison(vote: vote) }
        #expect(error?.kind == .invalidRequest && error?.code == "invalid_vote" && error?.parameter == "vote")
        #expect(error?.message.contains("everything") == false)
    }

    @Test func saysThatItCannotWrite() throws {
        let folder = try TemporaryDirectory()
        let file = ComparisonFile(path: folder.path, clock: Self.clock)
        let comparison = try Comparison(vote: try Self.vote())
        let error = #expect(throws: ServedError.self) { try file.append(comparison) }
        #expect(error?.code == "cannot_record")
        #expect(file.summary()["votes"] == 0)
    }
}
