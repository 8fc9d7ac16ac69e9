/// The order and times of all requests: a pure function of counts and a seed.
///
/// One request at a time, the targets take turns within each prompt, in an order drawn at random but balanced: of every
/// two neighbouring blocks one has the reverse order of the other, so that a service that slows down over the run
/// slows down for all targets alike. With more in flight the targets would take capacity from each other, so the
/// prompts are cut into many short slices (``SlicePlan``), and the targets take turns with whole slices in an order
/// that is drawn and balanced in the same way: A B, B A, … Only where it is asked for are all of them loaded at once.
package struct Schedule: Sendable, Hashable {
    /// One request to be sent.
    package struct Slot: Sendable, Hashable {
        /// Counts the requests from 0.
        package var sequence: Int
        /// Whether it is measured.
        package var phase: Sample.Phase
        /// Place of the target in the list.
        package var target: Int
        /// Place of the prompt in the list; those of the warm-up follow the measured ones.
        package var prompt: Int
        /// Number of the repetition of the prompts, from 1; 0 for warm-up.
        package var run: Int
        /// Requests with the same prompt in the same run have the same block.
        package var block: Int
        /// The target's place in the order of its slice, from 0.
        package var position: Int
        /// Number of the slice that it belongs to, from 1; the targets take turns within each. 0 for warm-up.
        package var slice = 0
        /// Its place in a conversation, from 0; above 0 it follows the slot before it, with what was said until then.
        package var turn = 0
        /// Due time in seconds from the beginning of its stage; nil for as soon as one before it has ended.
        package var due: Double?
        /// Place of the server that it goes to, of a target that is a fleet; nil until that is dealt out: see
        /// ``Schedule/dealt(to:)``.
        package var server: Int?
    }

    /// Slots that may be in flight together. A stage begins when the one before has ended.
    package var stages: [[Slot]]

    /// All slots, in order.
    package var slots: [Slot] { stages.flatMap(\.self) }

    /// Number of slices of each target.
    package var slices: Int { stages.last?.last?.slice ?? 0 }

    /// Whether samples of these targets are some of this schedule's: those of a run that went by another are not.
    package func holds(_ samples: [Sample], targets: [String]) -> Bool {
        let slots = slots
        return samples.allSatisfy { sample in
            guard slots.indices.contains(sample.sequence) else { return false }
            let slot = slots[sample.sequence]
            return targets[slot.target] == sample.target && slot.run == sample.run && slot.block == sample.block
                && slot.phase == sample.phase
        }
    }

    /// The schedule of a comparison.
    ///
    /// - Parameters:
    ///   - targets: how many targets.
    ///   - prompts: how many prompts.
    ///   - turns: the place of each in a conversation; nil where they are independent.
    ///   - due: when each is due, of a trace that is replayed.
    package init(
        targets: Int, prompts: Int, turns: [Int]? = nil, due: [Double]? = nil, options: BenchmarkOptions
    ) {
        var builder = ScheduleBuilder(targets: targets, prompts: prompts, turns: turns, options: options)
        builder.addWarmup()
        if options.arrival == .trace, options.rate != nil {
            builder.addTrace(due ?? Array(repeating: 0, count: prompts))
        } else if let rate = options.rate {
            builder.addOpenLoop(rate: rate)
        } else {
            builder.addClosedLoop()
        }
        stages = builder.stages
    }

    /// The schedule of a comparison on these prompts.
    package init(targets: Int, prompts: [Prompt], options: BenchmarkOptions) {
        self.init(
            targets: targets, prompts: prompts.count, turns: prompts.map(\.turn),
            due: options.arrival == .trace ? prompts.map { $0.due ?? 0 } : nil, options: options)
    }
}
