import ALCFJSON
import Testing

@testable import ALCFSimulator

@Suite("Stream plans")
struct StreamPlanTests {
    private func plan(
        _ path: String, _ model: String, _ extra: JSONObject = [:],
        configure: (inout SimulatorConfiguration) -> Void = { _ in }
    ) throws -> StreamPlan {
        let box = Box(configure)
        return box.post(path, Bodies.stream(model, extra), try box.bearer()).plan
    }

    @Test("Metis takes 4.8 s and 2.7 ms a token, one event a write")
    func metisTiming() throws {
        let extra: JSONObject = ["min_tokens": 1000]
        let plan = try plan(Paths.metis, "gpt-oss-120b", extra)
        let first = try #require(plan.steps.first?.time)
        #expect((4.8 * 0.9...4.8 * 1.1).contains(first))
        #expect(abs(plan.duration - first - 999 * 0.0027) < 0.1)
        #expect(try #require(plan.head) < 0.1)
        for step in plan.steps { #expect(String(decoding: step.bytes, as: UTF8.self).ranges(of: "\n\n").count == 1) }
        // Opening, a thousand tokens, closing, end mark.
        #expect(plan.steps.count == 1003)
    }

    @Test("Sophia takes 1 s and 7 ms a token, at most twenty events a write")
    func sophiaTiming() throws {
        let plan = try plan(Paths.sophia, "openai/gpt-oss-120b", ["min_tokens": 1000])
        #expect(plan.head == 1.0)
        #expect((6.8...9.2).contains(plan.duration))
        let sizes = plan.steps.map { String(decoding: $0.bytes, as: UTF8.self).ranges(of: "\n\n").count }
        #expect(sizes.reduce(0, +) == 1003)
        #expect(sizes.dropLast().allSatisfy { $0 == 20 })
        #expect(sizes.last == 3)
    }

    @Test("A slow trickle is handed on every half second, never before the head")
    func bursts() {
        let events = (0..<100).map { StreamPlan.Step(time: 0.7 + Double($0) * 0.1, bytes: [UInt8($0)]) }
        let bursts = ChatStream.bursts(of: events, from: 1.0, wait: 0.5)
        #expect(bursts.flatMap(\.bytes) == Array(0..<100))
        #expect(bursts.allSatisfy { $0.time >= 1.0 && (1...6).contains($0.bytes.count) })
        for (one, next) in zip(bursts, bursts.dropFirst()).dropLast() { #expect(next.time - one.time > 0.49) }
    }

    @Test("Times never go back", arguments: [(Paths.metis, "gpt-oss-120b"), (Paths.sophia, "openai/gpt-oss-120b")])
    func order(path: String, model: String) throws {
        let times = try plan(path, model).steps.map(\.time)
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test("Ten times the speed is a tenth of every time, and the same words")
    func speed() throws {
        for (path, model) in [(Paths.metis, "gpt-oss-120b"), (Paths.sophia, "openai/gpt-oss-120b")] {
            let slow = try plan(path, model)
            let fast = try plan(path, model) { $0.speed = 10 }
            #expect(slow.steps.count == fast.steps.count)
            for (one, other) in zip(slow.steps, fast.steps) { #expect(abs(one.time - 10 * other.time) < 1e-9) }
        }
    }

    @Test("The first request of a seed is always the same, the second has another time")
    func seeds() throws {
        #expect(try plan(Paths.metis, "gpt-oss-120b") == plan(Paths.metis, "gpt-oss-120b"))
        #expect(
            try plan(Paths.metis, "gpt-oss-120b").duration != plan(Paths.metis, "gpt-oss-120b") { $0.seed = 2 }.duration
        )
        let box = Box()
        let bearer = try box.bearer()
        let body = Bodies.stream("gpt-oss-120b")
        let (one, two) = (box.post(Paths.metis, body, bearer), box.post(Paths.metis, body, bearer))
        #expect(one.plan.duration != two.plan.duration)
        #expect(one.chunks.map { $0["choices"] } == two.chunks.map { $0["choices"] })
    }

    @Test("A whole answer comes when the stream's last token would")
    func whole() throws {
        let box = Box()
        let response = box.post(Paths.metis, Bodies.chat("gpt-oss-120b"), try box.bearer())
        #expect(response.plan.steps.count == 1)
        #expect(response.plan.head == response.plan.duration)
        #expect(response.plan.duration == (try plan(Paths.metis, "gpt-oss-120b")).duration)
    }
}
