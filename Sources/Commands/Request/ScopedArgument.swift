/// An option's value that is for all targets, or for one whose name stands before it: `mine=top_k=5`, `mine:top_k=5`.
struct ScopedArgument {
    /// Nil for all.
    let target: String?
    let text: String

    /// - Parameters:
    ///   - names: the targets that there are.
    ///   - isValue: whether a text may be the value without a name: only then what stands before it is one.
    init(_ text: String, names: [String], isValue: (String) -> Bool) {
        for name in names.sorted(by: { $0.utf8.count > $1.utf8.count }) {
            for mark in ["=", ":"] where text.hasPrefix(name + mark) {
                let rest = String(text.dropFirst(name.count + 1))
                guard isValue(rest) else { continue }
                (target, self.text) = (name, rest)
                return
            }
        }
        (target, self.text) = (nil, text)
    }

    func isFor(_ name: String?) -> Bool { target == nil || target == name }
}
