/// The causes of differences between one request and the next in a ``MemoryStudy``.
public struct MemoryScenario: Sendable, Hashable {
    /// Name in tables.
    public let name: String
    /// The standard deviation of the logarithm of each target's own load.
    public var ownLoad = 0.0
    /// The same of a load that all targets share.
    public var sharedLoad = 0.0
    /// Length and mean distance of stalls, in seconds of a request that takes one.
    public var stalls: (length: Double, distance: Double)?
    /// Slowdown of each target when the run begins; it warms up over a twentieth of the run.
    public var coldStart = 1.0
    /// The standard deviation of how much a passage favours a target, on the logarithm.
    public var favour = 0.0
    /// Whether each request's luck has a heavy tail, of Pareto's kind with index 2.2.
    public var hasHeavyTail = false

    /// A scenario without any of it.
    public init(_ name: String) { self.name = name }

    /// The scenarios of the study.
    public static let all: [MemoryScenario] = {
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
    public static func == (left: Self, right: Self) -> Bool { left.name == right.name }
    /// By name.
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
