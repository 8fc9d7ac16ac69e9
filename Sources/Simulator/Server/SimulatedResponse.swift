/// An answer, with the schedule of its body.
struct SimulatedResponse: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var plan: StreamPlan

    /// A body whose length is known, all at once.
    init(_ status: Int, contentType: String, headers: [(name: String, value: String)] = [], body: [UInt8]) {
        self.status = status
        self.headers = [("Content-Type", contentType), ("Content-Length", "\(body.count)")] + headers
        plan = StreamPlan(whole: body)
    }

    /// A body in chunks, as planned.
    init(streaming plan: StreamPlan, headers: [(name: String, value: String)]) {
        status = 200
        self.headers = headers
        self.plan = plan
    }
}
