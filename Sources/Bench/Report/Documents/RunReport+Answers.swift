import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension RunReport {
    /// The most questions that are shown; the rest is in the record.
    private static let mostQuestions = 100

    /// The answers of all targets side by side, with the accepted ones.
    var answers: Section { Section("answers", "Answers", .reference, isInData: true, questions()) }

    private func questions() -> [Block] {
        let samples = analysis.record.samples.filter { $0.phase == .measured }
        guard samples.contains(where: { $0.answer != nil }) else { return [] }
        let byPrompt = Dictionary(grouping: samples, by: \.promptID)
        let asked = analysis.record.manifest.prompts.filter { byPrompt[$0.id] != nil }
        let left = asked.count - Self.mostQuestions
        return Block.details(
            "The questions, and how they were answered",
            asked.prefix(Self.mostQuestions).flatMap { question($0, byPrompt[$0.id] ?? []) }
                + (left > 0 ? [.note("\(left) more questions are in the record.")] : []))
    }

    private func question(_ prompt: Prompt, _ samples: [Sample]) -> [Block] {
        let lines = prompt.text.split(whereSeparator: \.isNewline)
        let head = lines.last { $0.hasPrefix("Question:") }.map { String($0.dropFirst(9)) } ?? prompt.text
        let accepted = Set(prompt.answers).sorted().joined(separator: " · ")
        let panels = analysis.targets.map { target in
            answer(
                target.target.label,
                samples.filter { $0.target == target.target.name }.min { $0.run < $1.run })
        }
        return [.heading(Self.short(head, 300))] + (prompt.answers.isEmpty ? [] : [.note("Accepted: \(accepted)")])
            + [
                .panels(panels),
                .details("The prompt", [.preformatted((prompt.system.map { $0 + "\n\n" } ?? "") + prompt.text)]),
            ]
    }

    private func answer(_ label: String, _ sample: Sample?) -> Document.Panel {
        var panel = Document.Panel(title: label, text: Self.short(sample?.answer ?? NumberText.unknown, 2_000))
        guard let sample else { return panel }
        guard sample.outcome.isSuccess else {
            panel.mark = "failed: \(sample.errorMessage ?? sample.outcome.rawValue)"
            panel.isGood = false
            return panel
        }
        if let score = sample.score {
            panel.isGood = score.contains
            panel.mark =
                (score.contains ? "✓ holds it" : "✗ does not hold it")
                + ", F1 \(NumberText.fixed(100 * score.extractedF1, 0))"
        }
        let latency = sample[.serviceLatency].map { "\(NumberText.significant($0)) s" } ?? ""
        panel.note = latency + (sample.tokens.completion.map { ", \(NumberText.count($0, "token"))" } ?? "")
        return panel
    }

    private static func short(_ text: String, _ limit: Int) -> String {
        text.count > limit ? text.prefix(limit) + " …" : text
    }
}
