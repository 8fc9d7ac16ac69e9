import ALCFRecord
import ALCFStatistics

extension Dependence {
    /// Finds the requests of one target that depend on each other: those of one passage (with too few passages, of one
    /// prompt), and those of neighbouring stretches of time. Nil where there are none.
    ///
    /// - Parameters:
    ///   - own: in the order of the schedule.
    ///   - samples: of all targets, from which turns follow.
    init?(_ own: [Sample], in samples: [Sample]) {
        let stretches = Stretches.of(own, in: samples)
        let pairs = zip(own, stretches).map { sample, stretch in
            RatioComparison.Pair(
                passage: sample.passageID, prompt: sample.promptID, stretch: stretch, first: 1, second: 1)
        }
        guard let dependence = RatioComparison.Pair.dependence(pairs) else { return nil }
        self = dependence
    }
}
