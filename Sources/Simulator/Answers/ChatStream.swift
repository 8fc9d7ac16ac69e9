import ALCFJSON

/// The plan of a streamed answer.
enum ChatStream {
    /// Sophia's worker hands events on when so many wait,
    static let burstSize = 20
    /// or when the oldest has waited so long, in seconds.
    static let burstWait = 0.5

    /// Without a length, so that SwiftNIO sends it in chunks.
    private static let headers = [
        (name: "Content-Type", value: "text/event-stream"), (name: "Cache-Control", value: "no-cache"),
        (name: "Access-Control-Allow-Origin", value: "*"),
        (name: "Access-Control-Allow-Headers", value: "Cache-Control"),
    ]

    static func response(_ completion: Completion, includesUsage: Bool, fault: Fault.Kind?) -> SimulatedResponse {
        SimulatedResponse(
            streaming: plan(completion, includesUsage: includesUsage, fault: fault), headers: headers)
    }

    static func plan(_ completion: Completion, includesUsage: Bool, fault: Fault.Kind?) -> StreamPlan {
        let (steps, ending) = events(completion, includesUsage: includesUsage, fault: fault)
        let head = completion.timing.streamHead
        return switch completion.cluster {
        case .metis: StreamPlan(head: head, steps: steps, ending: ending)
        case .sophia:
            StreamPlan(
                head: head, steps: bursts(of: steps, from: head, wait: burstWait / completion.timing.speed),
                ending: ending)
        }
    }

    /// Each event and when the backend has it ready.
    private static func events(
        _ completion: Completion, includesUsage: Bool, fault: Fault.Kind?
    ) -> ([StreamPlan.Step], StreamPlan.Ending) {
        let style = completion.cluster.style(completion)
        let pieces = completion.reasoning.map(style.reasoning) + completion.content.map(style.content)
        let times = completion.timing.tokens
        let start = times.first ?? completion.timing.end
        var steps = [step(style.opening, at: start)] + zip(pieces, times).map { step($0, at: $1) }
        guard let fault else {
            let end = completion.timing.end
            steps.append(step(style.closing, at: end))
            if includesUsage { steps.append(step(style.usage, at: end)) }
            return (steps + [done(at: end)], .complete)
        }
        steps.removeLast((steps.count - 1) / 2)
        let now = steps.last?.time ?? start
        switch fault {
        case .drop: return (steps, .drop)
        case .stall: return (steps, .stall)
        case .truncate: return (steps + [done(at: now)], .complete)
        case .garbage:
            let torn = StreamPlan.Step(time: now, bytes: Array("data: {\"id\": \"chatcmpl-, \"choices\": [{]\n\n".utf8))
            return (steps + [torn, done(at: now)], .complete)
        default:
            // The gateway's own event; on Sophia, what had not been handed on by then is lost.
            let failure = event(PythonJSON.bytes(style.failureEvent), at: now)
            return (steps + [failure, done(at: now)], .complete)
        }
    }

    /// The same events as Sophia's worker hands them on: several in one write.
    static func bursts(of events: [StreamPlan.Step], from head: Double, wait: Double) -> [StreamPlan.Step] {
        var bursts: [StreamPlan.Step] = []
        var waiting: [StreamPlan.Step] = []
        func flush(at time: Double) {
            bursts.append(StreamPlan.Step(time: max(time, head), bytes: waiting.flatMap(\.bytes)))
            waiting = []
        }
        for event in events {
            if let oldest = waiting.first, event.time > oldest.time + wait { flush(at: oldest.time + wait) }
            waiting.append(event)
            if waiting.count == burstSize { flush(at: event.time) }
        }
        if let last = waiting.last { flush(at: last.time) }
        return bursts
    }

    private static func step(_ chunk: JSONValue, at time: Double) -> StreamPlan.Step {
        event(chunk.serializedBytes(), at: time)
    }

    private static func done(at time: Double) -> StreamPlan.Step { event(Array("[DONE]".utf8), at: time) }

    private static func event(_ data: [UInt8], at time: Double) -> StreamPlan.Step {
        StreamPlan.Step(time: time, bytes: Array("data: ".utf8) + data + Array("\n\n".utf8))
    }
}
