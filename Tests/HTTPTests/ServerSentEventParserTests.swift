import ALCFHTTP
import ALCFSystem
import TestSupport
import Testing

@Suite(.tags(.watchesTheClock)) struct ServerSentEventParserTests {
    /// An event without its time, to compare by.
    struct Plain: Equatable, CustomStringConvertible {
        var name = "message"
        var data: String
        var id: String?
        var description: String { "\(name)|\(data)|\(id ?? "-")" }
    }

    static func parse(_ pieces: [some Collection<UInt8>]) throws -> [Plain] {
        var parser = ServerSentEventParser()
        var events: [ServerSentEvent] = []
        for piece in pieces { events += try parser.feed(Array(piece), at: MonotonicTime(nanoseconds: 7)) }
        if let last = parser.finish() { events.append(last) }
        return events.map { Plain(name: $0.name, data: $0.text, id: $0.id) }
    }

    static func parse(_ text: String) throws -> [Plain] { try parse([Array(text.utf8)]) }

    @Test(arguments: [
        ("data: one\n\ndata:two\r\n\r\ndata:  three\r\r", ["one", "two", " three"]),
        ("data: a\ndata: b\ndata:\n\n", ["a\nb\n"]),
        (": keep-alive\n\n:\ndata: x\n: between\ndata: y\n\n", ["x\ny"]),
        ("event: e\n\nid: 1\n\ndata: x\n\n", ["x"]),
        ("data\n\ndata\ndata\n\n", ["", "\n"]),
        ("data: x\nretry: 10\nfoo: bar\nDATA: no\n data: no\n\n", ["x"]),
        ("data: {\"a\": \"b: c\"}\n\n", ["{\"a\": \"b: c\"}"]),
        ("data: last without its blank line", ["last without its blank line"]),
        ("data: last with a line end only\n", ["last with a line end only"]),
        ("\n\n\r\n", []), ("", []),
        ("data: \u{1F600}é\n\n", ["\u{1F600}é"]),
    ])
    func data(text: String, expected: [String]) throws {
        #expect(try Self.parse(text).map(\.data) == expected)
    }

    @Test func namesAndIdentifiers() throws {
        let text = "event: error\nid: 7\ndata: a\n\ndata: b\n\nid: x\0y\ndata: c\n\nid\nevent:\ndata: d\n\n"
        #expect(
            try Self.parse(text) == [
                Plain(name: "error", data: "a", id: "7"), Plain(data: "b", id: "7"), Plain(data: "c", id: "7"),
                Plain(data: "d", id: ""),
            ])
    }

    @Test func byteOrderMarkCountsAtTheStartOnly() throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        #expect(
            try Self.parse([mark + Array("data: a\n\n".utf8) + mark + Array("data: b\n\n".utf8)]).map(\.data) == ["a"])
        // Half a mark is a part of an unknown field's name.
        #expect(try Self.parse([[0xEF, 0xBB], Array("data: a\n\ndata: b\n\n".utf8)]).map(\.data) == ["b"])
    }

    static let small = Array(
        "\u{FEFF}: c\r\nid: 1\r\ndata: a\r\ndata: é\r\n\r\nevent: e\rdata:b\r\rdata: c\n\ndata: d".utf8)

    static let large = Array(
        (0..<40).map { i in
            [
                "data: {\"n\": \(i), \"t\": \"naïve \u{1F680}\"}\n\n", ": ping\r\n\r\n",
                "event: x\r\ndata: \(i)\r\ndata: z\r\n\r\n",
            ][
                i % 3]
        }.joined().utf8)

    @Test func everyTwoCutsGiveTheSame() throws {
        let whole = try Self.parse([Self.small])
        #expect(whole.map(\.data) == ["a\né", "b", "c", "d"])
        for first in 0...Self.small.count {
            for second in first...Self.small.count {
                let pieces = [Self.small[..<first], Self.small[first..<second], Self.small[second...]]
                #expect(try Self.parse(pieces) == whole, "cut at \(first) and \(second)")
            }
        }
    }

    @Test func everyPieceSizeGivesTheSame() throws {
        let whole = try Self.parse([Self.large])
        #expect(whole.count == 27)
        for size in 1...Self.large.count {
            let pieces = stride(from: 0, to: Self.large.count, by: size).map {
                Self.large[$0..<min($0 + size, Self.large.count)]
            }
            #expect(try Self.parse(pieces) == whole, "pieces of \(size)")
        }
    }

    @Test func anEventHasTheTimeOfTheReadThatCompletedIt() throws {
        var parser = ServerSentEventParser()
        func feed(_ text: String, _ time: Int64) throws -> [Int64] {
            try parser.feed(Array(text.utf8), at: MonotonicTime(nanoseconds: time)).map(\.time.nanoseconds)
        }
        #expect(try feed("data: a\n\ndata: b\n\nda", 1) == [1, 1])
        #expect(try feed("ta: c\r\n", 2) == [])
        #expect(try feed("\r", 3) == [3])
        #expect(try feed("\ndata: d", 4) == [])
        #expect(parser.finish()?.time.nanoseconds == 4)
        #expect(parser.finish() == nil)
    }

    @Test(arguments: ["data: 0123456789ABCDEF", "data: 01234567\ndata: 01234567\n", ": 0123456789ABCDEF0123"])
    func anEventBeyondTheLimitIsAnError(text: String) {
        var parser = ServerSentEventParser(limit: 16)
        var failure: HTTPError?
        do throws(HTTPError) {
            for byte in text.utf8 { _ = try parser.feed([byte], at: .now) }
        } catch { failure = error }
        #expect(failure?.code == .tooLarge)
    }

    /// A line counts for its length, whether or not it came in one piece.
    @Test(arguments: [": 0123456789ABCDEF", "id: 0123456789ABC", "other: 0123456789ABC"], [1, 7, 1000])
    func aLineBeyondTheLimitIsAnErrorInPiecesOfAnySize(text: String, size: Int) {
        var parser = ServerSentEventParser(limit: 16)
        let bytes = Array((text + "\n").utf8)
        let error = #expect(throws: HTTPError.self) {
            for start in stride(from: 0, to: bytes.count, by: size) {
                _ = try parser.feed(Array(bytes[start..<min(start + size, bytes.count)]), at: .now)
            }
        }
        #expect(error?.code == .tooLarge)
    }

    @Test func theLimitIsForOneEventNotForTheStream() throws {
        var parser = ServerSentEventParser(limit: 16)
        var count = 0
        for _ in 0..<100 { count += try parser.feed(Array("data: 0123456789\n\n".utf8), at: .now).count }
        #expect(count == 100)
    }

    @Test func timeIsLinearInTheSizeOfALine() throws {
        func seconds(_ size: Int) throws -> Double {
            var parser = ServerSentEventParser()
            let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 64)
            let start = MonotonicTime.now
            _ = try parser.feed(Array("data: ".utf8), at: .now)
            for _ in 0..<(size / 64) { _ = try parser.feed(piece, at: .now) }
            #expect(try parser.feed([10, 10], at: .now).first?.data.count == size)
            return MonotonicTime.now.seconds(since: start)
        }
        _ = try seconds(1 << 14)
        let (short, long) = (try seconds(1 << 17), try seconds(1 << 20))
        // Eight times the bytes: eight times the time, and not sixty-four.
        #expect(long < short * 32 + 0.05)
    }

    @Test func aStreamHasALimitToo() throws {
        var parser = ServerSentEventParser(streamLimit: 64)
        let line = Array(": keep\n\n".utf8)
        for _ in 0..<8 { #expect(try parser.feed(line, at: .now).isEmpty) }
        let error = #expect(throws: HTTPError.self) { try parser.feed(line, at: .now) }
        #expect(error?.code == .tooLarge && error?.message == "the stream is longer than 64 bytes")
    }
}
