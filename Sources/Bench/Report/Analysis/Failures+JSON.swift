package import ALCFJSON
import ALCFRecord
import ALCFStatistics

extension AttemptDistribution {
    /// JSON in which infinite and unknown values are null, and `null_because` gives the reason.
    package var json: JSONValue {
        let failed =
            "infinite: it falls among the \(failures) failures of \(count) attempts, which count as slower than any answer"
        var reasons: [(String, JSONValue)] = []
        func figure(_ name: String, _ value: Double?, takes probability: Double) -> JSONValue {
            guard let value else {
                let least = Statistics.minimumCount(forQuantile: probability)
                reasons.append((name, .string("it takes \(least) attempts")))
                return .null
            }
            if !value.isFinite { reasons.append((name, .string(failed))) }
            return JSONValue(value)
        }
        var members: JSONObject = [
            "count": .int(count), "failures": .int(failures), "median": figure("median", median, takes: 0.5),
            "median_interval": medianInterval?.json ?? .null, "p90": figure("p90", p90, takes: 0.9),
            "p95": figure("p95", p95, takes: 0.95), "p95_interval": p95Interval?.json ?? .null,
            "p99": figure("p99", p99, takes: 0.99), "p99_interval": p99Interval?.json ?? .null,
            "mean_at_least": .double(leastMean), "mean_at_most": JSONValue(failures > 0 ? mostMean : leastMean),
        ]
        for (name, interval) in [
            ("median_interval", medianInterval), ("p95_interval", p95Interval), ("p99_interval", p99Interval),
        ] {
            if let interval, !interval.upper.isFinite { reasons.append((name, .string("its upper end is " + failed))) }
        }
        if failures > 0, mostMean == nil {
            reasons.append(
                ("mean_at_most", "nothing bounds what a failed request would have taken, as there was no time limit"))
        }
        members["null_because"] = .object(JSONObject(reasons))
        return .object(members)
    }
}

extension WinRatio {
    package var json: JSONValue {
        let reason: JSONValue =
            wins + losses == 0
            ? "no pair has a winner"
            : losses == 0
                ? "infinite: the second never came first"
                : interval == nil ? "an interval takes \(RatioComparison.minimumPairs) pairs with a winner" : .null
        return [
            "wins": .int(wins), "losses": .int(losses), "ties": .int(ties), "ratio": JSONValue(ratio),
            "ratio_interval": interval?.json ?? .null, "p": JSONValue(pValue), "null_because": reason,
        ]
    }
}

extension FailureEffect {
    package var json: JSONValue {
        [
            "first_failed": .int(firstFailed), "of_asked_of_first": .int(firstAsked),
            "second_failed": .int(secondFailed), "of_asked_of_second": .int(secondAsked),
            "both_failed": .int(bothFailed), "win_ratio": winRatio?.json ?? .null,
            "worst_case_of_first": worstOfFirst?.json ?? .null, "worst_case_of_second": worstOfSecond?.json ?? .null,
            "first_faster_p": JSONValue(firstFasterP), "second_faster_p": JSONValue(secondFasterP),
            "mann_whitney_p": JSONValue(mannWhitney?.pValue), "mann_whitney_effect": JSONValue(mannWhitney?.effect),
        ]
    }
}

extension Goodput {
    package var json: JSONValue {
        [
            "met": .int(met), "attempts": .int(attempts), "unknown": .int(unjudged),
            "unknown_by_figure": .object(JSONObject(unknown.map { ($0.value.shortName, .int($0.count)) })),
            "per_second": JSONValue(perSecond), "attainment_interval": interval?.json ?? .null,
        ]
    }
}

extension TargetSummary {
    /// The figures of the objectives that no answer has; null where the objectives can be judged.
    var goodputVoid: JSONValue {
        voidObjectives.isEmpty ? .null : .array(voidObjectives.map { .string($0.shortName) })
    }
}
