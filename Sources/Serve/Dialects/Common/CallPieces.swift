import ALCFClient

/// The calls of an answer, put together from the pieces that servers send: with an index or without, with an id on the
/// first piece, on every one or on none, whole calls in one piece, or the pieces of several calls in turn.
struct CallPieces {
    /// A call as far as it came.
    struct Call {
        fileprivate let index: Int
        fileprivate var serverID: String?
        /// Id under which the client sends the result.
        let id: String
        /// The function's name; nil as long as it has not come.
        fileprivate(set) var name: String?
        /// JSON text as far as it came.
        fileprivate(set) var arguments = ""
    }

    /// In the order in which they began.
    private(set) var calls: [Call] = []
    private let prefix: String

    /// - Parameter prefix: text that no other answer has, for the ids of calls that come without one.
    init(prefix: String) { self.prefix = prefix }

    /// Adds a piece, and returns the number of its call in ``calls``.
    mutating func add(_ piece: ToolCall) -> Int {
        let id = piece.id.flatMap { $0.isEmpty ? nil : $0 }
        let name = piece.name.flatMap { $0.isEmpty ? nil : $0 }
        var place = calls.lastIndex { $0.index == piece.index }
        if let found = place, isOther(calls[found], id: id, name: name) { place = nil }
        let number = place ?? calls.count
        if place == nil {
            calls.append(Call(index: piece.index, serverID: id, id: id ?? "call_\(prefix)_\(number)"))
        }
        calls[number].name = calls[number].name ?? name
        calls[number].arguments += piece.arguments
        return number
    }

    /// Whether a piece with a call's index belongs to another call: servers that leave the index out give every call
    /// the same one.
    private func isOther(_ call: Call, id: String?, name: String?) -> Bool {
        if let id, let known = call.serverID { return id != known }
        guard let name, let known = call.name else { return false }
        // A name stands on the first piece. Some servers repeat it, but not once the arguments are whole.
        return name != known || JSONText.isObject(call.arguments)
    }
}
