import ALCFSimulator
import ALCFSystem
import ArgumentParser

/// The server that the instrument is checked against, in a process of its own so that it takes no time from the client.
struct NullServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "null-server",
        abstract: "Answer requests on an exact schedule on 127.0.0.1, until standard input ends.",
        discussion:
            "Prints its port. GET /log.csv lists when each request came and when its first and last token left.",
        shouldDisplay: false)

    @Option(help: "Port to listen on; 0 for any free port.")
    var port = 0

    @Option(help: ArgumentHelp("Time until the first token.", valueName: "ms"))
    var ttft = 0.0

    @Option(help: ArgumentHelp("Time between two tokens; 0 for all at once.", valueName: "ms"))
    var gap = 0.0

    @Option(help: "Number of tokens in an answer.")
    var tokens = 64

    @Option(help: ArgumentHelp("Longest time to run.", valueName: "seconds"))
    var lifetime = 3600.0

    func validate() throws {
        try require((0...65_535).contains(port), "'--port' must be from 0 to 65535.")
        try require(
            NullSchedule(firstToken: ttft, gap: gap, tokens: tokens).isValid,
            "The times must not be below 0 or add up to more than ten minutes.")
        try require((1...86_400).contains(lifetime), "'--lifetime' must be from 1 to 86400 seconds.")
    }

    func run() async throws {
        DescriptorLimit.raise()
        let server = try await NullServer.start(
            port: port, schedule: NullSchedule(firstToken: ttft, gap: gap, tokens: tokens))
        Console.print("\(server.port)")
        await StandardStreams.inputEnds(within: lifetime)
        await server.stop()
    }
}
