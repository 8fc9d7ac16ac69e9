import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension InstrumentVerdict {
    /// The largest share of a run's stretches in which the instrument may have been late.
    package static let largestLateShare = 0.1

    /// The figure that the instrument's lag is the largest share of.
    private struct Yardstick {
        let seconds: Double
        let name: String

        init?(_ targets: [TargetSummary], _ word: String, _ value: (Distribution) -> Double?) {
            let figures = targets.flatMap { target in
                [Figure<Sample>.timeToFirstToken, .serviceLatency].compactMap { figure in
                    target[figure].flatMap(value).map {
                        (seconds: $0, name: "\(target.target.label)'s \(word) \(figure.metric.title)")
                    }
                }
            }
            guard let least = figures.min(by: { $0.seconds < $1.seconds }) else { return nil }
            (seconds, name) = least
        }

        var bound: Double { largestLag * seconds }

        var text: String {
            "which is more than \(NumberText.percent(largestLag)) of \(name) (\(milliseconds(seconds)) ms)"
        }
    }

    /// Returns the reasons that make a run invalid by what happened during it, a clause each.
    static func courseReasons(_ record: Record, _ courses: [InstrumentCourse], _ targets: [TargetSummary]) -> [String] {
        guard let median = Yardstick(targets, "median", \.median) else { return [] }
        let far = Yardstick(targets, "99th percentile of", \.p99)
        let timers = courses.compactMap(\.timers)
        let late =
            average(timers, median) { "during the run, the instrument's timers were late by \($0) ms on average" }
            ?? tail(timers, far) ?? stretches(timers, median) { "the instrument's timers were late" }
        // The run queue is the cause of the lag that is seen: one reason is enough.
        let queues = courses.compactMap(\.runQueue)
        let queued =
            average(queues, median) {
                "during the run, threads of this process waited \($0) ms for a processor on average"
            } ?? stretches(queues, median) { "threads of this process waited for a processor" }
        return [late ?? queued, sentLate(record, targets, median, far)].compactMap(\.self)
    }

    private static func average(_ courses: [LagCourse], _ median: Yardstick, _ words: (String) -> String) -> String? {
        guard let worst = courses.map(\.mean).max(), worst > median.bound else { return nil }
        return "\(words(milliseconds(worst))), \(median.text)"
    }

    private static func tail(_ courses: [LagCourse], _ far: Yardstick?) -> String? {
        let enough = Statistics.minimumCount(forQuantile: 0.99)
        guard let far, let worst = courses.filter({ $0.count >= enough }).compactMap(\.p99).max(), worst > far.bound
        else {
            return nil
        }
        return
            "during the run, one in a hundred of the instrument's timers was late by \(milliseconds(worst)) ms or more, \(far.text)"
    }

    private static func stretches(_ courses: [LagCourse], _ median: Yardstick, _ words: () -> String) -> String? {
        for course in courses {
            let bad = course.stretches.filter { $0 > median.bound }
            // One of a few is no more than a hiccup.
            guard bad.count >= 2, Double(bad.count) > largestLateShare * Double(course.stretches.count),
                let worst = bad.max()
            else { continue }
            return
                "in \(bad.count) of \(course.stretches.count) stretches of \(NumberText.plain(course.stretchSeconds)) s of the run "
                + "\(words()) by up to \(milliseconds(worst)) ms on average, \(median.text)"
        }
        return nil
    }

    /// The lag of the run's own requests behind their times, where these are a plan: not where the next request waits
    /// for the last one's end, or for a limit.
    private static func sentLate(
        _ record: Record, _ targets: [TargetSummary], _ median: Yardstick, _ far: Yardstick?
    ) -> String? {
        let design = record.manifest.design
        guard design.rate != nil || design.arrival == .trace,
            design.maxInFlight == nil
        else { return nil }
        let isLimited = design.maxRate != nil
        let limited = Set(record.manifest.targets.filter { isLimited && $0.isService == true }.map(\.name))
        let lags = record.samples.filter { $0.phase == .measured && !limited.contains($0.target) }
            .compactMap { sample in sample.trace.dispatched.map { $0 - sample.trace.scheduled } }
        guard let spread = InstrumentError.Spread(lags) else { return nil }
        if spread.median > median.bound {
            return "the run's own requests were sent \(milliseconds(spread.median)) ms late (median), \(median.text)"
        }
        guard let far, spread.count >= Statistics.minimumCount(forQuantile: 0.99), spread.p99 > far.bound else {
            return nil
        }
        return
            "one in a hundred of the run's own requests was sent \(milliseconds(spread.p99)) ms late or more, \(far.text)"
    }

    /// Returns the lags during the run, for the report's line.
    static func courseWords(_ courses: [InstrumentCourse]) -> [String] {
        guard !courses.isEmpty else { return [] }
        var parts: [String] = []
        let timers = courses.compactMap(\.timers)
        if let mean = timers.map(\.mean).max(), let largest = timers.map(\.max).max() {
            parts.append(
                "timers late by \(milliseconds(mean)) ms on average (largest \(milliseconds(largest))) during the run")
        }
        let queues = courses.compactMap(\.runQueue)
        parts.append(
            queues.map(\.mean).max().map { "\(milliseconds($0)) ms on the run queue at each turn" }
                ?? "delay on the run queue not known")
        return parts
    }
}
