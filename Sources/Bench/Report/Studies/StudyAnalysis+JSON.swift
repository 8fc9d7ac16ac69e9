package import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension StudyAnalysis {
    /// The figures for programs. Ratios are first ÷ second, differences first − second; shares are 0 to 1.
    package var json: JSONValue {
        [
            "study": [
                "planned": .bool(isPlanned), "sessions": .int(sessions.count), "measured": .int(measured.count),
                "days": .int(dayCount), "utc_offset": .double(utcOffset),
            ],
            "simulated": .bool(records.contains { $0.manifest.simulation != nil }),
            "verdicts": .array(verdicts.map(JSONValue.string)),
            "sessions": .array(sessions.map(\.json)), "comparisons": .array(comparisons.map(\.json)),
            "targets": .array(levels.map(\.json)), "courses": .array(courses.map(JSONValue.string)),
            "differences": .array(differences.map(JSONValue.string)),
            "warnings": .array(
                warnings.map { ["message": .string($0.message), "remedy": .string($0.remedy)] }),
            "limits": .array(limits.map(JSONValue.string)),
        ]
    }
}

extension StudySession {
    package var json: JSONValue {
        let (result, reason): (String, String?) =
            switch outcome {
            case .measured: ("measured", nil)
            case .invalid(_, let reason): ("invalid", reason)
            case .failed(let reason): ("failed", reason)
            case .missed: ("missed", nil)
            }
        return [
            "number": .int(number), "label": .string(label), "time": .string(DateText.iso8601(time)),
            "result": .string(result), "reason": JSONValue(reason),
        ]
    }
}

extension StudyComparison {
    package var json: JSONValue {
        var object: JSONObject = [
            "part": JSONValue(part), "first": .string(first.name), "second": .string(second.name),
            "figure": .string(figure.rawValue), "kind": figure.isRatio ? "ratio" : "difference",
            "of_first_answers": .bool(isOfFirstAnswers),
            "verdict": .string(verdict.rawValue), "sentence": .string(StudyWords.verdict(self)),
            "p": JSONValue(series.pValue), "holm_p": JSONValue(test?.adjusted),
            "equivalence_holm_p": JSONValue(test?.adjustedEquivalence), "margin": .double(margin),
            "first_ahead": .int(wins.first), "second_ahead": .int(wins.second),
        ]
        object.merge(series.members)
        return .object(object)
    }
}

extension StudyLevel {
    package var json: JSONValue {
        var object: JSONObject = [
            "part": JSONValue(part), "target": .string(target.name), "figure": .string(figure.name), "unit": "seconds",
        ]
        object.merge(series.members)
        return .object(object)
    }
}

extension StudySeries {
    /// Its figures, under the names of their definitions.
    fileprivate var members: JSONObject {
        [
            "sessions": .int(points.count), "days": .int(dayCount), "over_sessions": JSONValue(estimate),
            "interval": interval?.json ?? .null, "next_session": next?.json ?? .null,
            "session_spread": JSONValue(combined?.deviation),
            "session_spread_interval": combined?.deviationInterval.json ?? .null,
            "inconsistency": JSONValue(combined?.inconsistency), "cochran_q": JSONValue(combined?.q),
            "cochran_q_p": JSONValue(combined?.qP),
            "session_drift": drift.map { ["score": .int($0.score), "p": JSONValue($0.pValue)] } ?? .null,
            "hour_of_day": course.map { course in
                [
                    "amplitude": JSONValue(course.amplitude), "amplitude_interval": course.interval.json,
                    "peak": JSONValue(course.peak), "p": JSONValue(course.pValue),
                    "session_spread_left": JSONValue(course.deviation),
                    "session_spread_left_interval": course.deviationInterval.json,
                ]
            } ?? .null,
            "points": .array(
                points.map { point in
                    [
                        "session": .int(point.session), "value": JSONValue(shown(point.estimate.value)),
                        "interval": point.interval?.json ?? .null,
                        "standard_error": JSONValue(point.estimate.standardError), "count": .int(point.count),
                    ]
                }),
        ]
    }
}
