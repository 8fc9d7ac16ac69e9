import ALCFClient
import ALCFJSON
import ALCFSystem
import ArgumentParser

/// Asks a model, once.
struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Ask a model, and see the answer as it comes.",
        discussion: """
            The question is what standard input holds, then the file, then the argument, with empty lines between.

              alcf chat "What is a dataflow accelerator?"
              alcf chat -c metis -i paper.txt "Summarise this in three sentences."
              git diff | alcf chat "Review this change."

            The answer goes to standard output, the reasoning nowhere unless asked for.
            """)

    @Argument(help: "The question.")
    var prompt: String?

    @Option(name: .shortAndLong, help: "The cluster.")
    var cluster = "sophia"

    @Option(name: .shortAndLong, help: "The model; case, owner and context suffix do not matter.")
    var model = ModelChoice.defaultModel

    @Option(name: .shortAndLong, help: "What the model is told beforehand.")
    var system: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("A text file that comes before the question.", valueName: "file"))
    var inputFile: String?

    @Option(name: [.customShort("n"), .long], help: "The most tokens of the answer, reasoning included.")
    var maxTokens: Int?

    @Option(name: .shortAndLong, help: "0 for the likeliest answer.")
    var temperature: Double?

    @Option(help: "Makes answers repeatable, as far as the server can.")
    var seed: Int?

    @Option(help: "low, medium or high, for models that reason.")
    var reasoningEffort: String?

    @Flag(help: "Show the reasoning too, on standard error.")
    var reasoning = false

    @Flag(help: "Show times and token counts at the end, on standard error.")
    var stats = false

    @Flag(help: "Wait for the whole answer.")
    var noStream = false

    @Flag(help: "Print the answer as JSON, once it is whole.")
    var json = false

    func validate() throws {
        if let maxTokens, maxTokens < 1 { throw ValidationError("'--max-tokens' must be at least 1.") }
        if let temperature, !(0...2).contains(temperature) {
            throw ValidationError("'--temperature' must be from 0 to 2.")
        }
    }

    func run() async throws {
        let question = try Question(prompt: prompt, file: inputFile).text
        let client = try Session().client()
        let choice = try await ModelChoice(model, on: cluster, client: client)
        let request = ChatRequest(
            model: choice.model, messages: (system.map { [.system($0)] } ?? []) + [.user(question)],
            maxTokens: maxTokens, temperature: temperature, seed: seed, reasoningEffort: reasoningEffort)
        if noStream || json {
            try await ask(request, choice, client)
        } else {
            try await stream(request, choice, client)
        }
    }

    private func ask(_ request: ChatRequest, _ choice: ModelChoice, _ client: InferenceClient) async throws {
        let completion = try await client.chat(request, at: choice.endpoint)
        if json { return Console.print(completion.raw) }
        if reasoning, !completion.reasoning.isEmpty { Console.note(completion.reasoning.safeForTerminal) }
        Console.print(shown(completion.content))
        warn(ofEnd: completion.finishReason)
        if stats, let timings = completion.timings {
            Console.note(ChatStatistics(timings: timings, usage: completion.usage).text)
        }
    }

    private func stream(_ request: ChatRequest, _ choice: ModelChoice, _ client: InferenceClient) async throws {
        let stream = try await client.stream(request, at: choice.endpoint)
        var answer = ChatAccumulator()
        var statistics = ChatStatistics.Times()
        var isReasoning = false
        defer { if !answer.content.isEmpty, !answer.content.hasSuffix("\n") { StandardStreams.out("\n") } }
        for try await event in stream {
            statistics.note(event)
            answer.add(event.chunk)
            for piece in event.chunk.choices where piece.index == 0 {
                if reasoning, let text = piece.reasoning, !text.isEmpty {
                    isReasoning = true
                    StandardStreams.error(Style.dim(text.safeForTerminal, Terminal.usesColour(.error)))
                }
                if let text = piece.content, !text.isEmpty {
                    if reasoning, isReasoning { StandardStreams.error("\n\n") }
                    isReasoning = false
                    StandardStreams.out(shown(text))
                }
            }
        }
        warn(ofEnd: answer.finishReason)
        if stats {
            let text = ChatStatistics(timings: stream.timings, usage: answer.usage, times: statistics).text
            Console.note("\n" + text)
        }
    }

    /// A terminal must not be driven by an answer; a file gets it as it came.
    private func shown(_ text: String) -> String { Terminal.isInteractive(.output) ? text.safeForTerminal : text }

    private func warn(ofEnd reason: String?) {
        if reason == "length" {
            Console.warn("the answer was cut at the token limit; allow more with --max-tokens")
        }
    }
}

/// What the user asks: standard input, a file and an argument, in this order, with empty lines between.
private struct Question {
    let text: String

    /// Beyond this the gateway answers with an internal error.
    private static let limit = 10 << 20

    init(prompt: String?, file: String?) throws {
        var parts: [String] = []
        if !Terminal.isInteractive(.input), let bytes = StandardStreams.readAll(upTo: Self.limit) {
            parts.append(String(decoding: bytes, as: UTF8.self))
        }
        if let file {
            do { parts.append(String(decoding: try FileContents(path: file).bytes, as: UTF8.self)) } catch {
                throw UsageError("the file cannot be read: \(error)")
            }
        }
        if let prompt { parts.append(prompt) }
        text = parts.map(\.withoutTrailingWhitespace).filter { !$0.isEmpty }.joined(separator: "\n\n")
        guard !text.isEmpty else {
            throw UsageError(
                "there is nothing to ask",
                remedy: "Give a question: alcf chat \"…\", a file with -i, or standard input.")
        }
    }
}

extension String {
    fileprivate var withoutTrailingWhitespace: String { String(reversed().drop(while: \.isWhitespace).reversed()) }
}
