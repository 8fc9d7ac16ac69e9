import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import ALCFServe

/// The writing side of a connection on a loop that runs when the test says so.
struct AnswerWriterTests {
    private final class Calls: Sendable {
        let names = Mutex<[String]>([])
        func note(_ name: String) { names.withLock { $0.append(name) } }
    }

    private let channel = EmbeddedChannel()
    private let calls = Calls()

    private func writer() throws -> AnswerWriter {
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return AnswerWriter(channel, nil, form: AnswerWriter.Form())
    }

    /// The end of an answer and the exchange behind it may both wait.
    @Test func allWhoWaitForRoomAreCalled() throws {
        let writer = try writer()
        try writer.begin(200, [], Array("x".utf8), isWhole: false)
        for name in ["a", "b"] {
            let hasRoom = writer.hasRoom { [calls] in calls.note(name) }
            #expect(!hasRoom)
        }
        #expect(calls.names.withLock { $0 }.isEmpty)
        channel.embeddedEventLoop.run()
        #expect(calls.names.withLock { $0 } == ["a", "b"])
        let hasRoom = writer.hasRoom { [calls] in calls.note("c") }
        #expect(hasRoom)
    }

    @Test func aClientThatGoesAwayFreesThem() throws {
        let writer = try writer()
        try writer.begin(200, [], [], isWhole: false)
        _ = writer.hasRoom { [calls] in calls.note("a") }
        writer.gone()
        #expect(calls.names.withLock { $0 } == ["a"])
        #expect(throws: CancellationError.self) { try writer.send([1]) }
        #expect(!writer.hasEnded)
    }

    @Test func aSecondHeadEndsTheConnection() throws {
        let writer = try writer()
        try writer.begin(200, [], [], isWhole: true)
        #expect(throws: CancellationError.self) { try writer.begin(200, [], [], isWhole: true) }
        channel.embeddedEventLoop.run()
        #expect(!channel.isActive)
    }
}
