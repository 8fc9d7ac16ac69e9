/// The causes of differences between one request and the next in a ``MemoryStudy``.
package struct MemoryScenario: Sendable, Hashable {
    /// Name in tables.
    package let name: String
    /// The standard deviation of the logarithm of each target's own load.
    package var ownLoad = 0.0
    /// The same of a load that all targets share.
    package var sharedLoad = 0.0
    /// Length and mean distance of stalls, in seconds of a request that takes one.
    package var stalls: (length: Double, distance: Double)?
    /// Slowdown of each target when the run begins; it warms up over a twentieth of the run.
    package var coldStart = 1.0
    /// The standard deviation of how much a passage favours a target, on the logarithm.
    package var favour = 0.0
    /// Whether each request's luck has a heavy tail, of Pareto's kind with index 2.2.
    package var hasHeavyTail = false

    /// A scenario without any of it.
    package init(_ name: String) { self.name = name }

    /// The scenarios of the study.
    package static let all: [MemoryScenario] = {
        func made(_ name: String, _ change: (inout MemoryScenario) -> Void) -> MemoryScenario {
            var scenario = MemoryScenario(name)
            change(&scenario)
            return scenario
        }
        return [
            MemoryScenario("independent"),
            made("own load") { $0.ownLoad = 0.25 },
            made("shared load") { $0.sharedLoad = 0.25 },
            made("stalls") { $0.stalls = (0.8, 6) },
            made("cold start") { $0.coldStart = 3 },
            made("passages") { $0.favour = 0.15 },
            made("heavy tail") { $0.hasHeavyTail = true },
        ]
    }()

    /// Equal where all parts are.
    package static func == (left: Self, right: Self) -> Bool { left.name == right.name }
    /// By name.
    package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
