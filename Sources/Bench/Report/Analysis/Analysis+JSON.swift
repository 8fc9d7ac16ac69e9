package import ALCFJSON
import ALCFRecord
import ALCFStatistics

extension Interval {
    package var json: JSONValue { ["lower": JSONValue(lower), "upper": JSONValue(upper), "level": .double(level)] }
}

extension Distribution {
    package var json: JSONValue {
        [
            "count": .int(count), "mean": JSONValue(mean), "geometric_mean": JSONValue(geometricMean),
            "median": JSONValue(median), "median_interval": medianInterval?.json ?? .null, "min": JSONValue(min),
            "max": JSONValue(max), "sd": JSONValue(standardDeviation), "p90": JSONValue(p90), "p95": JSONValue(p95),
            "p90_interval": p90Interval?.json ?? .null, "p95_interval": p95Interval?.json ?? .null,
            "p99_interval": p99Interval?.json ?? .null,
            "p99": JSONValue(p99),
        ]
    }
}

extension Comparison {
    package var json: JSONValue {
        [
            "first": .string(first.name), "second": .string(second.name), "blocks": .int(blocks),
            "seconds": JSONValue(stretch?.seconds), "sessions": JSONValue(stretch?.sessions),
            "latency": latency.json, "ttft": timeToFirstToken.json(void: firstTokensDiffer),
            "ttfa": timeToFirstAnswer.json, "first_tokens": firstTokens?.json ?? .null,
            "output_rate": outputRate?.json ?? .null,
            "output_rate_of_answered_only": .bool(latency.failures?.hasFailures ?? false),
            "success": success.map { test in
                [
                    "only_first": .int(test.onlyFirst), "only_second": .int(test.onlySecond),
                    "mcnemar_p": JSONValue(test.pValue), "sessions_p": JSONValue(successSessions?.pValue),
                    "holm_p": JSONValue(successAdjustedP), "verdict": .string(successVerdict.rawValue),
                    "seconds": JSONValue(stretch?.seconds),
                ]
            } ?? .null, "answers": answersJSON,
            "whole_answers": wholeAnswers?.json ?? .null,
            "sentences": .array(Verdicts.sentences(self).map(JSONValue.string)),
        ]
    }

    /// The answers after extraction, of which exact match may have a verdict.
    private var answersJSON: JSONValue {
        guard var object = extractedAnswers?.json.object else { return .null }
        object["exact_match_holm_p"] = JSONValue(exactMatchAdjustedP)
        object["exact_match_verdict"] = .string(exactMatchVerdict.rawValue)
        object["seconds"] = JSONValue(stretch?.seconds)
        return .object(object)
    }
}

extension FirstTokens {
    package var json: JSONValue {
        func kinds(_ kinds: Kinds) -> JSONValue {
            .object(
                JSONObject(
                    FirstOutput.allCases.compactMap { kind in kinds.counts[kind].map { (kind.rawValue, .int($0)) } }))
        }
        return ["alike": .bool(areAlike), "first": kinds(first), "second": kinds(second)]
    }
}

extension RatioComparison.Sides {
    package var json: JSONValue { ["first": JSONValue(first), "second": JSONValue(second)] }
}

extension RatioComparison {
    package var json: JSONValue { json(void: false) }

    /// - Parameter isVoid: whether what was measured is not the same of both, so that no ratio is given.
    package func json(void isVoid: Bool) -> JSONValue {
        var members: JSONObject = [
            "pairs": .int(pairs), "paired": .bool(isPaired),
            "verdict": .string(isVoid ? "not_comparable" : verdict.rawValue),
            "seconds": JSONValue(stretch?.seconds), "sessions": JSONValue(stretch?.sessions),
            "first_sendings_only": .bool(isOfFirstSendings), "geometric_means": geometricMeans?.json ?? .null,
            "medians": medians?.json ?? .null,
        ]
        let figures: JSONObject = [
            "ratio": JSONValue(ratio?.ratio), "ratio_interval": ratio?.interval.json ?? .null,
            "median_ratio": JSONValue(medianRatio), "median_ratio_interval": medianInterval?.json ?? .null,
            "p": JSONValue(ratio?.pValue), "holm_p": JSONValue(adjustedP),
        ]
        guard !isVoid else {
            members.merge(JSONObject(figures.keys.map { ($0, JSONValue.null) }))
            return .object(members)
        }
        members.merge(figures)
        members.merge([
            "clusters": JSONValue(ratio?.clusters), "equivalence_margin": .double(margin),
            "equivalence_p": JSONValue(equivalenceP), "equivalence_holm_p": JSONValue(adjustedEquivalenceP),
            "wilcoxon_p": JSONValue(wilcoxon?.pValue), "mann_whitney_p": JSONValue(mannWhitney?.pValue),
            "mann_whitney_effect": JSONValue(mannWhitney?.effect), "withheld": JSONValue(withheld?.rawValue),
            "failures_as_slowest": failures?.json ?? .null,
        ])
        return .object(members)
    }
}

extension QualityComparison {
    package var json: JSONValue {
        [
            "questions": .int(questions), "f1": f1.json, "exact_match": exactShares.json,
            "f1_difference": JSONValue(f1Difference),
            "f1_difference_interval": f1Interval?.json ?? .null,
            "exact_match_only_first": .int(exactMatch.onlyFirst),
            "exact_match_only_second": .int(exactMatch.onlySecond),
            "exact_match_p": JSONValue(exactMatch.pValue),
        ]
    }
}

extension Warning {
    package var json: JSONValue {
        [
            "kind": .string(kind.rawValue), "target": JSONValue(target), "message": .string(message),
            "remedy": .string(remedy),
        ]
    }
}

extension RateComparison {
    package var json: JSONValue {
        [
            "pairs": .int(pairs), "rates": rates.json, "ratio": JSONValue(ratio),
            "ratio_interval": interval?.json ?? .null,
        ]
    }
}

extension ServerTimings {
    package var json: JSONValue {
        ["total": total.json, "difference": difference.json, "ttft": timeToFirstToken?.json ?? .null]
    }
}

extension Crossover {
    package var json: JSONValue {
        [
            "tokens": JSONValue(tokens), "interval": interval.json,
            "first_wins_beyond": .bool(firstWinsBeyond), "extrapolated": .bool(isExtrapolated),
        ]
    }
}

extension PrimaryTest {
    package var json: JSONValue {
        [
            "figure": .string(figure.rawValue), "of_first_answers": .bool(isOfFirstAnswers), "first": .string(first),
            "second": .string(second),
            "p": JSONValue(pValue), "holm_p": JSONValue(adjusted), "equivalence_p": JSONValue(equivalenceP),
            "equivalence_holm_p": JSONValue(adjustedEquivalence),
            "claims": .array(ClaimFamily.claims(self).map { .string($0.statement.rawValue) }),
        ]
    }
}

extension Audit {
    package var json: JSONValue {
        [
            "same_experiment": .bool(holds),
            "checks": .array(
                checks.map { check in
                    ["same": .string(check.question), "holds": JSONValue(check.holds), "detail": .string(check.detail)]
                }),
        ]
    }
}
