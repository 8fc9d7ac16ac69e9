import ALCFRecord
import ALCFStatistics

/// The answers of all targets side by side, with what counts as right.
struct HTMLAnswers {
    /// The most questions that are shown; the rest is in the record.
    static let limit = 100
    private let analysis: Analysis

    init(_ analysis: Analysis) { self.analysis = analysis }

    /// Nil where there is no answer.
    func section() -> [HTML]? {
        let samples = analysis.record.samples.filter { $0.phase == .measured }
        guard samples.contains(where: { $0.answer != nil }) else { return nil }
        let prompts = analysis.record.manifest.prompts
        let byPrompt = Dictionary(grouping: samples, by: \.promptID)
        let asked = prompts.filter { byPrompt[$0.id] != nil }
        var children = asked.prefix(Self.limit).map { question($0, byPrompt[$0.id] ?? []) }
        if asked.count > Self.limit {
            children.append(
                .tag("p", [("class", "note")], "\(asked.count - Self.limit) more questions are in the record."))
        }
        return children
    }

    private func question(_ prompt: Prompt, _ samples: [Sample]) -> HTML {
        let lines = prompt.text.split(whereSeparator: \.isNewline)
        let head = lines.last { $0.hasPrefix("Question:") }.map { String($0.dropFirst(9)) } ?? prompt.text
        let answers = analysis.targets.map { target in
            let own = samples.filter { $0.target == target.target.name }.min { $0.run < $1.run }
            return answer(target.target.label, own)
        }
        return .tag(
            "div", [("class", "question")], .tag("h3", [("dir", "auto")], .text(Self.short(head, 300))),
            prompt.answers.isEmpty
                ? .fragment([])
                : .tag(
                    "p", [("class", "note")], "Accepted: ",
                    .tag("bdi", [], .text(Set(prompt.answers).sorted().joined(separator: " · ")))),
            .tag("div", [("class", "pair")], all: answers),
            .tag(
                "details", [], .tag("summary", [], "The prompt"),
                .tag("pre", [("dir", "auto")], .text((prompt.system.map { $0 + "\n\n" } ?? "") + prompt.text))))
    }

    private func answer(_ label: String, _ sample: Sample?) -> HTML {
        var notes: [HTML] = []
        if let sample, sample.outcome.isSuccess {
            if let score = sample.score {
                notes.append(
                    .tag(
                        "span", [("class", score.contains ? "right" : "wrong")],
                        .text(
                            (score.contains ? "✓ holds it" : "✗ does not hold it")
                                + ", F1 \(NumberText.fixed(100 * score.extractedF1, 0))")))
            }
            let latency = sample[.serviceLatency].map { " \(NumberText.significant($0)) s" } ?? ""
            let tokens = sample.tokens.completion.map { ", \(NumberText.count($0, "token"))" } ?? ""
            notes.append(.text(latency + tokens))
        } else if let sample {
            let reason = sample.errorMessage ?? sample.outcome.rawValue
            notes.append(.tag("span", [("class", "wrong")], .text("failed: \(reason)")))
        }
        return .tag(
            "div", [("class", "answer")], .tag("strong", [], .text(label)),
            .tag("p", [("dir", "auto")], .text(Self.short(sample?.answer ?? NumberText.unknown, 2_000))),
            .tag("p", [("class", "note")], all: notes))
    }

    private static func short(_ text: String, _ limit: Int) -> String {
        text.count > limit ? text.prefix(limit) + " …" : text
    }
}
