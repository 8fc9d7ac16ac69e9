import ALCFJSON
import Testing

@testable import ALCFSimulator

@Suite("Faults")
struct FaultTests {
    @Test("Are read with and without a cluster")
    func parse() throws {
        #expect(try Fault.parse("429=0.05") == Fault(.tooManyRequests, probability: 0.05))
        #expect(try Fault.parse("metis:error-event=1") == Fault(.errorEvent, probability: 1, cluster: .metis))
        for wrong in ["", "429", "429=", "429=2", "429=-1", "nothing=0.1", "mars:429=0.1", "a:b:429=0.1", "429=nan"] {
            #expect(throws: SimulatorError.self) { try Fault.parse(wrong) }
        }
    }

    @Test("Strike by the seed and the count, about as often as they are to")
    func draws() {
        let faults = [Fault(.stall, probability: 0.2), Fault(.drop, probability: 0.5, cluster: .sophia)]
        func drawn(_ cluster: SimulatedCluster, _ seed: UInt64) -> [Fault.Kind?] {
            (0..<1000).map { Fault.drawn(from: faults, seed: seed, cluster: cluster, request: $0) }
        }
        #expect(drawn(.metis, 7) == drawn(.metis, 7))
        #expect(drawn(.metis, 7) != drawn(.metis, 8))
        #expect((150...250).contains(drawn(.metis, 7).count { $0 == .stall }))
        #expect(drawn(.metis, 7).allSatisfy { $0 != .drop })
        #expect((340...460).contains(drawn(.sophia, 7).count { $0 == .drop }))
    }

    private func response(_ kind: Fault.Kind, _ path: String, _ body: String) throws -> SimulatedResponse {
        let box = Box { $0.faults = [Fault(kind, probability: 1)] }
        return box.post(path, body, try box.bearer())
    }

    @Test("Refusals come as the gateway words them")
    func refusals() throws {
        let body = Bodies.stream("gpt-oss-120b")
        #expect(try response(.tooManyRequests, Paths.metis, body).text == #"{"detail": "Too many requests."}"#)
        #expect(try response(.tooManyRequests, Paths.metis, body).status == 429)
        #expect(
            try response(.unavailable, Paths.metis, body).json?["error"]?["message"]
                == "'gpt-oss-120b' is not currently live on Metis.")
        #expect(
            try response(.unauthorized, Paths.metis, body).text
                == #"{"error": {"code": "unauthorized", "message": "Token is either not active or invalid", "info": {}}}"#
        )
        let crash = try response(.crash, Paths.metis, body)
        #expect(crash.status == 500)
        #expect(try #require(crash.json?["error"]?["error_id"]?.string).count == 32)
    }

    @Test("A stream fails inside its 200, each cluster in its way")
    func errorEvents() throws {
        let metis = try response(.errorEvent, Paths.metis, Bodies.stream("gpt-oss-120b"))
        #expect(metis.status == 200)
        let error = metis.chunks.last
        #expect(error?["id"] == "chatcmpl-api-error")
        #expect(error?["choices"]?[0]?["finish_reason"] == "stop")
        #expect(error?["choices"]?[0]?["delta"]?["content"]?.string?.hasPrefix("\n\n[ERROR] Error: ") == true)
        #expect(metis.events.last == "[DONE]")
        let sophia = try response(.errorEvent, Paths.sophia, Bodies.stream("openai/gpt-oss-120b"))
        #expect(
            sophia.events.suffix(2) == [
                #"{"object": "error", "message": "An error occurred during processing", "type": "InternalServerError", "param": null, "code": 500}"#,
                "[DONE]",
            ])
    }

    @Test("Streams break in the other ways")
    func brokenStreams() throws {
        let body = Bodies.stream("openai/gpt-oss-120b")
        let drop = try response(.drop, Paths.sophia, body)
        #expect(drop.plan.ending == .drop)
        #expect(drop.events.last != "[DONE]")
        #expect(drop.chunks.count > 10)
        #expect(try response(.stall, Paths.sophia, body).plan.ending == .stall)
        let truncated = try response(.truncate, Paths.sophia, body)
        #expect(truncated.plan.ending == .complete)
        #expect(truncated.events.last == "[DONE]")
        #expect(truncated.chunks.allSatisfy { $0["choices"]?[0]?["finish_reason"] == .null })
        let garbage = try response(.garbage, Paths.sophia, body)
        #expect(garbage.chunks.count == garbage.events.count - 2)
    }

    @Test("Whole answers break too")
    func brokenAnswers() throws {
        let body = Bodies.chat("gpt-oss-120b")
        #expect(try response(.stall, Paths.metis, body).plan == StreamPlan(head: nil, steps: [], ending: .stall))
        #expect(try response(.drop, Paths.metis, body).plan.ending == .drop)
        let truncated = try response(.truncate, Paths.metis, body)
        #expect(Int(truncated.header("Content-Length") ?? "") ?? 0 > truncated.plan.bytes.count)
        let garbage = try response(.garbage, Paths.metis, body)
        #expect(garbage.header("Content-Length") == "\(garbage.plan.bytes.count)")
        #expect(garbage.json == nil)
        #expect(try response(.errorEvent, Paths.sophia, Bodies.chat("openai/gpt-oss-20b")).status == 500)
    }
}
