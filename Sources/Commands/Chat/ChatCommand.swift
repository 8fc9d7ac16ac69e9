import ALCFClient
import ALCFJSON
import ALCFLoad
import ALCFReport
import ALCFSystem
import ArgumentParser

/// Asks a model once, or talks with it.
struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat",
        abstract: "Ask a model a question, or hold a conversation with it.",
        discussion: """
            The question consists of standard input, then the files, then the argument, separated by empty lines. \
            Without a question, on a terminal, a conversation begins; /help lists its commands.

              alcf chat
              alcf chat "What is a dataflow accelerator?"
              alcf chat -c metis -i paper.txt "Summarise this in three sentences."
              git diff | alcf chat "Review this change."
              alcf chat --compare metis,sophia "Explain attention in a paragraph."

            The answer is printed as it arrives: formatted on a terminal, unchanged in a pipe.

            If standard input is a pipe or a file, it is read to its end and becomes part of the question. In a loop or a \
            batch job, add < /dev/null to prevent this.
            """)

    @Argument(help: "The question. Without one, on a terminal, a conversation begins.")
    var prompt: String?

    @Option(
        name: .shortAndLong,
        help:
            "Cluster, or target of your settings, to ask. '\(KnownCluster.default.name)' unless your settings say otherwise.",
        completion: .targets)
    var cluster: String?

    @Option(
        name: .shortAndLong,
        help: ModelChoice.modelHelp)
    var model: String?

    @Option(name: .shortAndLong, help: "System prompt: instructions for the model.")
    var system: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Text file to send before the question. May be repeated.", valueName: "file"))
    var inputFile: [String] = []

    @Option(help: ArgumentHelp("Picture to send with the question. May be repeated.", valueName: "file"))
    var image: [String] = []

    @Option(help: ArgumentHelp("JSON schema that the answer must follow.", valueName: "file"))
    var schema: String?

    @Option(
        help: ArgumentHelp(
            "Ask two clusters or targets at the same time and show the answers side by side, as in metis,sophia.",
            valueName: "clusters"))
    var compare: String?

    @Option(name: [.customShort("n"), .long], help: "Maximum number of tokens in the answer, including reasoning.")
    var maxTokens: Int?

    @Option(name: .shortAndLong, help: "Sampling temperature, from 0 (most likely answer) to 2.")
    var temperature: Double?

    @Option(help: "Random seed, for repeatable answers on servers that support it.")
    var seed: Int?

    @Option(help: "How much effort a reasoning model spends on reasoning.")
    var reasoningEffort: ReasoningEffort?

    @Option(help: "Show the reasoning on standard error, hide it, or print only the reasoning.")
    var reasoning = ReasoningMode.hide

    @Flag(help: "Show times and token counts after the answer, on standard error.")
    var stats = false

    @Flag(inversion: .prefixedNo, help: "Show the answer as it arrives, or only when it is complete.")
    var stream = true

    @Flag(help: "Print the complete answer as JSON.")
    var json = false

    @Flag(help: "Wait until the model is running.")
    var wait = false

    @OptionGroup var patience: PatienceOptions
    @OptionGroup(title: "Requests") var requests: RequestOptions

    func validate() throws {
        if let maxTokens, maxTokens < 1 { throw ValidationError("'--max-tokens' must be at least 1.") }
        if let temperature, !(0...2).contains(temperature) {
            throw ValidationError("'--temperature' must be from 0 to 2.")
        }
        if compare != nil, json { throw ValidationError("'--compare' and '--json' exclude each other.") }
        if let compare, compare.split(separator: ",").count != 2 {
            throw ValidationError("'--compare' takes two clusters, as in metis,sophia.")
        }
    }

    func run() async throws {
        let question = try await AskedText(prompt: prompt, files: inputFile).text
        let isConversation = Terminal.isInteractive(.input) && Terminal.isInteractive(.output)
        guard !question.isEmpty || isConversation && compare == nil && !json else {
            throw UsageError(
                "there is nothing to ask",
                remedy: "Give a question: alcf chat \"…\", a file with -i, or standard input.")
        }
        let settings = ChatSettings(
            maxTokens: maxTokens, temperature: temperature, seed: seed, reasoningEffort: reasoningEffort?.rawValue,
            schema: try schema.map(AnswerSchema.init), reasoning: reasoning)
        let images = try image.map(Self.picture)
        if let warning = reasoningEffort?.warning { Console.warn(warning) }
        let defaults = try Settings.current()
        let names = compare.map { $0.split(separator: ",").map(String.init) } ?? [cluster ?? defaults.cluster]
        let isStreaming = stream && !json
        let changes = requests.arguments(names: names)
        let overrides = try names.map { try changes.overrides(for: $0, among: names, streaming: isStreaming) }
        if wait {
            for name in names { try defaults.requireCluster(name, for: "--wait") }
        }
        if schema != nil, overrides.contains(where: { $0.fields.contains { $0.name == "response_format" } }) {
            throw UsageError("'response_format' is what '--schema' sets: give one of the two")
        }
        let client = try Session().client(timeouts: patience.timeouts, retry: patience.retry)
        var finder = ModelFinder(
            client: client, settings: defaults, model: model, requests: changes, names: names, streaming: isStreaming)
        if stats || compare != nil { finder.isSimulated = await client.simulationSpeed() != nil }
        let choices = try await finder.find(names)
        if compare != nil {
            for choice in wait ? choices : [] { try await ModelWait.untilLive(choice, client, starts: true) }
            return try await Comparison(choices: choices, client: client, settings: settings)
                .run(messages(question, images))
        }
        let choice = choices[0]
        if wait { try await ModelWait.untilLive(choice, client, starts: true) }
        if question.isEmpty {
            var conversation = Conversation(
                client: client, choice: choice, finder: finder, settings: settings, system: system)
            conversation.pictures = images
            conversation.showsStatistics = stats
            return await conversation.run()
        }
        let request = settings.request(choice.model, messages(question, images))
        do {
            if !stream || json {
                try await ask(request, choice, client, settings)
            } else {
                try await show(request, choice, client, settings)
            }
        } catch { throw choice.advised(error) }
    }

    private static func picture(_ path: String) throws -> ImageContent {
        do { return try ImageContent(path: path) } catch {
            // The kind that the file is helps more than the kind that it is not.
            guard error.code == .usage, let bytes = try? FileContents(path: path, limit: 32 << 20).bytes,
                let kind = FileKind(bytes)
            else { throw error }
            throw UsageError(
                "'\(path)' is \(kind.name), not a picture", remedy: kind.remedy(path: path, use: "alcf chat \"…\""))
        }
    }

    private func messages(_ question: String, _ images: [ImageContent]) -> [ChatMessage] {
        (system.map { [.system($0)] } ?? []) + [images.isEmpty ? .user(question) : .user(question, images: images)]
    }

    private func ask(
        _ request: ChatRequest, _ choice: ModelChoice, _ client: InferenceClient, _ settings: ChatSettings
    ) async throws {
        var printer = AnswerPrinter(reasoning: reasoning, target: choice.title, isMarkdown: schema == nil)
        printer.begin()
        defer { printer.finish() }
        let completion: ChatCompletion
        var failure: ClientError?
        do { completion = try await client.chat(request, at: choice.endpoint) } catch let error as ClientError {
            // The part that came is shown all the same.
            guard let part = error.completion else { throw error }
            (completion, failure) = (part, error)
        }
        if json {
            StatusLine.clear()
            Console.print(completion.raw)
        } else {
            printer.add(reasoning: completion.reasoning)
            printer.add(answer: completion.content)
            printer.finish()
        }
        if let failure { throw failure }
        try end(completion.choices.first, isPrinted: json)
        if stats, let timings = completion.timings {
            Console.aside(
                "\n" + ChatStatistics(timings: timings, usage: completion.usage, isSimulated: choice.isSimulated).text)
        }
        try settings.schema?.check(completion.content)
    }

    /// Says what is to be known of a good answer.
    ///
    /// - Parameter isPrinted: whether it was printed whatever it holds.
    /// - Throws: `ClientError` where nothing of it could be printed.
    private func end(_ choice: ChatChoice?, isPrinted: Bool) throws {
        if !isPrinted, let failure = choice?.failure(showing: reasoning) { throw failure }
        if let warning = choice?.warning { Console.warn(warning) }
    }

    private func show(
        _ request: ChatRequest, _ choice: ModelChoice, _ client: InferenceClient, _ settings: ChatSettings
    ) async throws {
        var printer = AnswerPrinter(reasoning: reasoning, target: choice.title, isMarkdown: schema == nil)
        var answer = StreamedAnswer()
        try await answer.receive(request, choice, client, &printer)
        try end(answer.choice, isPrinted: false)
        if stats, let statistics = answer.statistics { Console.aside("\n" + statistics) }
        try settings.schema?.check(answer.content.content)
    }
}
