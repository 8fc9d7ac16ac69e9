// A module that is called FoundationEssentials and has of it what ArgumentParser uses: a protocol, and an encoder for the description of
// commands from which the manual is made. The real one adds 5 MB to a static program, since a linker cannot tell which types are used.

/// An error with words for people.
public protocol LocalizedError: Error {
    /// The words.
    var errorDescription: String? { get }
}

/// Encoded bytes.
public struct Data {
    let bytes: [UInt8]
}

extension String {
    /// Encodings of text.
    public enum Encoding { case utf8 }

    /// Text in bytes.
    public init?(data: Data, encoding: Encoding) { self = String(decoding: data.bytes, as: UTF8.self) }
}

/// An encoder of JSON, with sorted keys and indented.
public final class JSONEncoder {
    /// Forms of the text; there is one.
    public struct OutputFormatting: OptionSet {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static var prettyPrinted: OutputFormatting { OutputFormatting(rawValue: 1) }
        public static var sortedKeys: OutputFormatting { OutputFormatting(rawValue: 2) }
    }
    public var outputFormatting: OutputFormatting = []

    public init() {}

    public func encode<Value: Encodable>(_ value: Value) throws -> Data {
        let tree = Tree()
        try tree.take(value)
        return Data(bytes: Array(tree.text(indent: "").utf8))
    }
}

/// A value of JSON that is being put together.
private final class Tree: Encoder {
    private enum Content {
        case literal(String)
        case list([Tree])
        case members([String: Tree])
    }
    private var content = Content.literal("null")
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func take<Value: Encodable>(_ value: Value) throws {
        switch value {
        case let text as String: content = .literal(Self.quoted(text))
        case let truth as Bool: content = .literal(truth ? "true" : "false")
        case let number as any BinaryInteger: content = .literal("\(number)")
        case let number as any BinaryFloatingPoint: content = .literal("\(number)")
        default: try value.encode(to: self)
        }
    }

    func child(_ key: any CodingKey) -> Tree {
        var members: [String: Tree] = [:]
        if case .members(let known) = content { members = known }
        let tree = Tree()
        members[key.stringValue] = tree
        content = .members(members)
        return tree
    }

    func child() -> Tree {
        let tree = Tree()
        content = .list(children + [tree])
        return tree
    }

    var children: [Tree] { if case .list(let trees) = content { trees } else { [] } }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .members = content {} else { content = .members([:]) }
        return KeyedEncodingContainer(Members<Key>(tree: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .list = content {} else { content = .list([]) }
        return Elements(tree: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(tree: self) }

    func text(indent: String) -> String {
        let inner = indent + "  "
        switch content {
        case .literal(let text): return text
        case .list(let trees):
            let lines = trees.map { inner + $0.text(indent: inner) }
            return lines.isEmpty ? "[]" : "[\n" + lines.joined(separator: ",\n") + "\n" + indent + "]"
        case .members(let trees):
            let lines = trees.sorted { $0.key < $1.key }.map {
                inner + Self.quoted($0.key) + " : " + $0.value.text(indent: inner)
            }
            return lines.isEmpty ? "{}" : "{\n" + lines.joined(separator: ",\n") + "\n" + indent + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let tree: Tree
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) { _ = tree.child(key) }
    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try tree.child(key).take(value) }
    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { tree.child(key).container(keyedBy: type) }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { tree.child(key).unkeyedContainer() }
    func superEncoder() -> any Encoder { tree }
    func superEncoder(forKey key: Key) -> any Encoder { tree.child(key) }
}

private struct Elements: UnkeyedEncodingContainer {
    let tree: Tree
    var codingPath: [any CodingKey] { [] }
    var count: Int { tree.children.count }

    func encodeNil() { _ = tree.child() }
    func encode<Value: Encodable>(_ value: Value) throws { try tree.child().take(value) }
    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        tree.child().container(keyedBy: type)
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { tree.child().unkeyedContainer() }
    func superEncoder() -> any Encoder { tree.child() }
}

private struct Single: SingleValueEncodingContainer {
    let tree: Tree
    var codingPath: [any CodingKey] { [] }

    func encodeNil() {}
    func encode<Value: Encodable>(_ value: Value) throws { try tree.take(value) }
}
