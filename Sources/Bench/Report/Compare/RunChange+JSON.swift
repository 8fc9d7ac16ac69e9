import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension RunChange {
    /// The figures for programs.
    var json: JSONValue {
        [
            "experiment": "compare", "old": .string(old.name), "new": .string(new.name), "same": .bool(isSame),
            "verdicts": .array(sentences.map(JSONValue.string)),
            "simulated": .bool([old, new].contains { $0.record.manifest.simulation != nil }),
            "invalid": .bool([old, new].contains { $0.analysis.instrument.isInvalid }),
            "warnings": .array(warnings.map { .string(Report.sentence($0.text)) }),
            "targets": .object(JSONObject(targets.map { ($0.basis.new.target.name, $0.json) })),
        ]
    }
}

extension ChangedTarget {
    fileprivate var json: JSONValue {
        let kind =
            switch basis.kind {
            case .prompts: "prompts"
            case .requests: "none"
            case .sessions: "sessions"
            }
        return [
            "old_target": .string(basis.old.target.name), "paired_by": .string(kind),
            "basis": .string(basis.sentence),
            "common_prompts": .int(basis.common),
            "old_answers": .int(basis.old.answered.count), "new_answers": .int(basis.new.answered.count),
            "figures": .object(JSONObject(changes.map { ($0.subject.name, $0.json) })),
            "setup": .array(
                setup.map {
                    [
                        "name": .string($0.name), "old": .string($0.old), "new": .string($0.new),
                        "matters": .bool($0.matters),
                    ]
                }),
        ]
    }
}

extension Change {
    fileprivate var json: JSONValue {
        func number(_ value: Double?) -> JSONValue { value.flatMap { $0.isFinite ? .double($0) : nil } ?? .null }
        return [
            "old": number(old), "new": number(new), subject.isShare ? "difference" : "ratio": number(value),
            "interval": interval.map { .array([number($0.lower), number($0.upper)]) } ?? .null,
            "p": number(pValue), "adjusted_p": number(adjustedP), "verdict": .string(verdict.rawValue),
        ]
    }
}
