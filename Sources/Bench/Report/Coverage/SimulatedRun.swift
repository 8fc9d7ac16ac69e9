import ALCFRecord
import ALCFStatistics
import ALCFSystem
import Glibc

/// A run of two targets that is worked out rather than waited for: a real ``Schedule``, requests whose time has memory,
/// and the samples that the runner would have made.
///
/// A request of an idle target takes about a second. Each of so many workers takes the next one when it is free, as in
/// a closed loop.
struct SimulatedRun {
    /// In whose terms the loads wander.
    let scenario: MemoryScenario
    /// After how many seconds a load is forgotten: its correlation has fallen to 1 ÷ e.
    let correlationTime: Double
    /// Latency of the first target ÷ that of the second.
    let ratio: Double
    private let length: Double
    private var generator: SplitMix64
    private var loads: [Load]
    private var stallsBegin: [[Double]]

    /// The names of the targets.
    static let targets = ["first", "second"]

    /// A run of about `length` seconds.
    init(_ scenario: MemoryScenario, correlationTime: Double, length: Double, ratio: Double, seed: UInt64) {
        self.scenario = scenario
        self.correlationTime = correlationTime
        self.length = length
        self.ratio = ratio
        var generator = SplitMix64(seed: seed)
        loads = (0..<3).map { _ in Load(value: generator.normal(), at: 0) }
        stallsBegin = (0..<2).map { _ in
            guard let stalls = scenario.stalls else { return [] }
            var times: [Double] = []
            var time = 0.0
            while time < 4 * length {
                time += stalls.length - stalls.distance * log(1 - generator.unit())
                times.append(time)
            }
            return times
        }
        self.generator = generator
    }

    /// The samples of so many prompts on so many passages.
    mutating func samples(prompts: Int, passages: Int, options: BenchmarkOptions) -> [Sample] {
        let owners = (0..<prompts).map { $0 < passages ? $0 : generator.below(passages) }
        let hardness = owners.map { _ in 0.2 * generator.normal() }
        let favour = (0..<passages).map { _ in scenario.favour * generator.normal() }
        var samples: [Sample] = []
        var clock = 0.0
        for stage in Schedule(targets: 2, prompts: prompts, options: options).stages {
            var workers = [Double](repeating: clock, count: max(1, options.concurrency))
            for slot in stage where slot.phase == .measured {
                guard let worker = workers.indices.min(by: { workers[$0] < workers[$1] }) else { continue }
                let start = workers[worker]
                let owner = owners[slot.prompt]
                let level = hardness[slot.prompt] + (slot.target == 0 ? log(ratio) + favour[owner] : 0)
                let seconds = seconds(level, target: slot.target, at: start)
                workers[worker] = start + seconds
                samples.append(sample(slot, passage: owner, start: start, seconds: seconds))
            }
            clock = (workers.max() ?? clock) + 0.001
        }
        return samples
    }

    private mutating func sample(_ slot: Schedule.Slot, passage: Int, start: Double, seconds: Double) -> Sample {
        var trace = RequestTimeline(scheduled: start, start: start)
        trace.firstToken = start + 0.4 * seconds
        trace.firstAnswer = trace.firstToken
        trace.lastToken = start + seconds
        trace.end = start + seconds
        trace.events = 100
        trace.tokenEvents = 98
        trace.tokenReads = 98
        trace.largestBurst = 1
        var sample = Sample(
            sequence: slot.sequence, phase: .measured, target: Self.targets[slot.target], run: slot.run,
            block: slot.block, position: slot.position, promptID: "\(slot.prompt)", passageID: "\(passage)",
            trace: trace, outcome: .success)
        sample.tokens = TokenCounts(prompt: 100, completion: 98, reasoning: 0)
        return sample
    }

    /// Returns the duration of a request that begins at an instant.
    private mutating func seconds(_ level: Double, target: Int, at start: Double) -> Double {
        var log = level + luck()
        if scenario.ownLoad > 0 { log += scenario.ownLoad * load(target, at: start) }
        if scenario.sharedLoad > 0 { log += scenario.sharedLoad * load(2, at: start) }
        var seconds = exp(log)
        if scenario.coldStart > 1 { seconds *= 1 + (scenario.coldStart - 1) * exp(-start / (length / 20)) }
        if let stalls = scenario.stalls {
            // Who meets a stall waits until it is over.
            for begin in stallsBegin[target] where begin < start + seconds && begin + stalls.length > start {
                seconds += stalls.length - max(0, start - begin)
            }
        }
        return seconds
    }

    /// A normal body, and one in ten with an exponential tail, or all with a heavy one.
    private mutating func luck() -> Double {
        if scenario.hasHeavyTail { return Glibc.log(pow(1 - generator.unit(), -1 / 2.2)) }
        let body = 0.1 * generator.normal()
        return generator.unit() < 0.1 ? body - 0.25 * Glibc.log(1 - generator.unit()) : body
    }

    /// The load at an instant, by the exact step of Ornstein and Uhlenbeck's process from the last one asked for.
    private mutating func load(_ index: Int, at instant: Double) -> Double {
        let passed = max(0, instant - loads[index].at)
        let factor = exp(-passed / correlationTime)
        let value = factor * loads[index].value + (1 - factor * factor).squareRoot() * generator.normal()
        if passed > 0 { loads[index] = Load(value: value, at: instant) }
        return loads[index].value
    }

    private struct Load {
        var value: Double
        var at: Double
    }
}
