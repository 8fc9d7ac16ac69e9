import ALCFStatistics
import ALCFSystem

/// Puts a ``Schedule`` together.
struct ScheduleBuilder {
    package let targets: Int
    package let prompts: Int
    package let options: BenchmarkOptions
    /// Prompts that follow each other; one of a single turn is a prompt.
    private let conversations: [Range<Int>]
    package private(set) var stages: [[Schedule.Slot]] = []
    private var generator: SplitMix64
    private var sequence = 0
    private var order: [Int]

    package init(targets: Int, prompts: Int, turns: [Int]?, options: BenchmarkOptions) {
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
        for (index, slice) in plan().ranges.enumerated() { addSlice(index, slice.map { ($0, nil) }) }
    }

    /// Each slice has arrivals of its own, which are the same for all targets.
    mutating func addOpenLoop(rate: Double) {
        let all = conversations.count * max(1, options.runs)
        let seconds = options.duration ?? Double(all) / rate
        let count = plan().count
        var first = 0
        var index = 0
        for part in 0..<count {
            let limit: Arrival.Limit =
                options.duration == nil
                ? .count(all * (part + 1) / count - all * part / count) : .seconds(seconds / Double(count))
            let times = options.arrival.times(
                rate: rate, ramp: options.ramp, burstiness: options.burstiness, limit: limit, &generator)
            // By chance, nothing may be due in a part of the time.
            guard !times.isEmpty else { continue }
            addSlice(index, times.enumerated().map { (first + $0.offset, $0.element) })
            first += times.count
            index += 1
        }
    }

    /// Each conversation begins when its first prompt is due. The targets take turns with slices of the trace, each of
    /// which keeps its own gaps; nobody to take turns with, or all at once, it is replayed in one piece.
    mutating func addTrace(_ due: [Double]) {
        let last = due.max() ?? 0
        let count = max(1, min(plan(traceSeconds: last).count, conversations.count))
        let length = last / Double(count)
        var slices = [[(number: Int, due: Double?)]](repeating: [], count: count)
        for (number, conversation) in conversations.enumerated() {
            let time = due[conversation.lowerBound]
            let slice = length > 0 ? min(slices.count - 1, Int(time / length)) : 0
            slices[slice].append((number, time - Double(slice) * length))
        }
        for (index, slice) in slices.filter({ !$0.isEmpty }).enumerated() { addSlice(index, slice) }
    }

    private func plan(traceSeconds: Double? = nil) -> SlicePlan {
        SlicePlan(options, conversations: conversations.count, targets: targets, traceSeconds: traceSeconds)
    }

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
                    slot.slice = index + 1
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

    private mutating func slot(
        _ phase: Sample.Phase, target: Int, prompt: Int, run: Int, block: Int, position: Int, due: Double? = nil
    ) -> Schedule.Slot {
        defer { sequence += 1 }
        return Schedule.Slot(
            sequence: sequence, phase: phase, target: target, prompt: prompt, run: run, block: block,
            position: position, due: due)
    }
}
