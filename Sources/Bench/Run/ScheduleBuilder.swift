import ALCFSystem

/// Puts a ``Schedule`` together.
struct ScheduleBuilder {
    let targets: Int
    let prompts: Int
    let options: BenchmarkOptions
    /// Prompts that follow each other; one of a single turn is a prompt.
    private let conversations: [Range<Int>]
    private(set) var stages: [[Schedule.Slot]] = []
    private var generator: SplitMix64
    private var sequence = 0
    private var order: [Int]

    init(targets: Int, prompts: Int, turns: [Int]?, options: BenchmarkOptions) {
        self.targets = targets
        self.prompts = max(1, prompts)
        conversations = Conversations.ranges(turns ?? Array(repeating: 0, count: max(1, prompts)))
        self.options = options
        generator = SplitMix64(seed: options.seed)
        order = Array(0..<targets)
    }

    /// Prompts of their own warm up, so that no measured request finds its prompt in a cache.
    mutating func addWarmup() {
        for turn in 0..<max(0, options.warmup) {
            for target in 0..<targets {
                stages.append([
                    slot(.warmup, target: target, prompt: prompts + turn, run: 0, block: 0, position: target)
                ])
            }
        }
    }

    mutating func addClosedLoop() {
        let slices = slices(of: conversations.count)
        for run in 1...max(1, options.runs) {
            for (index, slice) in slices.enumerated() {
                addSlice(index + (run - 1) * slices.count, slice.map { ((run - 1) * conversations.count + $0, nil) })
            }
        }
    }

    /// Each slice has arrivals of its own, which are the same for all targets.
    mutating func addOpenLoop(rate: Double) {
        let all = conversations.count * max(1, options.runs)
        let seconds = options.duration ?? Double(all) / rate
        let count = options.slices ?? max(1, Int(clamping: seconds / Self.sliceSeconds) / 2 * 2)
        var first = 0
        for index in 0..<count {
            let limit: Arrival.Limit =
                options.duration == nil
                ? .count(all * (index + 1) / count - all * index / count) : .seconds(seconds / Double(count))
            let times = options.arrival.times(
                rate: rate, ramp: options.ramp, burstiness: options.burstiness, limit: limit, &generator)
            addSlice(index, times.enumerated().map { (first + $0.offset, $0.element) })
            first += times.count
        }
    }

    /// Each conversation begins when its first prompt is due. The targets take turns with slices of the trace, each of which keeps
    /// its own gaps; nobody to take turns with, or all at once, it is replayed in one piece.
    mutating func addTrace(_ due: [Double]) {
        let last = due.max() ?? 0
        let isWhole = targets == 1 || options.isBothAtOnce
        let most = Int(clamping: last / Self.sliceSeconds) / 2 * 2
        let count = options.slices ?? (isWhole ? 1 : max(1, min(most, conversations.count)))
        let length = last / Double(max(1, count))
        var slices = [[(number: Int, due: Double?)]](repeating: [], count: max(1, count))
        for (number, conversation) in conversations.enumerated() {
            let time = due[conversation.lowerBound]
            let slice = length > 0 ? min(slices.count - 1, Int(time / length)) : 0
            slices[slice].append((number, time - Double(slice) * length))
        }
        for (index, slice) in slices.filter({ !$0.isEmpty }).enumerated() { addSlice(index, slice) }
    }

    /// Long enough to settle, short enough for the targets to meet the same conditions.
    private static let sliceSeconds = 30.0

    private mutating func addSlice(_ index: Int, _ requests: [(number: Int, due: Double?)]) {
        if !options.isAsOriginal { order = index % 2 == 1 ? order.reversed() : generator.shuffled(0..<targets) }
        let isTogether = options.isBothAtOnce && (options.rate != nil || options.concurrency > 1)
        func slots(_ request: (number: Int, due: Double?), _ targets: [Int]) -> [Schedule.Slot] {
            let (run, place) = request.number.quotientAndRemainder(dividingBy: conversations.count)
            return targets.flatMap { target in
                conversations[place].enumerated().map { turn, prompt in
                    var slot = slot(
                        (request.due ?? .infinity) < options.ramp ? .warmup : .measured, target: target, prompt: prompt,
                        run: run + 1, block: run * prompts + prompt + 1, position: order.firstIndex(of: target) ?? 0,
                        due: turn == 0 ? request.due : nil)
                    slot.turn = turn
                    return slot
                }
            }
        }
        if isTogether {
            stages.append(requests.flatMap { slots($0, order) })
        } else {
            for target in order { stages.append(requests.flatMap { slots($0, [target]) }) }
        }
    }

    /// Single prompts or conversations at concurrency 1; otherwise an even number of slices that each keep all workers busy for a while,
    /// or one where there are too few prompts for that.
    private func slices(of prompts: Int) -> [Range<Int>] {
        let concurrency = options.concurrency
        let size = concurrency <= 1 ? 1 : concurrency * 8
        var count = max(1, prompts / size)
        if concurrency > 1, count == 1, prompts >= concurrency * 4 { count = 2 }
        if concurrency > 1, count > 2 { count -= count % 2 }
        // Each slice would rise anew; and with nobody to take turns with, there is nothing to cut.
        if concurrency > 1, options.ramp > 0 || targets == 1 { count = 1 }
        count = options.slices.map { min(prompts, $0) } ?? count
        return (0..<count).map { index in prompts * index / count..<prompts * (index + 1) / count }
    }

    private mutating func slot(
        _ phase: Sample.Phase, target: Int, prompt: Int, run: Int, block: Int, position: Int, due: Double? = nil
    ) -> Schedule.Slot {
        defer { sequence += 1 }
        return Schedule.Slot(
            sequence: sequence, phase: phase, target: target, prompt: prompt, run: run, block: block,
            position: position, due: due)
    }
}
