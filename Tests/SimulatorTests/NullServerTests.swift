import ALCFHTTP
import ALCFSystem
import NIOCore
import TestSupport
import Testing

@testable import ALCFSimulator

// Not timed: what lies between two readings of the clock lies there on a slow machine too.
@Suite(.timeLimit(.minutes(1))) struct NullServerTests {
    @Test func aScheduleIsReadBackFromItsPath() throws {
        let schedule = NullSchedule(firstToken: 200.5, gap: 20, tokens: 64)
        #expect(NullSchedule(pathComponent: schedule.pathComponent) == schedule)
        #expect(NullSchedule(pathComponent: "gap=5") == NullSchedule(gap: 5))
        for text in ["", "v1", "ttft", "ttft=x", "ttft=-1", "tokens=0", "tokens=1.5", "ttft=1,other=2", "gap=nan"] {
            #expect(NullSchedule(pathComponent: text) == nil, "\(text)")
        }
        // Ten minutes are the most.
        #expect(NullSchedule(pathComponent: "gap=60000,tokens=12") == nil)
    }

    @Test func aRequestIsTakenOnceItIsWhole() throws {
        let text = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-LENGTH: 12\r\n\r\n{\"a\":\"#17 \"}GET "
        var buffer = ByteBuffer()
        // Every byte but the last of the request leaves it unfinished.
        for byte in text.utf8.dropLast(5) {
            buffer.writeInteger(byte)
            #expect(try NullRequest.take(from: &buffer) == nil)
        }
        buffer.writeString(String(text.suffix(5)))
        let request = try NullRequest.take(from: &buffer)
        #expect(request == NullRequest(method: "POST", path: "/v1/chat/completions", number: 17))
        #expect(buffer.readableBytes == 4)
        for wrong in ["GET\r\n\r\n", "POST / HTTP/1.1\r\ncontent-length: -1\r\n\r\n", "A B C\r\nno colon\r\n\r\n"] {
            var buffer = ByteBuffer(string: wrong)
            #expect(throws: NullRequest.Malformed.self) { try NullRequest.take(from: &buffer) }
        }
    }

    @Test func keepsItsScheduleAndLogsIt() async throws {
        let server = try await NullServer.start(schedule: NullSchedule(tokens: 3))
        let base = "http://127.0.0.1:\(server.port)"
        let body = ##"{"messages":[{"role":"user","content":"#5 x"}]}"##
        let before = MonotonicTime.now
        // Two requests on one connection: the standard schedule, then one of the path.
        let result = try await Program.curl.run(
            [
                "-sS", "-N", "--data-binary", body, "\(base)/v1/chat/completions",
                "\(base)/ttft=30,gap=10,tokens=4/v1/chat/completions", "-w", "%{num_connects};",
            ])
        let after = MonotonicTime.now
        await server.stop()
        #expect(result.exitCode == 0)
        #expect(result.output.ranges(of: #"{"content":" word"}"#).count == 7)
        #expect(result.output.ranges(of: "data: [DONE]\n\n").count == 2)
        #expect(result.output.hasSuffix("0;"))
        #expect(result.output.contains(#""completion_tokens":4}"#))
        let log = server.takeLog()
        #expect(log.map(\.number) == [5, 5] && log.map(\.tokens) == [3, 4])
        #expect(log[0].firstToken == log[0].lastToken)
        // Never before the time; how much after it is up to the machine.
        #expect(log[1].firstToken.seconds(since: log[1].arrived) >= 0.03)
        #expect(log[1].lastToken.seconds(since: log[1].arrived) >= 0.06)
        #expect(log.allSatisfy { before < $0.arrived && $0.lastToken < after })
        #expect(server.takeLog().isEmpty)
    }
}
