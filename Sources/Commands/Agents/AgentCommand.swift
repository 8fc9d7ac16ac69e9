import ArgumentParser

/// Points coding agents at the local server.
struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent",
        abstract: "Point OpenCode, Codex, Claude Code, Pi, Aider or Continue at 'alcf serve'.",
        discussion: """
            'alcf agent configure NAME' edits the program's own settings in place: everything else in them stays as it is, \
            comments included, and a copy is kept beside the file. 'alcf agent remove NAME' takes exactly that out again. \
            The programs talk to 'alcf serve', which must be running.
            """,
        subcommands: [AgentConfigureCommand.self, AgentRemoveCommand.self, AgentListCommand.self])
}
