import ALCFClient
import ALCFSystem
import ArgumentParser

/// A command line that is not understood: what is wrong, what was probably meant, and how it is used.
struct CommandLineMistake {
    let message: String
    /// Suggestion; nil if nothing is near.
    let remedy: String?
    private let usage: String

    /// Nil for what is no mistake, such as a call for help.
    ///
    /// - Parameter words: the command line, without the program's name.
    init?(_ error: any Error, words: [String] = Array(CommandLine.arguments.dropFirst())) {
        guard !(error is ExitCode), AlcfCommand.exitCode(for: error) == .validationFailure else { return nil }
        let text = AlcfCommand.message(for: error)
        let full = AlcfCommand.fullMessage(for: error)
        // After the message come an option's help, and the usage.
        usage = full.firstRange(of: text).map { String(full[$0.upperBound...].drop(while: \.isNewline)) } ?? ""
        let (commands, rest) = CommandWords.path(of: words)
        let left = text.contains("nexpected argument") ? Self.quotedWords(text) : []
        let parent = commands[commands.count - 1]
        if parent.hasCommands, let word = rest.first, !word.hasPrefix("-"), left.first == word {
            (message, remedy) = Self.unknown(word, below: commands, words: left)
        } else {
            message = text
            remedy = Self.punctuation(words) ?? Self.quoting(left, words, commands)
        }
    }

    /// `Error: …`, what was meant, and the usage.
    func text(colour: Bool, width: Int? = Terminal.width(.error)) -> String {
        let mark = "Error: "
        let lines = [
            TextStyle.red.applied(to: mark, where: colour)
                + PlainWrap.lines(message.safeForTerminal, width: width, used: mark.count),
            remedy.map { "  " + PlainWrap.lines($0.safeForTerminal, width: width, used: 2) },
            usage.isEmpty ? nil : usage,
        ]
        return lines.compactMap(\.self).joined(separator: "\n") + "\n"
    }

    // MARK: What was meant

    /// A word where a command was expected.
    ///
    /// - Parameters:
    ///   - commands: those that were named before it.
    ///   - words: it, and what follows.
    static func unknown(
        _ word: String, below commands: [any ParsableCommand.Type], words: [String]
    ) -> (message: String, remedy: String) {
        let path = (["alcf"] + commands.dropFirst().map { $0._commandName }).joined(separator: " ")
        let (names, isSure) = nearest(word, in: commands[commands.count - 1])
        let near = names.map { "'\(path) \($0)'" }
        let question = commands.count == 1 ? asking(words) : nil
        var remedy = near.isEmpty ? question ?? "To see the commands: \(path) --help" : nil
        // A question may begin with a word that is near a command.
        let isQuestion = words.count > 2 && !isSure
        remedy =
            remedy ?? "Did you mean \(near.joined(separator: " or "))?"
            + (isQuestion ? question.map { " \($0)" } ?? "" : "")
        return ("There is no command '\(path) \(word)'.", remedy ?? "")
    }

    /// The commands that may be meant, and whether it can hardly be anything else.
    private static func nearest(
        _ word: String, in parent: any ParsableCommand.Type
    ) -> (names: [String], isSure: Bool) {
        let names = parent.configuration.subcommands.filter { $0.configuration.shouldDisplay }.flatMap { $0.names }
        let word = word.lowercased()
        // Two letters changed over count as two, and come before two others.
        let near = names.map { name in
            (EditDistance.between(name.utf8, word.utf8), name.utf8.sorted() == word.utf8.sorted() ? 0 : 1, name)
        }.min { ($0.0, $0.1) < ($1.0, $1.1) }
        if let near, near.0 <= (word.utf8.count < 4 ? 1 : 2) { return ([near.2], near.1 == 0) }
        let part = names.filter { $0.hasPrefix(word) || word.utf8.count >= 4 && $0.contains(word) }
        return (word.utf8.count > 1 ? part : [], false)
    }

    /// A question without the command.
    private static func asking(_ words: [String]) -> String? {
        guard words.count > 1 || words.contains(where: { $0.contains(" ") }) else { return nil }
        return "To ask a model: alcf chat \(words.joined(separator: " ").inDoubleQuotes)"
    }

    /// Words of a question that the shell took apart, or a command that nothing marks as one.
    private static func quoting(
        _ left: [String], _ words: [String], _ commands: [any ParsableCommand.Type]
    ) -> String? {
        guard let first = left.first, let place = words.firstIndex(of: first), place > 0 else { return nil }
        if commands.last is ServeCommand.Type || commands.last is SimulateCommand.Type {
            let own = words[..<place].map(\.shellQuoted), command = words[place...].map(\.shellQuoted)
            return "Put -- before a command: " + (["alcf"] + own + ["--"] + command).joined(separator: " ")
        }
        let before = words[place - 1]
        let isOption = before.hasPrefix("-") || place > 1 && words[place - 2].hasPrefix("-")
        let text = (isOption ? left : [before] + left).joined(separator: " ").inDoubleQuotes
        return commands.last is ChatCommand.Type ? "Quote the question: alcf chat \(text)" : nil
    }

    /// Dashes and quotation marks that a word processor has made.
    private static func punctuation(_ words: [String]) -> String? {
        if let word = words.first(where: { $0.hasPrefix("–") || $0.hasPrefix("—") }) {
            return "'\(word)' begins with a dash: write hyphens, as in '--\(word.drop { "–—-".contains($0) })'."
        }
        guard words.contains(where: { $0.contains { "“”‘’„".contains($0) } }) else { return nil }
        return "Curly quotes quote nothing in a shell: write \" or '."
    }

    /// The words that a message quotes.
    private static func quotedWords(_ message: String) -> [String] {
        guard let start = message.firstIndex(of: "'"), let end = message.lastIndex(of: "'"), start < end else {
            return []
        }
        let inner = String(message[message.index(after: start)..<end])
        var (words, rest) = ([String](), inner[...])
        while let range = rest.firstRange(of: "', '") {
            words.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        return words + [String(rest)]
    }
}

extension String {
    /// In a shell's double quotes.
    fileprivate var inDoubleQuotes: String {
        "\"" + map { "\\\"$`".contains($0) ? "\\\($0)" : String($0) }.joined() + "\""
    }
}
