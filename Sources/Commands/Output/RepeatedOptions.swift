import ALCFJSON
import ArgumentParser

/// Options that were given more often than they count: ArgumentParser takes the last one, and says nothing.
enum RepeatedOptions {
    /// A sentence for each.
    ///
    /// - Parameter words: the command line, without the program's name.
    static func warnings(_ words: [String]) -> [String] {
        let options = words.prefix { $0 != "--" }.filter { $0.hasPrefix("-") }.map { word in
            String(word.prefix { $0 != "=" })
        }
        // As a rule nothing is given twice: then nothing needs to be known of the options. A short name may be
        // another's.
        guard Set(options).count < options.count || options.contains(where: { $0.count == 2 }) else { return [] }
        let counts = Dictionary(options.map { ($0, 1) }, uniquingKeysWith: +)
        return single(words).compactMap { names in
            let count = names.reduce(0) { $0 + (counts[$1] ?? 0) }
            guard count > 1, let name = names.first(where: { $0.hasPrefix("--") }) ?? names.first else { return nil }
            return "'\(name)' was given \(count) times: the last one counts"
        }
    }

    /// The names of each option that counts once, of the command that the words name.
    private static func single(_ words: [String]) -> [[String]] {
        var command = CommandWords.path(of: words).commands.last ?? AlcfCommand.self
        if command == BenchmarkCommand.self { command = BenchmarkRunCommand.self }
        guard let help = try? JSONValue(parsing: command._dumpHelp()) else { return [] }
        return (help["command"]?["arguments"]?.array ?? []).compactMap { argument in
            guard argument["kind"] == "option", argument["isRepeating"] != true else { return nil }
            return (argument["names"]?.array ?? []).compactMap { name in
                name["name"]?.string.map { (name["kind"] == "short" ? "-" : "--") + $0 }
            }
        }
    }
}
