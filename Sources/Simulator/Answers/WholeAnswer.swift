import ALCFJSON

/// The plan of an answer that is not streamed.
enum WholeAnswer {
    static func response(_ completion: Completion, fault: Fault.Kind?) -> SimulatedResponse {
        let style = completion.cluster.style(completion)
        let end = completion.timing.end
        guard fault != .errorEvent else { return GatewayErrors.backend(style.failureMessage).delayed(to: end) }
        var response = GatewayErrors.json(200, style.whole).delayed(to: end)
        let body = response.plan.bytes
        switch fault {
        case .stall: response.plan = StreamPlan(head: nil, steps: [], ending: .stall)
        case .drop: response.plan = StreamPlan(head: nil, steps: [.init(time: end, bytes: [])], ending: .drop)
        case .truncate:
            // The length that was announced does not come.
            let half = StreamPlan.Step(time: end, bytes: Array(body.prefix(body.count / 2)))
            response.plan = StreamPlan(head: end, steps: [half], ending: .drop)
        case .garbage:
            // As long as announced, but cut short in its meaning.
            let torn = body.dropLast(2) + Array("  ".utf8)
            response.plan = StreamPlan(whole: Array(torn), at: end)
        default: break
        }
        return response
    }
}

extension SimulatedResponse {
    /// The same, all of it at that time.
    fileprivate func delayed(to time: Double) -> SimulatedResponse {
        var copy = self
        copy.plan = StreamPlan(whole: plan.bytes, at: time)
        return copy
    }
}
