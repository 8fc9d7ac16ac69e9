package import ALCFSystem

/// English that means little, as filling for prompts of a wanted length.
package enum FillerText {
    private static let subjects = [
        "The detector", "A node", "The storage ring", "Each rack", "The operator", "A sensor", "The cooling loop",
        "One of the users", "The scheduler", "A small beam", "The archive", "Every second switch",
    ]
    private static let verbs = [
        "reported", "delayed", "recorded", "compared", "released", "copied", "measured", "moved", "checked", "stored",
    ]
    private static let objects = [
        "a series of values", "the state of the valve", "some of the older files", "nothing unusual", "a new queue",
        "the temperature of the room", "two short messages", "a list of names", "the last part of the run",
    ]
    private static let times = [
        "in the morning", "after the test", "during the night", "before the next shift", "without a warning",
        "for the third time", "at the end of the week", "as planned",
    ]

    /// One sentence.
    package static func sentence(_ generator: inout SplitMix64) -> String {
        func pick(_ words: [String]) -> String { words[generator.below(words.count)] }
        return "\(pick(subjects)) \(pick(verbs)) \(pick(objects)) \(pick(times)) at step \(generator.below(10_000))."
    }

    /// Sentences of about so many tokens, at four characters a token.
    package static func words(tokens: Int, _ generator: inout SplitMix64) -> String {
        var text = ""
        while text.utf8.count < tokens * 4 { text += (text.isEmpty ? "" : " ") + sentence(&generator) }
        return text
    }
}
