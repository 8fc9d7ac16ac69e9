import ALCFSystem

/// The rules by which a ``StageMachine`` begins requests.
struct StageRules: Sendable {
    /// Number of requests that a closed loop keeps in flight at each target.
    var concurrency = 1
    /// Seconds over which a closed loop comes to that many.
    var ramp = 0.0
    /// Part of the gap between two of its beginnings by which all of them are later: where several processes rise
    /// together, none begins when another does.
    var phase = 0.0
    /// Seconds between an answer and the next turn of its conversation.
    var think = 0.0
    /// The most requests in flight to a target; those above wait, first come, first served. Nil for no limit.
    var maxInFlight: Int?
    /// When a closed loop begins nothing more, but for blocks that were begun at another target; nil for never.
    var end: MonotonicTime?
    /// The targets whose requests count towards the limit of requests a second.
    var pacedTargets: Set<Int> = []
}
