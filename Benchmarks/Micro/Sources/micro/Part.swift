import ALCFSystem

/// Something that is timed.
struct Part: Sendable {
    let name: String
    /// What the figures are given for.
    private let per: String
    /// How many of them one call does.
    private let units: Double
    private let body: @Sendable () async throws -> Void

    init(_ name: String, per: String, units: Double, _ body: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.per = per
        self.units = units
        self.body = body
    }

    func run(_ count: Int) async throws { for _ in 0..<count { try await body() } }

    /// Twenty rounds of about 20 ms each, after one to warm up.
    func line() async throws -> String {
        var count = 1
        while try await seconds(count) < 0.02 { count *= 2 }
        var rounds: [Double] = []
        for _ in 0..<20 { rounds.append(try await seconds(count) / Double(count) / units * 1e9) }
        rounds.sort()
        func text(_ value: Double) -> String { pad("\(Int(value.rounded()))", 12) }
        let middle = (rounds[9] + rounds[10]) / 2
        let name = name + String(repeating: " ", count: max(0, 17 - name.count))
        return name + text(middle) + text(rounds[0]) + text(rounds[19]) + "   " + per
    }

    private func seconds(_ count: Int) async throws -> Double {
        let start = MonotonicTime.now
        try await run(count)
        return MonotonicTime.now.seconds(since: start)
    }

    private func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
