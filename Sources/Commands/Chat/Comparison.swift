import ALCFClient
import ALCFReport
import ALCFSystem

/// Asks the same of two clusters at the same time, and shows how they answer.
struct Comparison {
    let choices: [ModelChoice]
    let client: InferenceClient
    let settings: ChatSettings

    /// An event from one of the two.
    enum Event: Sendable {
        case chunk(Int, ChatStreamEvent)
        case end(Int, ComparedAnswer)
    }

    /// - Throws: the first failure, once both have ended.
    func run(_ messages: [ChatMessage]) async throws {
        let (events, sender) = AsyncStream.makeStream(of: Event.self)
        let answers = await withTaskGroup(of: Void.self) { group in
            for (index, choice) in choices.enumerated() {
                let request = settings.request(choice.model, messages)
                group.addTask { await ask(request, choice, index, sender) }
            }
            let size = TerminalSize.current
            if Terminal.takesEscapes(.output), size.columns >= 80 {
                return await besideEachOther(events, size)
            }
            return await oneAfterTheOther(events)
        }
        let lines = answers.enumerated().compactMap { index, answer in
            answer.map { (choices[index].title, $0) }
        }
        Console.note(Self.table(lines))
        for (title, answer) in lines {
            if let obstacle = answer.statistics?.obstacle { Console.note("No rate of \(title), as \(obstacle).") }
        }
        if choices.contains(where: \.isSimulated) { Console.note("SIMULATED: these are the simulator's times.") }
        for (title, answer) in lines {
            if let warning = answer.warning { Console.warn("\(title): \(warning)") }
        }
        let failures = lines.compactMap { title, answer in answer.failure.map { (title, $0) } }
        for (title, failure) in failures.dropFirst() {
            Console.note("\(title): \(Failure(failure)?.message ?? "\(failure)")".safeForTerminal)
        }
        if let first = failures.first { throw first.1 }
    }

    private func ask(
        _ request: ChatRequest, _ choice: ModelChoice, _ index: Int, _ sender: AsyncStream<Event>.Continuation
    ) async {
        var answer = ComparedAnswer()
        do {
            let stream = try await client.stream(request, at: choice.endpoint)
            defer { answer.timings = stream.timings }
            for try await event in stream {
                answer.add(event)
                sender.yield(.chunk(index, event))
            }
            if let failure = answer.choice?.failure(showing: settings.reasoning) { throw failure }
            try settings.schema?.check(answer.content)
        } catch {
            answer.failure = choice.advised(error)
        }
        sender.yield(.end(index, answer))
    }

    // MARK: On a wide terminal

    private func besideEachOther(_ events: AsyncStream<Event>, _ size: TerminalSize) async -> [ComparedAnswer?] {
        let isStyled = Terminal.usesColour(.output)
        var view = ColumnsView(width: size.columns, height: size.rows, isStyled: isStyled)
        var columns = choices.map { _ in
            ComparedColumn(width: view.columnWidth, isStyled: isStyled, reasoning: settings.reasoning)
        }
        var answers: [ComparedAnswer?] = choices.map { _ in nil }
        StandardStreams.out(view.heading(choices[0].title, choices[1].title))
        view.left = columns[0].column
        view.right = columns[1].column
        StandardStreams.out(view.update())
        var lastDrawn = MonotonicTime.now
        for await event in events {
            switch event {
            case .chunk(let index, let event): columns[index].add(event)
            case .end(let index, let answer):
                answers[index] = answer
                columns[index].end(answer)
            }
            let isOver = answers.allSatisfy { $0 != nil }
            // More often than the eye follows is waste.
            let isDue = MonotonicTime.now.seconds(since: lastDrawn) > 0.03 || columns.contains { $0.hasJustBegun }
            guard isDue || isOver || answers.contains(where: { $0 != nil }) else { continue }
            view.left = columns[0].column
            view.right = columns[1].column
            for index in columns.indices { columns[index].hasJustBegun = false }
            StandardStreams.out(view.update())
            lastDrawn = .now
            if isOver { break }
        }
        return answers
    }

    // MARK: Anywhere else

    /// The first answer while it comes; the other one, which comes at the same time, after it.
    private func oneAfterTheOther(_ events: AsyncStream<Event>) async -> [ComparedAnswer?] {
        var answers: [ComparedAnswer?] = choices.map { _ in nil }
        var early: [ChatStreamEvent] = []
        var current = 0
        var printer = begin(0)
        for await event in events {
            switch event {
            case .chunk(let index, let event):
                if index == current { Self.show(event, &printer) } else { early.append(event) }
            case .end(let index, let answer): answers[index] = answer
            }
            if current == 0, answers[0] != nil {
                end(&printer, answers[0])
                StandardStreams.out("\n")
                current = 1
                printer = begin(1)
                for event in early { Self.show(event, &printer) }
            }
            if answers.allSatisfy({ $0 != nil }) { break }
        }
        end(&printer, answers[1])
        return answers
    }

    private func begin(_ index: Int) -> AnswerPrinter {
        StandardStreams.out(
            TextStyle.bold.applied(
                to: "## \(choices[index].title)".safeForTerminal, where: Terminal.usesColour(.output)) + "\n\n")
        let printer = AnswerPrinter(
            reasoning: settings.reasoning, target: choices[index].title, isMarkdown: settings.schema == nil)
        printer.begin()
        return printer
    }

    private static func show(_ event: ChatStreamEvent, _ printer: inout AnswerPrinter) {
        for piece in event.chunk.choices where piece.index == 0 {
            printer.add(reasoning: piece.reasoning ?? "")
            printer.add(answer: piece.content ?? "")
        }
    }

    private func end(_ printer: inout AnswerPrinter, _ answer: ComparedAnswer?) {
        printer.finish()
        guard let failure = answer?.failure else { return }
        Console.note("Failed: \(Failure(failure)?.message ?? "\(failure)")".safeForTerminal)
    }

    private static func table(_ answers: [(title: String, answer: ComparedAnswer)]) -> String {
        var table = TextTable("MODEL", "FIRST TOKEN", "TOTAL", "TOKENS IN", "OUT", "TOKENS/S")
        for (title, answer) in answers {
            table.add(
                title, answer.statistics?.firstToken.map { "\(NumberText.fixed($0, 2)) s" },
                answer.statistics?.total.map { "\(NumberText.fixed($0, 2)) s" },
                answer.usage?.promptTokens.map { String($0) }, answer.usage?.completionTokens.map { String($0) },
                answer.statistics?.rate.map { NumberText.fixed($0, 0) })
        }
        return "\n" + table.text(on: .error)
    }
}
