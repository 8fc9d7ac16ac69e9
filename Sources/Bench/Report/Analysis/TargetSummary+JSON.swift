package import ALCFJSON
import ALCFRecord
import ALCFStatistics

extension TargetSummary {
    /// Its members: figures under their short names, then what is no figure.
    package var json: JSONValue {
        func counts<T>(_ counts: [Count<T>], _ name: (T) -> String) -> JSONValue {
            .object(JSONObject(counts.map { (name($0.value), .int($0.count)) }))
        }
        var members: JSONObject = [
            "label": .string(target.label), "attempts": .int(attempts), "successes": .int(successes),
            "failures": counts(failures, \.rawValue), "success_rate_interval": successInterval?.json ?? .null,
        ]
        for figure in Figure<Sample>.summarised {
            members[figure.shortName] = self[figure]?.json ?? .null
            guard figure.uses.contains(.attempts) else { continue }
            members["\(figure.shortName)_failures_as_slowest"] = failuresAsSlowest[figure]?.json ?? .null
        }
        for figure in Figure<TargetSummary>.all where figure.uses.contains(.summary) {
            members.add(figure, of: self)
        }
        members.merge([
            "first_outputs": counts(firstOutputs, \.rawValue), "latency_model": latencyModel?.json ?? .null,
            "connecting": connecting?.json ?? .null, "goodput": goodput?.json ?? .null, "goodput_void": goodputVoid,
            "server_timings": serverTimings?.json ?? .null, "first_error": JSONValue(firstError),
            "quality": quality?.json ?? .null, "finish_reasons": counts(finishReasons) { $0 },
            "models": counts(models) { $0 }, "stream_shapes": counts(streamShapes, \.rawValue),
        ])
        return .object(members)
    }
}

extension LatencyModel {
    package var json: JSONValue {
        var members: JSONObject = [
            "fixed_seconds_interval": fixedInterval?.json ?? .null, "seconds_per_token_interval": interval.json,
            "decode_rate": JSONValue(secondsPerToken > 0 ? 1 / secondsPerToken : nil),
            "prefill_rate": JSONValue(secondsPerPromptToken.flatMap { $0 > 0 ? 1 / $0 : nil }),
            "seconds_per_prompt_token_interval": promptInterval?.json ?? .null,
            "overhead_seconds": JSONValue(overhead), "min_tokens": .int(tokens.lowerBound),
            "max_tokens": .int(tokens.upperBound), "requests": .int(requests),
        ]
        for figure in Figure<LatencyModel>.all { members.add(figure, of: self) }
        return .object(members)
    }
}

extension QualitySummary {
    package var json: JSONValue {
        var members: JSONObject = ["questions": .int(questions)]
        for figure in Figure<QualitySummary>.all { members.add(figure, of: self) }
        return .object(members)
    }
}
