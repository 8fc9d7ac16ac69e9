package import ALCFJSON

/// A JSON file with comments, changed in place.
package struct JSONCDocument: SettingsDocument {
    package private(set) var text: EditedText
    private var root: JSONCNode?

    package init(_ bytes: [UInt8]) throws(SettingsFault) {
        text = EditedText(bytes)
        root = try JSONCParser.root(of: bytes)
        if let root, root.members == nil {
            throw SettingsFault("the file must hold an object", at: root.range.lowerBound, in: bytes)
        }
    }

    package var isEmpty: Bool { root?.members?.isEmpty ?? true }

    package func value(at path: [String]) throws(SettingsFault) -> JSONValue? {
        var node = root
        for key in path { node = try member(key, of: node)?.value }
        return node?.value(in: text.bytes)
    }

    package mutating func set(_ path: [String], to value: JSONValue) throws(SettingsFault) {
        var node = root
        var depth = 0
        while depth < path.count, let found = try member(path[depth], of: node)?.value {
            node = found
            depth += 1
        }
        let rest = path[depth...]
        guard let key = rest.first else { return try replace(node, path, with: value) }
        if let node, node.members == nil {
            throw SettingsFault(
                "'\(path[..<depth].joined(separator: "."))' is no object", at: node.range.lowerBound, in: text.bytes)
        }
        let nested = rest.dropFirst().reversed().reduce(value) { .object([$1: $0]) }
        var edited = text
        if let node {
            try edited.insertMember(key, nested, into: node)
        } else {
            edited.insertRoot(.object([key: nested]))
        }
        try accept(edited, path, value)
    }

    package mutating func remove(_ path: [String]) throws(SettingsFault) {
        guard let key = path.last else { return }
        var node = root
        for key in path.dropLast() { node = try member(key, of: node)?.value }
        guard let node, let members = node.members, let place = members.firstIndex(where: { $0.key == key }) else {
            return
        }
        _ = try member(key, of: node)
        var edited = text
        edited.removeMember(place, of: node)
        try accept(edited, path, nil)
    }

    private mutating func replace(
        _ node: JSONCNode?, _ path: [String], with value: JSONValue
    ) throws(SettingsFault) {
        guard let node else { return }
        var edited = text
        let isOnOneLine = !edited.bytes[node.range].contains(UInt8(ascii: "\n")) && node.members?.isEmpty == false
        let new = isOnOneLine ? value.serialized() : edited.pretty(value, at: node.range.lowerBound)
        edited.replace(node.range, with: Array(new.utf8))
        try accept(edited, path, value)
    }

    /// Takes a changed text over, if nothing but the member at the path is another now.
    private mutating func accept(
        _ edited: EditedText, _ path: [String], _ value: JSONValue?
    ) throws(SettingsFault) {
        let expected = (root?.value(in: text.bytes) ?? [:]).replacing(path[...], with: value)
        let changed = try JSONCParser.root(of: edited.bytes)
        guard changed?.value(in: edited.bytes) ?? [:] == expected else {
            throw SettingsFault(
                "'\(path.joined(separator: "."))' cannot be changed without touching the rest", at: 0, in: text.bytes)
        }
        root = changed
        text = edited
    }

    private func member(_ key: String, of node: JSONCNode?) throws(SettingsFault) -> JSONCNode.Member? {
        let found = (node?.members ?? []).filter { $0.key == key }
        guard found.count < 2 else {
            throw SettingsFault("'\(key)' is there twice", at: found[1].keyRange.lowerBound, in: text.bytes)
        }
        return found.first
    }
}
