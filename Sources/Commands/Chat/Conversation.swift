import ALCFClient
import ALCFLoad
import ALCFSystem

/// Talks with a model on a terminal: what was said before goes along with each question.
struct Conversation {
    let client: InferenceClient
    var choice: ModelChoice
    let finder: ModelFinder
    let settings: ChatSettings
    var transcript: Transcript
    /// Pictures for the next question.
    var pictures: [ImageContent] = []
    var showsStatistics = false
    var totals = ConversationTotals()

    private var prompt = InputLine(mark: "> ")
    private var answering: Task<Void, Never>?
    private var question = ChatMessage.user("")
    /// Ctrl-C was the last thing, and nothing was written: the next one leaves.
    private var isAskedToLeave = false

    /// An event of the conversation.
    private enum Event: Sendable {
        case terminal(TerminalEvent)
        case answered(StreamedAnswer, failure: (any Error)?)
    }

    init(
        client: InferenceClient, choice: ModelChoice, finder: ModelFinder, settings: ChatSettings, system: String?
    ) {
        self.client = client
        self.choice = choice
        self.finder = finder
        self.settings = settings
        transcript = Transcript(system: system)
    }

    /// Returns when the user has had enough.
    mutating func run() async {
        guard Terminal.takesEscapes(.output) else { return await runPlainly() }
        guard TerminalMode.takeKeys() else { return }
        defer { TerminalMode.restore() }
        let (events, sender) = AsyncStream.makeStream(of: Event.self)
        TerminalEvents.start { sender.yield(.terminal($0)) }
        say("\(choice.title). /help lists the commands; Ctrl-D leaves.")
        prompt.begin()
        for await event in events {
            switch event {
            case .terminal(.bytes(let bytes)): prompt.type(bytes)
            case .terminal(.interrupt): prompt.type([0x03])
            case .terminal(.resized): if answering == nil { prompt.redraw() }
            case .terminal(.closed):
                answering?.cancel()
                return
            case .answered(let answer, let failure):
                end(answer, failure)
                prompt.begin()
            }
            guard await workOff(sender) else { return }
        }
    }

    /// Does what was typed; false where it was to leave.
    private mutating func workOff(_ sender: AsyncStream<Event>.Continuation) async -> Bool {
        while true {
            if let answering {
                if prompt.takesInterrupt() { answering.cancel() }
                return true
            }
            guard let action = prompt.next() else { return true }
            switch action {
            case .endOfInput:
                StandardStreams.out("\n")
                return false
            case .interrupt:
                if isAskedToLeave {
                    StandardStreams.out("\n")
                    return false
                }
                isAskedToLeave = true
                StandardStreams.out("\n")
                say("Press Ctrl-C again, or Ctrl-D, to leave.")
                prompt.begin()
                continue
            case .suspend:
                StandardStreams.out("\n")
                TerminalMode.suspend()
                prompt.begin()
            case .submit(let text):
                guard await enter(text, sender) else { return false }
            default: break
            }
            isAskedToLeave = false
        }
    }

    /// Takes what was entered; false where it was to leave.
    private mutating func enter(_ text: String, _ sender: AsyncStream<Event>.Continuation) async -> Bool {
        guard !text.allSatisfy(\.isWhitespace) else {
            prompt.begin()
            return true
        }
        guard let command = SlashCommand(text) else {
            ask(text, sender)
            return true
        }
        guard command != .quit else { return false }
        do { try await run(command) } catch { show(error) }
        prompt.begin()
        return true
    }

    // MARK: Asking

    private mutating func ask(_ text: String, _ sender: AsyncStream<Event>.Continuation) {
        let task = answer(text)
        answering = Task {
            let (answer, failure) = await withTaskCancellationHandler {
                await task.value
            } onCancel: {
                task.cancel()
            }
            sender.yield(.answered(answer, failure: failure))
        }
    }

    /// Asks, and shows the answer while it comes.
    mutating func answer(_ text: String) -> Task<(StreamedAnswer, (any Error)?), Never> {
        question = pictures.isEmpty ? .user(text) : .user(text, images: pictures)
        let (choice, client) = (choice, client)
        let request = settings.request(choice.model, transcript.messages(asking: question))
        let printer = AnswerPrinter(
            reasoning: settings.reasoning, target: choice.title, isMarkdown: settings.schema == nil)
        StandardStreams.out("\n")
        return Task {
            var answer = StreamedAnswer()
            var printer = printer
            do {
                try await answer.receive(request, choice, client, &printer)
                return (answer, nil)
            } catch {
                return (answer, error)
            }
        }
    }

    private mutating func end(_ answer: StreamedAnswer, _ failure: (any Error)?) {
        let wasStopped = answering?.isCancelled ?? false
        answering = nil
        end(answer, failure, wasStopped: wasStopped)
    }

    /// Keeps what came, and says what the user should know of its end.
    mutating func end(_ answer: StreamedAnswer, _ failure: (any Error)?, wasStopped: Bool) {
        let text = answer.content.content
        let failure = failure ?? answer.choice?.failure(showing: settings.reasoning)
        // An answer that broke off stays; a question without any answer can be called up again.
        if !text.isEmpty {
            transcript.add(question, text, by: choice, isWhole: failure == nil)
            pictures = []
        }
        totals.add(answer)
        if wasStopped, failure != nil {
            say("Stopped.")
        } else if let failure {
            show(choice.advised(failure))
        } else if let warning = answer.choice?.warning {
            Console.warn(warning)
        }
        if failure == nil {
            do { try settings.schema?.check(text) } catch { show(error) }
        }
        if showsStatistics, let statistics = answer.statistics { say(statistics) }
        StandardStreams.out("\n")
    }

    // MARK: Saying

    /// Something besides the conversation.
    func say(_ text: String) { Console.aside(text) }

    func show(_ error: any Error) {
        let text = Failure(error)?.text(colour: Terminal.usesColour(.error)) ?? "Error: \(error)\n".safeForTerminal
        Console.note(String(text.dropLast()))
    }
}
