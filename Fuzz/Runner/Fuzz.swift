@preconcurrency import Glibc

@testable import ALCFSystem
@testable import TestSupport

/// Runs targets: the corpus once, or so many inputs made of it.
@main struct Fuzz {
    private static let usage = """
        fuzz list
        fuzz replay [TARGET…]                      the committed corpus, once
        fuzz run TARGET… [--inputs N] [--seconds S] [--seed X] [--first N] [--findings FOLDER]
        fuzz one TARGET FILE                       one input
        TARGET may be 'all'.
        """

    static func main() async throws {
        signal(SIGPIPE, SIG_IGN)
        setlinebuf(stdout)
        var words = Array(CommandLine.arguments.dropFirst())
        guard !words.isEmpty else { return fail(usage) }
        switch words.removeFirst() {
        case "list": for target in FuzzTarget.all { print(target.name) }
        case "replay": try await replay(targets(words.isEmpty ? ["all"] : words))
        case "run": try await run(&words)
        case "one" where words.count == 2:
            for target in targets([words[0]]) { try await target.check(FileContents(path: words[1]).bytes) }
        default: fail(usage)
        }
    }

    private static func replay(_ targets: [FuzzTarget]) async throws {
        var broken = 0
        for target in targets {
            for (name, bytes) in try Corpus.inputs(of: target) {
                do { try await target.check(bytes) } catch {
                    print("\(target.name)/\(name): \(error)")
                    broken += 1
                }
            }
        }
        print("\(broken) broken")
        if broken > 0 { exit(1) }
    }

    private static func run(_ words: inout [String]) async throws {
        func option(_ name: String) -> String? {
            guard let place = words.firstIndex(of: name), place + 1 < words.count else { return nil }
            defer { words.removeSubrange(place...place + 1) }
            return words[place + 1]
        }
        let seconds = option("--seconds").flatMap { Double($0) }
        let inputs = option("--inputs").flatMap { Int($0) } ?? (seconds == nil ? 10_000 : .max)
        let seed = option("--seed").flatMap { UInt64($0) } ?? TestRandom.seed
        let first = option("--first").flatMap { Int($0) } ?? 0
        let findings = option("--findings") ?? "."
        var found = 0
        for target in targets(words) {
            let campaign = try Campaign(target, seed: seed, findings: findings)
            let end = first.addingReportingOverflow(inputs)
            found += try await campaign.run(first..<(end.overflow ? .max : end.partialValue), seconds: seconds)
        }
        if found > 0 { exit(1) }
    }

    private static func targets(_ names: [String]) -> [FuzzTarget] {
        if names == ["all"] { return FuzzTarget.all }
        return names.compactMap { name in
            guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
                fail("There is no target '\(name)'.")
                return nil
            }
            return target
        }
    }

    private static func fail(_ text: String) {
        fputs(text + "\n", stderr)
        exit(64)
    }
}
