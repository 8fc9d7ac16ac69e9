import Glibc

/// Whether a run's prompts last, so that nothing is measured that its server has seen before.
package enum PromptSupply {
    /// A closed loop whose time is set is taken to send no more than this to each place in flight: few answers take
    /// less.
    package static let fastestAnswer = 0.5

    /// Returns the number of prompts, or conversations, that a run takes if none may be sent twice to a target; of a
    /// closed loop with a duration, at most so many as answers of ``fastestAnswer`` seconds would take.
    package static func needed(_ prompts: [Prompt], _ options: BenchmarkOptions, targets: Int = 1) -> Int {
        let there = Conversations.ranges(prompts.map(\.turn)).count
        if let duration = options.duration, options.rate == nil {
            return Int((duration / fastestAnswer).rounded(.up)) * max(1, options.concurrency)
        }
        guard options.rate != nil, options.duration != nil else { return there }
        let slots = Schedule(targets: targets, prompts: prompts, options: options).slots
        return slots.count { $0.run > 0 && $0.turn == 0 && $0.target == 0 }
    }

    /// Whether a run would send a prompt twice to a target without being asked to.
    package static func isShort(_ prompts: [Prompt], _ options: BenchmarkOptions, targets: Int = 1) -> Bool {
        needed(prompts, options, targets: targets) > Conversations.ranges(prompts.map(\.turn)).count
    }

    /// - Parameters:
    ///   - there: how many prompts there are.
    ///   - load: what needs them, as in "this load".
    /// - Returns: what to say where there are too few.
    package static func shortage(of name: String, needed: Int, there: Int, load: String) -> BenchError {
        BenchError(
            .tooFewQuestions,
            "\(load) needs \(needed) different prompts for each target, but \(name) has only \(there), and a repeated prompt may be "
                + "answered from a cache",
            remedy:
                "Use more prompts (--samples, --dataset) or generated ones (--synthetic), make each request unique with --cache-bust, or "
                + "allow repeats with --repeat-prompts.")
    }

    /// Whether two targets are one server with one model, so that what is sent to one is in the other's cache.
    package static func isShared(_ targets: [RunManifest.Target]) -> Bool {
        let servers = targets.flatMap { target in
            (target.servers.isEmpty ? [target.url] : target.servers.map(\.url)).map { server($0, model: target.model) }
        }
        return Set(servers).count < servers.count
    }

    /// Names a server and a model, whatever the loopback interface was called and with or without a slash at the end.
    package static func server(_ url: String, model: String) -> String {
        var url = url.lowercased()
        while url.hasSuffix("/") { url.removeLast() }
        for name in ["//localhost", "//[::1]"] {
            if let range = url.firstRange(of: name) { url.replaceSubrange(range, with: "//127.0.0.1") }
        }
        return "\(url) \(model)"
    }
}
