import ALCFStatistics
import ALCFSystem

/// Into how many slices a run is cut, decided before its first request and from counts alone.
///
/// Targets that would take capacity from each other are loaded in turns, a slice of the prompts each. What the
/// service's load does over time is the same for all requests of a slice, so slices are what a comparison counts: at
/// least ``wanted`` of each target wherever each can be long enough to be a load at all (``leastWaves``), more and
/// longer ones where there are more prompts.
package struct SlicePlan: Sendable, Hashable {
    /// Seconds that a request is taken to last where nothing is known: about what both systems took in the published
    /// comparison.
    package static let guessedSeconds = 4.0
    /// Slices of each target that a run has wherever its prompts suffice: an interval over them then has 7 degrees of
    /// freedom.
    package static let wanted = 8
    /// With fewer slices, drift may be in the ratio, and reports say so.
    package static let least = 6
    /// Up to so many slices a run with more prompts has more slices; beyond, it has longer ones as well.
    private static let many = 16
    /// Number of times that each place in flight is taken in a slice of a closed loop: the least, the preferred, and
    /// that with enough slices.
    static let leastWaves = 2
    private static let waves = 4
    private static let mostWaves = 8
    /// An open loop's slice takes so long or has so many requests at least; it takes rather `seconds`, and where there
    /// are enough slices `mostSeconds`, which is long enough for the requests in flight to reach their level.
    private static let leastSeconds = 2.0
    private static let leastRequests = 24
    private static let seconds = 10.0
    private static let mostSeconds = 30.0
    /// The share of a slice in which its load may rise.
    private static let mostRamp = 0.25

    /// Number of parts to be cut: conversations (of a single turn: prompts), each as often as it is sent; of a timed
    /// open loop, those expected.
    package let requests: Int
    private let options: BenchmarkOptions
    private let targets: Int
    /// Duration of each target's load in seconds, if it is known.
    private let span: Double?

    /// - Parameters:
    ///   - conversations: prompts, or conversations where they have several turns.
    ///   - traceSeconds: how long a trace takes that is replayed.
    package init(_ options: BenchmarkOptions, conversations: Int, targets: Int, traceSeconds: Double? = nil) {
        self.options = options
        self.targets = targets
        let all = max(1, conversations).multipliedClamped(by: max(1, options.runs))
        let isTrace = options.arrival == .trace
        if let rate = options.rate {
            span = traceSeconds ?? options.duration ?? Double(all) / rate
            requests = isTrace || options.duration == nil ? all : max(1, Int(clamping: rate * (options.duration ?? 0)))
        } else {
            span = nil
            requests = all
        }
    }

    /// Whether the targets are loaded one at a time, each several requests at once.
    package var takesTurns: Bool { targets > 1 && !isTogether && !isOneAtATime }

    /// Whether the whole run is one request after the other: then each conversation is a slice.
    package var isOneAtATime: Bool { options.rate == nil && options.concurrency <= 1 }

    private var isTogether: Bool { options.isBothAtOnce && !isOneAtATime }

    /// Whether time ends a closed loop of several requests in flight, so that the number of slices depends on the
    /// service.
    package var isTimed: Bool { options.rate == nil && options.duration != nil && !isOneAtATime }

    /// Number of slices of each target; of a timed closed loop, the most.
    package var count: Int { options.rate == nil ? ranges.count : openCount }

    /// The conversations of each slice of a closed loop.
    package var ranges: [Range<Int>] {
        if isTimed, takesTurns, options.slices == nil, options.ramp == 0, requests >= Self.wanted * leastSlice {
            return growing
        }
        return cut(into: closedCount)
    }

    /// Requests of the shortest slice of a closed loop.
    private var leastSlice: Int { Self.leastWaves.multipliedClamped(by: max(1, options.concurrency)) }

    private func cut(into count: Int) -> [Range<Int>] {
        (0..<count).map { requests * $0 / count..<requests * ($0 + 1) / count }
    }

    /// The speed of the service shows only while it runs: the first slices are the shortest there may be, and later
    /// ones longer, so that there are enough of them whenever the time is over.
    private var growing: [Range<Int>] {
        var ranges: [Range<Int>] = []
        var first = 0
        var waves = Self.leastWaves
        while first < requests {
            let size = waves.multipliedClamped(by: max(1, options.concurrency))
            // A remainder smaller than a slice goes with the one before it.
            let end = requests - first < size + leastSlice ? requests : first + size
            ranges.append(first..<end)
            first = end
            if ranges.count.isMultiple(of: Self.wanted) { waves = min(2 * waves, Self.mostWaves) }
        }
        return ranges
    }

    private var closedCount: Int {
        if let slices = options.slices { return max(1, min(requests, slices)) }
        if isOneAtATime { return requests }
        // Each slice would rise anew; and with nobody to take turns with, there is nothing to cut.
        if options.ramp > 0 || targets < 2 { return 1 }
        func slices(_ waves: Int) -> Int { requests / waves.multipliedClamped(by: max(1, options.concurrency)) }
        // Loaded together, the targets need only be kept in step.
        if isTogether { return Self.even(slices(Self.mostWaves)) }
        let few = slices(Self.leastWaves)
        return Self.even(
            max(
                slices(Self.mostWaves), min(Self.many, slices(Self.waves)),
                // Two that are hardly slices are better than all of one target and then all of the other.
                few < 2 && requests >= 2 * options.concurrency ? 2 : min(Self.wanted, few)))
    }

    private var openCount: Int {
        if let slices = options.slices { return slices }
        let isTrace = options.arrival == .trace
        if targets < 2 || isTrace && isTogether { return 1 }
        let span = span ?? 0
        func slices(_ seconds: Double) -> Int {
            let rising = options.ramp > 0 ? span * Self.mostRamp / options.ramp : .infinity
            return Int(clamping: min(span / seconds, rising, Double(requests / 2)) + 1e-9)
        }
        if isTogether { return Self.even(slices(Self.mostSeconds)) }
        return Self.even(
            max(
                slices(Self.mostSeconds),
                min(Self.many, slices(Self.seconds), max(1, requests / Self.leastRequests)),
                min(Self.wanted, slices(shortest))))
    }

    /// Seconds of the shortest slice of an open loop.
    private var shortest: Double {
        guard let span, span > 0 else { return Self.leastSeconds }
        return min(Self.leastSeconds, Double(Self.leastRequests) * span / Double(requests))
    }

    /// Returns `count`, made even, so that there are as many slices of A B as of B A.
    private static func even(_ count: Int) -> Int { count < 2 ? 1 : count - count % 2 }
}

