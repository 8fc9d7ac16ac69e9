import ALCFJSON
import Testing

@testable import ALCFRecord

/// Votes as the page sends them, and as the record has them.
@Suite struct ComparisonVoteTests {
    /// A vote as the page sends it, with one text of it replaced.
    static func sent(_ old: String = "", _ new: String = "") throws -> JSONValue {
        let text = #"""
            {"left": {"model": "metis/gpt-oss-120b", "cluster": "metis", "first_token": 0.31, "rate": 92.5, "tokens": 312,
              "duration": 3.7, "error": null},
             "right": {"model": "sophia/openai/gpt-oss-120b", "cluster": "sophia", "first_token": 1.2, "rate": null,
              "tokens": null, "duration": 9.1, "error": "truncated"},
             "vote": "left", "note": "shorter", "turns": 2, "blind": true, "speed": "numbers_hidden",
             "questions": ["What is it?", "And why?"],
             "answers": {"left": ["a", "b"], "right": ["c", ""]}}
            """#
        return try JSONValue(parsing: old.isEmpty ? text : text.replacing(old, with: new))
    }

    @Test func reads() throws {
        let vote = try ComparisonVote(client: try Self.sent(), time: 1_796_000_000.5)
        #expect(vote.time == 1_796_000_000.5)
        #expect(vote.left.model == "metis/gpt-oss-120b" && vote.left.tokens == 312 && vote.left.rate == 92.5)
        #expect(vote.right.rate == nil && vote.right.error == "truncated")
        #expect(vote.choice == .left && vote.note == "shorter" && vote.turns == 2)
        #expect(vote.isBlind && vote.shownSpeed == .numbersHidden)
        // printf 'What is it?\n\nAnd why?' | sha256sum
        #expect(vote.questionHash == "bd6acd49fd39644eec33f56028f78b74a83a91e9c1508544e9fac5b4a7c148d2")
        #expect(vote.texts?.right == ["c", ""])
    }

    @Test func recordReadsBack() throws {
        let vote = try ComparisonVote(client: try Self.sent(), time: 1_796_000_000.5)
        let line = vote.json.serializedBytes()
        #expect(ComparisonRecord.isOne(line))
        #expect(!line.contains(UInt8(ascii: "\n")))
        #expect(try ComparisonVote(json: JSONValue(parsing: line)) == vote)
        var bare = vote
        bare.texts = nil
        #expect(!bare.json.serialized().contains("What is it"))
        #expect(try ComparisonVote(json: bare.json) == bare)
    }

    @Test(arguments: [
        (#""vote": "left""#, #""vote": "both""#), (#""vote": "left","#, ""), (#""turns": 2"#, #""turns": 3"#),
        (#""turns": 2"#, #""turns": 0"#), (#""blind": true"#, #""blind": 1"#),
        (#""speed": "numbers_hidden""#, #""speed": "x""#), (#""tokens": 312"#, #""tokens": -1"#),
        (#""tokens": 312"#, #""tokens": 3.5"#), (#""rate": 92.5"#, #""rate": 1e300"#),
        (#""model": "metis/gpt-oss-120b""#, #""model": """#),
        (#""model": "metis/gpt-oss-120b""#, #""model": "a\nb""#),
        (#""model": "metis/gpt-oss-120b""#, #""model": "sophia/openai/gpt-oss-120b""#),
        (#""error": "truncated""#, #""error": "two words""#), (#""note""#, #""nota""#),
        (#""note": "shorter""#, #""note": 7"#), (#"["a", "b"]"#, #"["a"]"#), (#"["a", "b"]"#, #"["a", 1]"#),
        (#""duration": 3.7"#, #""duration": 3.7, "more": 1"#), (#"["What is it?", "And why?"]"#, "[]"),
        (#"{"left": ["a", "b"], "right": ["c", ""]}"#, "[]"),
    ])
    func refuses(old: String, new: String) throws {
        let json = try Self.sent(old, new)
        #expect(throws: JSONError.self) { try ComparisonVote(client: json, time: 0) }
    }

    @Test func noteIsBounded() throws {
        let longest = try Self.sent("shorter", String(repeating: "é", count: 2000))
        #expect(try ComparisonVote(client: longest, time: 0).note.count == 2000)
        let longer = try Self.sent("shorter", String(repeating: "é", count: 2001))
        #expect(throws: JSONError.self) { try ComparisonVote(client: longer, time: 0) }
        // One character of very many scalars.
        let heavy = try Self.sent("shorter", "e" + String(repeating: "\u{301}", count: 40_000))
        #expect(throws: JSONError.self) { try ComparisonVote(client: heavy, time: 0) }
    }

    @Test func recordPassesOverLinesItCannotRead() throws {
        let line = try ComparisonVote(client: try Self.sent(), time: 1).json.serialized()
        let newer = line.replacing(#""format_version":1"#, with: #""format_version":2"#)
        let text = "{\"type\":\"comparison\",\"for\n\(line)\n\n\(newer)\nnonsense\n\(line)\n{\"type\":"
        let record = ComparisonRecord([UInt8](text.utf8), name: "votes")
        #expect(record.votes.count == 2)
        #expect(
            record.unread.map { $0.prefix(13) } == ["votes, line 1", "votes, line 4", "votes, line 5", "votes, line 7"])
    }

    @Test func recognised() {
        #expect(!ComparisonRecord.isOne([]))
        #expect(!ComparisonRecord.isOne([UInt8](#"{"type":"manifest"}"#.utf8)))
        #expect(ComparisonRecord.isOne([UInt8]("{\"ty\n{\"type\":\"comparison\",".utf8)))
    }
}
