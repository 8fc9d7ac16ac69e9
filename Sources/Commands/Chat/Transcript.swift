import ALCFClient
import ALCFJSON
import ALCFSystem

/// What was said so far.
struct Transcript: Sendable {
    /// What the model is told beforehand; nil for nothing.
    var system: String?
    private(set) var turns: [ChatMessage] = []
    /// The file it was saved to; any other is not replaced.
    private var file: String?

    init(system: String? = nil) { self.system = system }

    /// What to send for a question.
    func messages(asking question: ChatMessage) -> [ChatMessage] {
        (system.map { [.system($0)] } ?? []) + turns + [question]
    }

    mutating func add(_ question: ChatMessage, _ answer: String) { turns += [question, .assistant(answer)] }

    mutating func clear() { turns = [] }

    /// - Throws: ``UsageError`` where the file is there already, `FileError` where it cannot be written.
    mutating func save(to path: String, title: String) throws {
        let home = HomeDirectory.path(environment: ProcessEnvironment.values(["HOME"]))
        let target = path.hasPrefix("~/") ? (home ?? "~") + path.dropFirst() : path
        if file != target, Self.isThere(target) {
            throw UsageError("'\(path)' is there already", remedy: "Give another name.")
        }
        let text = target.hasSuffix(".json") ? json : markdown(title)
        try AtomicFile.write(Array(text.utf8), to: target)
        file = target
    }

    private static func isThere(_ path: String) -> Bool {
        do { _ = try FileContents(path: path, limit: 0) } catch { return !error.isNotFound }
        return true
    }

    private var json: String {
        let messages = (system.map { [.system($0)] } ?? []) + turns
        return JSONValue.object(["messages": .array(messages.map(\.json))]).serialized(.pretty) + "\n"
    }

    private func markdown(_ title: String) -> String {
        var parts = ["# \(title)"]
        if let system { parts.append("**System:** \(system)") }
        for turn in turns { parts.append(turn.role == .user ? "## \(turn.text)" : turn.text) }
        return parts.joined(separator: "\n\n") + "\n"
    }
}
