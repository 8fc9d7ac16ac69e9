/// Which request is sent when, and to whom: a pure function of counts and a seed.
///
/// At concurrency 1 the targets take turns within each prompt, in an order drawn at random but balanced: of every two
/// neighbouring blocks one has the reverse order of the other, so that a service that slows down over the run
/// slows down for all targets alike. Above 1 the targets would take capacity from each other, so the prompts are cut
/// into slices, and the targets take turns with whole slices: A B, B A, …
public struct Schedule: Sendable, Hashable {
    /// One request to be sent.
    public struct Slot: Sendable, Hashable {
        /// Counts the requests from 0.
        public var sequence: Int
        /// Whether it is measured.
        public var phase: Sample.Phase
        /// Which target, by its place in the list.
        public var target: Int
        /// Which prompt, by its place in the list.
        public var prompt: Int
        /// Which repetition of the prompts, from 1; 0 for warm-up.
        public var run: Int
        /// Requests with the same prompt in the same run have the same block.
        public var block: Int
        /// The target's place in the order of its block or slice, from 0.
        public var position: Int
    }

    /// Slots that may be in flight together. A stage begins when the one before has ended.
    public var stages: [[Slot]]

    /// All slots, in order.
    public var slots: [Slot] { stages.flatMap(\.self) }

    /// The schedule of a comparison.
    ///
    /// - Parameters:
    ///   - targets: how many targets.
    ///   - prompts: how many prompts.
    public init(targets: Int, prompts: Int, options: BenchmarkOptions) {
        var generator = SplitMix64(seed: options.seed)
        var builder = Builder()
        // The last prompts warm up, so that the first measured request does not find its own prompt in a cache.
        for turn in 0..<max(0, options.warmup) {
            for target in 0..<targets {
                builder.add(
                    phase: .warmup, target: target, prompt: prompts - 1 - turn % max(1, prompts), run: 0, block: 0,
                    position: target)
                builder.endStage()
            }
        }
        var order = Array(0..<targets)
        for run in 1...max(1, options.runs) {
            let slices = Schedule.slices(of: prompts, concurrency: options.concurrency)
            for (index, slice) in slices.enumerated() {
                let isReverse = (index + (run - 1) * slices.count) % 2 == 1
                order = isReverse ? order.reversed() : generator.shuffled(0..<targets)
                for (position, target) in order.enumerated() {
                    for prompt in slice {
                        builder.add(
                            phase: .measured, target: target, prompt: prompt, run: run,
                            block: (run - 1) * prompts + prompt + 1, position: position)
                    }
                    builder.endStage()
                }
            }
        }
        stages = builder.stages
    }

    /// Single prompts at concurrency 1; otherwise an even number of slices that each keep all workers busy for a while,
    /// or one where there are too few prompts for that.
    private static func slices(of prompts: Int, concurrency: Int) -> [Range<Int>] {
        let size = concurrency <= 1 ? 1 : concurrency * 8
        var count = max(1, prompts / size)
        if concurrency > 1, count == 1, prompts >= concurrency * 4 { count = 2 }
        if concurrency > 1, count > 2 { count -= count % 2 }
        return (0..<count).map { index in prompts * index / count..<prompts * (index + 1) / count }
    }
}

private struct Builder {
    var stages: [[Schedule.Slot]] = []
    private var stage: [Schedule.Slot] = []
    private var sequence = 0

    mutating func add(phase: Sample.Phase, target: Int, prompt: Int, run: Int, block: Int, position: Int) {
        stage.append(
            Schedule.Slot(
                sequence: sequence, phase: phase, target: target, prompt: prompt, run: run, block: block,
                position: position))
        sequence += 1
    }

    mutating func endStage() {
        stages.append(stage)
        stage = []
    }
}
