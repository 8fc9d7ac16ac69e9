import ALCFClient
import ALCFJSON
import ALCFLoad
import ALCFSystem

/// The questions and answers so far.
struct Transcript: Sendable {
    /// A question, its answer, and whose answer it is.
    struct Turn: Sendable {
        let question: ChatMessage
        let answer: String
        /// The model that was asked.
        let model: String
        let cluster: String
        /// Whether the answer came to its end.
        let isWhole: Bool
        /// System prompt; nil for none.
        let system: String?

        /// Model and cluster in words.
        var author: String { "\(model) on \(cluster)" }
    }

    /// System prompt; nil for none.
    var system: String?
    private(set) var turns: [Turn] = []
    /// The file it was saved to; any other is not replaced.
    private var file: String?

    init(system: String? = nil) { self.system = system }

    /// Returns the messages to send for a question.
    func messages(asking question: ChatMessage) -> [ChatMessage] {
        (system.map { [.system($0)] } ?? []) + turns.flatMap { [$0.question, .assistant($0.answer)] } + [question]
    }

    /// Keeps a question and what `choice` answered.
    mutating func add(_ question: ChatMessage, _ answer: String, by choice: ModelChoice, isWhole: Bool = true) {
        turns.append(
            Turn(
                question: question, answer: answer, model: choice.model, cluster: choice.endpoint.name,
                isWhole: isWhole, system: system))
    }

    mutating func clear() { turns = [] }

    /// - Parameter choice: who would be asked next, for a conversation without answers.
    /// - Throws: ``UsageError`` where the file is there already, `FileError` where it cannot be written.
    mutating func save(to path: String, asking choice: ModelChoice) throws {
        let home = HomeDirectory.path(environment: ProcessEnvironment.values(["HOME"]))
        let target = path.hasPrefix("~/") ? (home ?? "~") + path.dropFirst() : path
        if file != target, Self.isThere(target) {
            throw UsageError("'\(path)' is there already", remedy: "Give another name.")
        }
        let text = target.hasSuffix(".json") ? json : markdown(choice)
        try AtomicFile.write(Array(text.utf8), to: target)
        file = target
    }

    private static func isThere(_ path: String) -> Bool {
        do { _ = try FileContents(path: path, limit: 0) } catch { return !error.isNotFound }
        return true
    }

    /// System prompts, at the places from which they hold.
    private var instructions: [Int: String] {
        var (places, last): ([Int: String], String?) = ([:], nil)
        for (index, system) in (turns.map(\.system) + [system]).enumerated() where system != last {
            places[index] = system ?? ""
            last = system
        }
        return places
    }

    private var json: String {
        let instructions = instructions
        var messages: [JSONValue] = []
        for index in 0...turns.count {
            if let text = instructions[index] { messages.append(ChatMessage.system(text).json) }
            guard index < turns.count else { continue }
            let turn = turns[index]
            var answer = ChatMessage.assistant(turn.answer).json.object ?? JSONObject()
            answer["model"] = .string(turn.model)
            answer["cluster"] = .string(turn.cluster)
            if !turn.isWhole { answer["complete"] = false }
            messages += [turn.question.json, .object(answer)]
        }
        return JSONValue.object(["messages": .array(messages)]).serialized(.pretty) + "\n"
    }

    private func markdown(_ choice: ModelChoice) -> String {
        var authors: [String] = []
        for turn in turns where !authors.contains(turn.author) { authors.append(turn.author) }
        if authors.isEmpty { authors = [choice.title] }
        let instructions = instructions
        var parts = ["# Conversation with \(authors.joined(separator: " and "))"]
        for index in 0...turns.count {
            if let text = instructions[index] { parts.append("**System:** \(text.isEmpty ? "nothing" : text)") }
            guard index < turns.count else { continue }
            let turn = turns[index]
            parts.append("## \(turn.question.text)")
            // Of one author the title tells.
            if authors.count > 1 { parts.append("*\(turn.author):*") }
            parts.append(turn.answer)
            if !turn.isWhole { parts.append("*(The answer broke off.)*") }
        }
        return parts.joined(separator: "\n\n") + "\n"
    }
}
