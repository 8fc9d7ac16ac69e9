import ALCFClient
import ALCFJSON
import ALCFLoad
import ALCFRecord
import ALCFReport
import ALCFSystem

/// Says what load is about to be put on the service, and asks where it is large and the service is shared.
struct LoadAnnouncement {
    let estimate: LoadEstimate
    let targets: [String]
    /// Whether requests go to the service that others use too.
    let isShared: Bool
    /// Advice for more turns of the targets.
    let advice: SlicePlan.Advice?

    init(_ runner: BenchmarkRunner, service: BenchmarkedService, progress: RunProgress = RunProgress()) {
        self.init([runner], service: service, progress: progress)
    }

    /// Several runs, one after the other.
    init(_ runners: [BenchmarkRunner], service: BenchmarkedService, progress: RunProgress = RunProgress()) {
        let speed = service.simulationSpeed ?? 1
        estimate = LoadEstimate(sum: runners.map { LoadEstimate($0, speed: speed, progress: progress) })
        advice =
            progress.samples.isEmpty
            ? runners.lazy.compactMap { $0.slicePlan.advice(seconds: SlicePlan.guessedSeconds / speed) }.first : nil
        let all = runners.first?.targets ?? []
        targets = all.map(\.name)
        isShared = service.simulationSpeed == nil && all.contains { $0.endpoint.credentials == .service }
    }

    var text: String {
        let minutes = estimate.minutes < 1 ? "under a minute" : "about \(NumberText.fixed(estimate.minutes, 0)) minutes"
        return
            "\(estimate.requests) requests to \(targets.joined(separator: " and ")), some \(Self.rounded(estimate.promptTokens)) "
            + "tokens of prompts and at most \(Self.rounded(estimate.mostAnswerTokens)) of answers, \(minutes)"
            + (estimate.slices.map { $0 > 1 ? ", in turns of some \($0) slices each" : "" } ?? "") + "."
    }

    /// Says it on standard output, and what would keep turns from being too few beside it: all of a run that is not to
    /// be.
    func show(json: Bool) {
        Console.print(json ? estimate.json.serialized() : text)
        advise(isShown: true)
    }

    private func advise(isShown: Bool) {
        guard let advice else { return }
        let text = "\(advice.message). \(advice.remedy)"
        if advice.isGrave { Console.warn(text) } else if isShown { Console.note(Report.sentence(text)) }
    }

    /// - Throws: `UsageError` if the load is large and was not agreed to.
    func confirm(yes: Bool, isShown: Bool) async throws {
        let mustAsk = isShared && estimate.isLarge && !yes
        if isShown || mustAsk { Console.note(text) }
        advise(isShown: isShown)
        guard mustAsk else { return }
        let remedy = "Give --yes to continue, or reduce the load (--samples, --rate, --concurrency)."
        guard Terminal.isInteractive(.error),
            let answer = await Terminal.ask("This is a large load on a service that others also use. Continue? [y/N] ")
        else { throw UsageError("this load is large and must be confirmed: \(text)", remedy: remedy) }
        guard ["y", "yes"].contains(answer.lowercased()) else { throw UsageError("nothing was sent", remedy: remedy) }
    }

    /// To two digits.
    private static func rounded(_ count: Int) -> String {
        var unit = 1
        while count / unit >= 100 { unit *= 10 }
        let value = (count + unit / 2) / unit * unit
        if value >= 1_000_000 { return "\(NumberText.fixed(Double(value) / 1e6, value >= 10_000_000 ? 0 : 1)) million" }
        return "\(value)"
    }
}
