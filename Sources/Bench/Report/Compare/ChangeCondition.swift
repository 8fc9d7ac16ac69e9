package import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// A condition under which a new run counts as worse than an old one, as in `ttft > 1.10`, `metis latency p95 > 1.2` or
/// `errors > 2%`: a limit on new ÷ old, or on the points by which a share has changed.
///
/// It is met where the interval says so: above a limit, its lower end; below one, its upper end. An unknown figure
/// meets it too. A figure without an interval is judged by its ratio, and the message says so.
package struct ChangeCondition: Sendable, Hashable {
    private let condition: FailCondition
    private let subject: Change.Subject?

    /// Reads a condition.
    ///
    /// - Throws: ``BenchError`` saying what is not understood, and what would be.
    package init(_ text: String) throws(BenchError) {
        condition = try FailCondition(text)
        func refused(_ why: String) -> BenchError {
            BenchError(
                .condition, "the condition '\(text)' cannot be asked of two runs: \(why)",
                remedy:
                    "Give a limit on new ÷ old, as in 'ttft > 1.10' or 'latency p95 > 1.2'; of a share in points, as in 'errors > 2%'; or "
                    + "'invalid'.")
        }
        switch (condition.subject, condition.statistic) {
        case (.invalid, _): subject = nil
        case (.request(let figure), nil), (.request(let figure), .ratio): subject = .mean(figure)
        case (.request(let figure), .median): subject = .quantile(figure, 0.5)
        case (.request(let figure), .p90): subject = .quantile(figure, 0.9)
        case (.request(let figure), .p95): subject = .quantile(figure, 0.95)
        case (.request(let figure), .p99): subject = .quantile(figure, 0.99)
        case (.request, .mean), (.request, .min), (.request, .max):
            throw refused("of \(condition.subject.name) the geometric mean, median, p90, p95 and p99 are compared")
        case (.target(let figure), _): subject = .target(figure)
        }
        guard let subject else { return }
        let limit = text.split(whereSeparator: { "<>=≤≥".contains($0) }).last.map(String.init) ?? ""
        let word = limit.filter { $0 != " " && $0 != "\t" }
        if !subject.isShare {
            guard let number = Double(word), number > 0 else {
                throw refused("its limit is no ratio above 0")
            }
        }
    }

    /// Returns the reasons to fail, a sentence each; empty for none.
    package func failures(_ change: RunChange) -> [String] {
        guard let subject else { return invalid(change) }
        let targets = change.targets.filter { target in
            condition.isAbout(target.basis.new.target) || condition.isAbout(target.basis.old.target)
        }
        guard !targets.isEmpty else {
            return ["'\(condition.text)' cannot be told: no such target is compared"]
        }
        return targets.compactMap { judge($0[subject] ?? $0.basis.change(subject), $0.label) }
    }

    /// Whether it names one of the targets that are compared, or none.
    package func isAbout(_ change: RunChange) -> Bool {
        subject == nil
            || change.targets.contains {
                condition.isAbout($0.basis.new.target) || condition.isAbout($0.basis.old.target)
            }
    }

    /// The condition as it was given.
    package var text: String { condition.text }

    private func judge(_ item: Change, _ label: String) -> String? {
        let name = "\(item.subject.title) of \(label)"
        guard let value = item.value else {
            return "'\(text)': the change of \(name) is not known, which counts as failed"
        }
        let isAbove = condition.comparison == .above || condition.comparison == .atLeast
        let end = item.interval.map { isAbove ? $0.lower : $0.upper } ?? value
        guard condition.comparison.holds(end, condition.limit) else { return nil }
        let bare = item.interval == nil ? ", one number a run, without an interval" : ""
        return "'\(text)': \(name) is \(item.words)\(bare)"
    }

    private func invalid(_ change: RunChange) -> [String] {
        [("old", change.old), ("new", change.new)].compactMap { name, run in
            let verdict = run.analysis.instrument
            if verdict.isInvalid { return "'\(text)': the \(name) run: \(verdict.sentence)" }
            return verdict.isChecked
                ? nil
                : "'\(text)' cannot be told of the \(name) run: its instrument was not checked, which counts as failed"
        }
    }
}
