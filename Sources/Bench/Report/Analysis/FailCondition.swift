public import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// A condition under which a run counts as failed, as in `ttft p95 > 2s`, `sophia latency > 3s`, `errors > 5%` or
/// `invalid`.
///
/// An unknown figure fails too: a limit on a figure that is void is not kept. Medians and percentiles of durations are
/// over every attempt, failures being slower than any answer.
package struct FailCondition: Sendable, Hashable {
    /// Text as it was given.
    package let text: String
    /// The target it is about; nil for each of them.
    package let target: String?
    /// Subject.
    let subject: Subject
    /// A statistic of a distribution; nil for a figure that is one number.
    let statistic: Statistic?
    let comparison: Order
    /// The limit in the figure's own unit; of a ratio, the number itself.
    let limit: Double

    enum Order: String, CaseIterable {
        // Longer ones first, as they begin alike.
        case atMost = "<="
        case atLeast = ">="
        case below = "<"
        case above = ">"

        func holds(_ value: Double, _ limit: Double) -> Bool {
            switch self {
            case .atMost: value <= limit
            case .atLeast: value >= limit
            case .below: value < limit
            case .above: value > limit
            }
        }
    }

    /// Reads a condition.
    ///
    /// - Throws: ``BenchError`` saying what is not understood, and what would be.
    package init(_ text: String) throws(BenchError) {
        self.text = text
        let plain = text.replacing("≤", with: "<=").replacing("≥", with: ">=")
        guard let (order, range) = Self.order(in: plain) else {
            guard Self.words(plain) == ["invalid"] else {
                throw Self.error(text, "it has none of >, >=, < and <=")
            }
            (target, subject, statistic, comparison, limit) = (nil, .invalid, nil, .above, 0)
            return
        }
        var words = Self.words(String(plain[..<range.lowerBound]))
        if let odd = words.joined().first(where: { !$0.isLetter && !$0.isNumber && !"_-./".contains($0) }) {
            throw Self.error(text, "'\(odd)' has no place in it")
        }
        statistic = words.last.flatMap(Statistic.init(word:))
        if statistic != nil { words.removeLast() }
        // A figure may be of several words; one more before it is a target.
        guard let (subject, used) = Subject.reading(words) else {
            if words.count > 1, Subject.reading(words.dropLast()) != nil {
                throw Self.error(text, "there is no statistic '\(words[words.count - 1])'", Self.statistics)
            }
            throw Self.error(
                text, words.isEmpty ? "it names no figure" : Self.unknown(words.joined(separator: " ")),
                "Figures: \(Subject.all.map(\.name).joined(separator: ", ")).\n\(Self.statistics)")
        }
        guard words.count - used <= 1 else { throw Self.error(text, "'\(words[0])' is not understood") }
        guard statistic == nil || subject.hasStatistics else {
            throw Self.error(
                text, "\(subject.name) is one number, of which there is no \(statistic?.rawValue ?? "")",
                "Leave the statistic out, as in '\(subject.name) > LIMIT'.")
        }
        guard statistic != .ratio || subject.hasRatio else {
            throw Self.error(text, "ratios are made of \(Report.list(Comparison.figures.map(\.shortName))) only")
        }
        guard subject != .invalid else { throw Self.error(text, "'invalid' stands alone") }
        self.subject = subject
        target = words.count > used ? words[0] : nil
        comparison = order
        limit = try Self.limit(
            String(plain[range.upperBound...]), statistic == .ratio ? nil : subject.unit, of: text)
    }

    private static func order(in text: String) -> (Order, Range<String.Index>)? {
        Order.allCases.compactMap { order in text.firstRange(of: order.rawValue).map { (order, $0) } }
            .min { ($0.1.lowerBound, -$0.0.rawValue.count) < ($1.1.lowerBound, -$1.0.rawValue.count) }
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { $0 == " " || $0 == "\t" }.map(String.init)
    }

    private static func unknown(_ name: String) -> String {
        let near = Subject.all.map { (name: $0.name, distance: EditDistance.between(name.utf8, $0.name.utf8)) }
            .min { $0.distance < $1.distance }
        return "there is no figure '\(name)'" + (near.map { "; did you mean '\($0.name)'?" } ?? "")
    }

    /// - Parameter way: what would be understood in place of the part that is not; nil for the form of the whole.
    private static func error(_ text: String, _ why: String, _ way: String? = nil) -> BenchError {
        BenchError(
            .condition, "the condition '\(text)' is not understood: \(why)",
            remedy: way
                ?? "Give [TARGET] FIGURE [STATISTIC] >|>=|<|<= LIMIT, as in 'ttft p95 > 2s' or 'errors > 5%', or 'invalid'."
        )
    }

    private static var statistics: String { "Statistics: \(Statistic.words.joined(separator: ", "))." }

    /// The limit in the figure's own unit.
    private static func limit(_ text: String, _ unit: Metric.Unit?, of condition: String) throws(BenchError) -> Double {
        let word = text.lowercased().filter { $0 != " " && $0 != "\t" }
        let endings = (unit?.endings ?? []) + [("", 1)]
        for (ending, factor) in endings where word.hasSuffix(ending) {
            let number = word.dropLast(ending.count)
            if let value = Double(number), value.isFinite, number.allSatisfy({ $0.isNumber || "+-.e".contains($0) }) {
                return value * factor
            }
        }
        let known = endings.map(\.text).filter { !$0.isEmpty }.joined(separator: ", ")
        throw error(
            condition, "'\(text.trimmingBlanks)' is no limit",
            "Give a number" + (known.isEmpty ? "." : ", with one of these units or none: \(known)."))
    }
}

