import ALCFLoad
import ALCFSystem

extension Conversation {
    /// The conversation on a terminal that takes no escape sequences (`TERM=dumb`, an editor's shell): the terminal
    /// itself edits the line. Returns when the user has had enough.
    mutating func runPlainly() async {
        say("\(choice.title). /help lists the commands; Ctrl-D leaves.")
        while let text = await Self.question() {
            guard !text.allSatisfy(\.isWhitespace) else { continue }
            if let command = SlashCommand(text) {
                guard command != .quit else { return }
                do { try await run(command) } catch { show(error) }
                continue
            }
            let task = answer(text)
            // Ctrl-C stops the answer, and at the prompt the program.
            let interrupt = Interrupt { task.cancel() }
            let (answer, failure) = await task.value
            withExtendedLifetime(interrupt) {}
            end(answer, failure, wasStopped: task.isCancelled)
        }
        StandardStreams.out("\n")
    }

    /// A line, and those that follow a line that ends in a backslash; nil at the end of the input.
    private static func question() async -> String? {
        StandardStreams.out("> ")
        guard var text = await Terminal.readLine() else { return nil }
        while text.hasSuffix("\\") {
            StandardStreams.out("  ")
            text = String(text.dropLast()) + "\n" + (await Terminal.readLine() ?? "")
        }
        return text
    }
}
