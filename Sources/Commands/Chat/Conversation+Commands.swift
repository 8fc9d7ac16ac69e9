import ALCFClient
import ALCFLoad

extension Conversation {
    /// Does what a command says.
    mutating func run(_ command: SlashCommand) async throws {
        switch command {
        case .model(nil, _): say(choice.title)
        case .model(let name?, let cluster):
            choice = try await finder.find(cluster ?? choice.endpoint.name, model: name, insteadOf: choice)
            say("Now using \(choice.title). It sees the conversation so far.")
        case .system(nil): say(transcript.system ?? "The system prompt is empty.")
        case .system("-"?):
            transcript.system = nil
            say("The system prompt is empty.")
        case .system(let text?):
            transcript.system = text
            say("The system prompt applies from the next question on.")
        case .save(let path):
            try transcript.save(to: path, asking: choice)
            let count = transcript.turns.count
            say("Saved \(count) question\(count == 1 ? "" : "s") to \(path).")
        case .clear:
            transcript.clear()
            say("The conversation was cleared.")
        case .stats:
            // With --stats each line says so itself.
            let isSimulated = showsStatistics || choice.isOwn ? false : await client.simulationSpeed() != nil
            say((isSimulated ? "SIMULATED: " : "") + totals.text)
        case .help:
            let width = SlashCommand.overview.map(\.command.count).max() ?? 0
            var renderer = MarkdownRenderer(width: Console.noteWidth, isStyled: false)
            for (command, does) in SlashCommand.overview {
                let space = String(repeating: " ", count: width + 2 - command.count)
                // Narrow: what it does in a line of its own.
                let line = Console.noteWidth < 72 ? "\(command)\n    \(does)\n" : "\(command)\(space)\(does)\n"
                Console.note(String(renderer.add(line).dropLast()))
            }
        case .quit: break
        case .wrong(let text): throw UsageError(text)
        }
    }
}