extension FailCondition {
    /// Returns the failures of a run by it, a sentence for each target and part of the run; empty for none.
    package func failures(_ analysis: Analysis) -> [String] {
        let parts = analysis.strata.map { (" in \($0.title)", $0.analysis) }
        if subject == .invalid { return invalid(analysis) }
        return (parts.isEmpty ? [("", analysis)] : parts).flatMap { place, part in
            statistic == .ratio ? ratios(part, place) : figures(part, place)
        }
    }

    private func invalid(_ analysis: Analysis) -> [String] {
        if analysis.instrument.isInvalid { return ["'\(text)': \(analysis.instrument.sentence)"] }
        return analysis.instrument.isChecked
            ? [] : ["'\(text)' cannot be told: the instrument was not checked, which counts as failed"]
    }

    private func figures(_ analysis: Analysis, _ place: String) -> [String] {
        let targets = analysis.targets.filter { target == nil || isAbout($0.target) }
        guard !targets.isEmpty else {
            return ["'\(text)' cannot be told: there is no target\(target.map { " '\($0)'" } ?? "")"]
        }
        return targets.compactMap {
            judge(
                subject.value($0, statistic ?? .median), of: "\(name) of \($0.target.label)\(place)",
                unless: subject.reason($0))
        }
    }

    private func ratios(_ analysis: Analysis, _ place: String) -> [String] {
        let all = analysis.comparisons.filter { target == nil || isAbout($0.first) || isAbout($0.second) }
        guard !all.isEmpty else { return ["'\(text)' cannot be told: no two targets are compared"] }
        return all.compactMap { comparison in
            let result = subject.ratio(comparison)
            let isWithheld = result?.withheld != nil
            return judge(
                isWithheld ? nil : result.flatMap(Figure.ratio.value),
                of: "\(name), \(comparison.first.label) ÷ \(comparison.second.label)\(place)",
                unless: isWithheld ? "that of answered requests does not hold with failures counted as slowest" : nil)
        }
    }

    /// Whether it names the target.
    package func isAbout(_ other: RunManifest.Target) -> Bool {
        target.map { $0 == other.name.lowercased() || $0 == other.label.lowercased() } ?? true
    }

    private var name: String {
        subject.hasStatistics ? "\(subject.name) \((statistic ?? .median).rawValue)" : subject.name
    }

    private func judge(_ value: Double?, of name: String, unless reason: String? = nil) -> String? {
        guard let value, !value.isNaN else {
            let least = reason ?? statistic.flatMap(\.leastCount).map { "it takes \($0) answers" }
            return "'\(text)': \(name) is not known\(least.map { " (\($0))" } ?? ""), which counts as failed"
        }
        guard comparison.holds(value, limit) else { return nil }
        guard value.isFinite else {
            return "'\(text)': \(name) is \(NumberText.infinite), as failed requests are slower than any answer"
        }
        let shown = statistic == .ratio ? NumberText.ratio(value) : subject.unit?.text(value)
        return "'\(text)': \(name) is \(shown ?? NumberText.significant(value))"
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}

extension BenchError.Code {
    /// A condition for failing is not understood.
    public static let condition = BenchError.Code("condition")
}
