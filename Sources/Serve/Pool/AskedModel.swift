import ALCFSystem

/// A model's name as clients write it, taken apart.
package struct AskedModel: Sendable, Hashable {
    /// Name as it came.
    package let text: String
    /// The name without what clients add to it.
    package let name: String

    /// Takes a name apart: `alcf:` before it and `[1m]` or `[200k]` behind it, which some clients add, do not count.
    package init(_ text: String) {
        self.text = text
        var name = text[...]
        name = name.drop(while: \.isWhitespace)
        while name.last?.isWhitespace == true { name.removeLast() }
        if name.last == "]", let open = name.lastIndex(of: "["), open != name.startIndex { name = name[..<open] }
        if name.lowercased().hasPrefix("alcf:") { name = name.dropFirst(5) }
        self.name = String(name)
    }

    /// Returns the rest of the name where it begins with the name of this cluster, as in `metis/gpt-oss-120b`; nil for
    /// any other.
    package func name(on cluster: String) -> String? {
        guard let slash = name.firstIndex(of: "/"), name[..<slash].lowercased() == cluster.lowercased() else {
            return nil
        }
        let rest = name[name.index(after: slash)...]
        return rest.isEmpty ? nil : String(rest)
    }
}