extension SlicePlan {
    /// Something to be known before the run: that its targets will take turns too seldom, and what would help.
    package struct Advice: Sendable, Hashable {
        /// Description of the turns, a sentence without its full stop.
        package let message: String
        /// Remedy, in a sentence.
        package let remedy: String
        /// Whether drift will be in the ratio: below ``SlicePlan/least``.
        package let isGrave: Bool
    }

    /// Nil where the targets take turns often enough, where they take none, and where `--slices` or another design
    /// decided.
    ///
    /// - Parameter seconds: what a request is taken to last, which a timed closed loop's slices depend on.
    package func advice(seconds: Double = guessedSeconds) -> Advice? {
        let expected = expectedCount(seconds: seconds)
        guard takesTurns, options.slices == nil, !options.isAsOriginal, expected < Self.wanted else { return nil }
        let times =
            expected == 1
            ? "all requests to one target come before all to the next"
            : "the targets take turns with only \(expected) slices each"
        let about = isTimed && options.ramp == 0 ? ", if a request takes \(NumberText.significant(seconds)) s" : ""
        let isGrave = expected < Self.least
        return Advice(
            message: "\(times)\(about): "
                + (isGrave
                    ? "any change meanwhile will be part of the ratio" : "the ratio will have a wide interval"),
            remedy:
                "For \(Self.wanted) slices, give \(remedy(seconds)), or --both-at-once if the targets share no capacity.",
            isGrave: isGrave)
    }

    /// Returns the approximate number of slices of each target.
    ///
    /// - Parameter seconds: what a request is taken to last.
    package func expectedCount(seconds: Double) -> Int {
        guard isTimed, let duration = options.duration, seconds > 0 else { return count }
        let most = Double(max(1, options.concurrency)) * duration / seconds
        // The last pair of slices is cut where the time is over.
        return max(1, ranges.prefix { Double($0.lowerBound) + 0.5 * Double($0.count) <= most }.count)
    }

    private func remedy(_ seconds: Double) -> String {
        if options.ramp > 0, options.rate == nil { return "no --ramp, which would begin again in each slice" }
        let runs = Double(max(1, options.runs))
        if let rate = options.rate, options.arrival != .trace {
            let rising = options.ramp > 0 ? options.ramp / Self.mostRamp : 0
            let slice = max(rising, min(Self.leastSeconds, Double(Self.leastRequests) / rate), 2 / rate)
            let all = Double(Self.wanted) * slice
            return options.duration == nil
                ? samples(all * rate / runs) : "--duration \(Self.whole(all))"
        }
        if options.rate != nil { return "a longer part of the trace (--samples)" }
        let needed = Double(Self.wanted * leastSlice)
        if isTimed, requests >= Self.wanted * leastSlice {
            return "--duration \(Self.whole(needed * seconds / Double(options.concurrency)))"
        }
        return samples(needed / runs)
    }

    private func samples(_ number: Double) -> String {
        "--samples \(Self.whole(number)) with a data set or --synthetic"
    }

    private static func whole(_ number: Double) -> Int { Int(clamping: number.rounded(.up)) }
}
