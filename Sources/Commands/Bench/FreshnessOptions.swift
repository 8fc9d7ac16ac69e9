import ALCFRecord
import ArgumentParser

/// The options that keep prompts unknown to servers.
struct FreshnessOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Seed of generated texts. By default each run uses a new one, so that no server has seen its texts.",
            valueName: "number"))
    var promptSeed: UInt64?

    @Flag(help: "Begin each request with its own digits, so that no prefix cache helps.")
    var cacheBust = false

    @Flag(
        help:
            "Repeat prompts to the same target if there are too few. The report then separates first and later sendings."
    )
    var repeatPrompts = false

    func validate() throws {
        try require(
            !cacheBust || !repeatPrompts,
            "'--cache-bust' and '--repeat-prompts' exclude each other: one keeps prompts out of caches, the other repeats them."
        )
    }

    /// The number that made-up texts follow from. Drawn anew at each call where it is not given: ask once.
    func seed() -> UInt64 { promptSeed ?? .random(in: 1...999_999_999_999) }

    func apply(_ seed: UInt64, to options: inout BenchmarkOptions) {
        options.promptSeed = seed
        options.bustsCache = cacheBust
        options.repeatsPrompts = repeatPrompts
    }

    /// Declares, beside the number itself, whether an earlier run may have had it.
    func declare(in design: inout Design) {
        if promptSeed != nil { design.isPromptSeedGiven = true }
    }
}
