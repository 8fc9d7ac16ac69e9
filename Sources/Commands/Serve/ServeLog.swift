import ALCFClient
import ALCFJSON
import ALCFServe
import ALCFSystem
import Dispatch

/// Writes a line on standard error for each request that passed through the local server.
struct ServeLog: ServedRequestObserver {
    let isJSON: Bool
    /// A terminal that stands still must hold up no answer.
    private let queue = DispatchQueue(label: "log")

    init(isJSON: Bool) { self.isJSON = isJSON }

    func ended(_ request: ServedRequest) { queue.async { [self] in write(request) } }

    private func write(_ request: ServedRequest) {
        guard !isJSON else { return StandardStreams.error(request.json.serialized() + "\n") }
        Console.note(Self.line(request))
        for note in request.notes { Console.aside("  \(note)") }
    }

    /// Returns the line: time, API, place and model, then counts and times, or the failure.
    static func line(_ request: ServedRequest) -> String {
        var words = [DateText.local(request.time).split(separator: " ").dropFirst().first.map(String.init) ?? ""]
        words.append(request.dialect.rawValue + (request.isTranslated ? " (translated)" : ""))
        words.append([request.cluster, request.model].compactMap(\.self).joined(separator: "/"))
        if request.model == nil { words[2] = request.asked }
        if let from = request.fallbackFrom { words.append("in place of \(from)") }
        if let error = request.error {
            words.append("\(request.status) \(error.code): \(error.message)")
        } else {
            if let tokens = request.usage?.completionTokens { words.append("\(tokens) tokens") }
            if let first = request.firstToken { words.append("first after \(NumberText.fixed(first, 2)) s") }
            words.append("\(NumberText.fixed(request.duration, 2)) s")
        }
        return words.joined(separator: "  ").safeOnOneLine
    }
}
