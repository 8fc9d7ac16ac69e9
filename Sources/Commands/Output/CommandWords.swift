import ArgumentParser

/// The words of a command line, as ArgumentParser is to have them, and which command they name.
struct CommandWords {
    /// Arguments to parse.
    let arguments: [String]
    /// Help that ArgumentParser has not: of a group of commands with one that its options belong to.
    let help: String?

    /// - Throws: ``UsageError`` where help is asked for on a command that is none.
    init(_ words: [String]) throws(UsageError) {
        var words = words
        // As other programs have it.
        if words == ["version"] || words == ["help", "version"] { words = ["--version"] }
        // "alcf benchmark help sweep" is "alcf help benchmark sweep".
        if let group = words.first, let place = words.firstIndex(of: "help"), place == 1,
            Self.command(named: group, in: AlcfCommand.self)?.hasCommands == true
        {
            words = ["help", group] + words.dropFirst(2)
        }
        words = Self.withNegativeNumbers(words)
        arguments = words
        if words.first == "help" {
            let (commands, rest) = Self.path(of: words)
            if let word = rest.first, !word.hasPrefix("-") {
                let (message, remedy) = CommandLineMistake.unknown(word, below: commands, words: [word])
                throw UsageError(message, remedy: remedy)
            }
        }
        let asked =
            words.first == "help"
            ? Array(words.dropFirst()) : words.last.map(Self.isHelp) == true ? words.dropLast() : []
        help =
            asked.count == 1 && Self.command(named: asked[0], in: AlcfCommand.self) == BenchmarkCommand.self
            ? Self.benchmarkHelp : nil
    }

    /// The words with each negative number joined to the option before it, as in `--seed=-1`: as a word of its own,
    /// ArgumentParser takes it for an option, and says that the value is missing.
    static func withNegativeNumbers(_ words: [String]) -> [String] {
        var result: [String] = []
        var isLiteral = false
        for word in words {
            let digits = word.dropFirst()
            if !isLiteral, word.hasPrefix("-"), digits.first?.isNumber == true, Double(digits) != nil,
                let option = result.last, option.hasPrefix("-"), !option.contains("="), option != "--"
            {
                result[result.count - 1] = "\(option)=\(word)"
                continue
            }
            if word == "--" { isLiteral = true }
            result.append(word)
        }
        return result
    }

    private static func isHelp(_ word: String) -> Bool { word == "--help" || word == "-h" }

    /// The group's commands, and the options of the comparison, which follow it at once.
    private static var benchmarkHelp: String {
        let group = AlcfCommand.helpMessage(for: BenchmarkCommand.self)
        let run = AlcfCommand.helpMessage(for: BenchmarkRunCommand.self)
        // The text before its options is about the same as that of the group.
        let options = run.firstRange(of: "\nUSAGE:").map { run[$0.upperBound...].drop { $0 != "\n" } } ?? run[...]
        let commands = group.firstRange(of: "\nSUBCOMMANDS:").map { group[$0.lowerBound...] } ?? ""
        let head = group[..<(group.firstRange(of: "\nOPTIONS:")?.lowerBound ?? group.endIndex)]
        return head.withoutTrailingWhitespace + "\n" + commands.withoutTrailingWhitespace + "\n\n"
            + options.drop(while: \.isNewline).withoutTrailingWhitespace
            + "\n"
    }

    // MARK: Which command

    /// The commands that the words name one after the other, and the words that are left.
    static func path(of words: [String]) -> (commands: [any ParsableCommand.Type], rest: ArraySlice<String>) {
        var commands: [any ParsableCommand.Type] = [AlcfCommand.self]
        var rest = words[...]
        if rest.first == "help" { rest = rest.dropFirst() }
        while let word = rest.first, let next = command(named: word, in: commands[commands.count - 1]) {
            commands.append(next)
            rest = rest.dropFirst()
        }
        return (commands, rest)
    }

    static func command(named name: String, in parent: any ParsableCommand.Type) -> (any ParsableCommand.Type)? {
        parent.configuration.subcommands.first { $0.names.contains(name) }
    }
}

extension ParsableCommand {
    /// The command's name and its other names.
    static var names: [String] { [_commandName] + configuration.aliases }

    static var hasCommands: Bool { !configuration.subcommands.isEmpty }
}
