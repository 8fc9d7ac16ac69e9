import ALCFJSON
import ALCFRecord
import ArgumentParser

/// How it is seen to that no prompt is known to a server already.
struct FreshnessOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What made-up texts follow from; by default another number each run, so that no server has seen them.",
            valueName: "number"))
    var promptSeed: UInt64?

    @Flag(help: "Begin each request with digits of its own, so that no cache of prefixes helps.")
    var cacheBust = false

    @Flag(
        help: "Send prompts again to the same target where there are too few; the report then holds the sendings apart."
    )
    var repeatPrompts = false

    func validate() throws {
        try require(
            !cacheBust || !repeatPrompts,
            "'--cache-bust' and '--repeat-prompts' exclude each other: the one keeps prompts from being known, the other lets them be."
        )
    }

    /// The number that made-up texts follow from. Drawn anew at each call where it is not given: ask once.
    func seed() -> UInt64 { promptSeed ?? .random(in: 1...999_999_999_999) }

    func apply(_ seed: UInt64, to options: inout BenchmarkOptions) {
        options.promptSeed = seed
        options.bustsCache = cacheBust
        options.repeatsPrompts = repeatPrompts
    }

    /// For the manifest: beside the number itself, whether an earlier run may have had it.
    var members: JSONObject { promptSeed == nil ? JSONObject() : ["prompt_seed_given": true] }
}
