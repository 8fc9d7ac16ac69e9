/// A command for the conversation instead of the model: a line that begins with `/` and a word.
enum SlashCommand: Hashable {
    /// Nil shows which.
    case model(String?, cluster: String?)
    case system(String?)
    case save(String)
    case clear, stats, help, quit
    /// A command that is none, or lacks something; the text says what.
    case wrong(String)

    /// Nil for a question. A path is one, and so is what begins with a space.
    init?(_ line: String) {
        guard line.hasPrefix("/"), !line.contains("\n") else { return nil }
        let words = line.dropFirst().split(separator: " ").map(String.init)
        guard let name = words.first?.lowercased(), name.allSatisfy({ $0.isASCII && $0.isLetter }) else { return nil }
        let rest = words.dropFirst().joined(separator: " ")
        switch name {
        case "model", "m":
            guard words.count <= 3 else {
                self = .wrong("/model takes a model and a cluster")
                return
            }
            self = .model(words.count > 1 ? words[1] : nil, cluster: words.count > 2 ? words[2] : nil)
        case "system": self = .system(rest.isEmpty ? nil : rest)
        case "save": self = rest.isEmpty ? .wrong("/save needs the name of a file") : .save(rest)
        case "clear": self = .clear
        case "stats": self = .stats
        case "help", "h": self = .help
        case "quit", "q", "exit", "bye": self = .quit
        default: self = .wrong("there is no command /\(name); /help lists the commands")
        }
    }

    /// The commands and keys of a conversation, for `/help`.
    static let overview: [(command: String, does: String)] = [
        ("/model NAME [CLUSTER]", "use another model; without a name, show the current one"),
        ("/system TEXT", "set the system prompt; - removes it"),
        ("/clear", "start a new conversation"),
        ("/save FILE", "save the conversation as Markdown, or as JSON if FILE ends in .json"),
        ("/stats", "show times and tokens of the last answer and of all answers"),
        ("/help", "show this list"),
        ("/quit", "leave (Ctrl-D)"),
        ("\\ at a line's end", "continue on the next line, as do Alt-Enter and a paste"),
        ("Ctrl-C", "stop the answer, or clear the line; twice, leave"),
    ]
}
