extension JSONValue {
    /// The layout of a document.
    public struct Layout: Sendable, Hashable {
        /// Blanks per level; nil for everything on one line.
        public var indent: Int?
        /// Whether members are sorted by name, for texts that are to be compared.
        public var sortedKeys: Bool

        /// A layout.
        public init(indent: Int? = nil, sortedKeys: Bool = false) {
            self.indent = indent
            self.sortedKeys = sortedKeys
        }

        /// One line, `{"a":1}`.
        public static let compact = Layout()
        /// Two blanks a level.
        public static let pretty = Layout(indent: 2)
    }

    /// The document as text. Reals are written with the fewest digits that read back the same.
    ///
    /// jansson's own writer prints 17 digits (`0.10000000000000001`), which is noise in a record that people read.
    public func serialized(_ layout: Layout = .compact) -> String {
        String(decoding: serializedBytes(layout), as: UTF8.self)
    }

    /// The document as UTF-8.
    public func serializedBytes(_ layout: Layout = .compact) -> [UInt8] {
        var writer = Writer(layout: layout)
        writer.write(self, level: 0)
        return writer.out
    }
}

private struct Writer {
    let layout: JSONValue.Layout
    var out: [UInt8] = []

    mutating func write(_ value: JSONValue, level: Int) {
        switch value {
        case .null: JSONText.append(word: "null", to: &out)
        case .bool(let value): JSONText.append(value, to: &out)
        case .int(let value): JSONText.append(value, to: &out)
        case .double(let value): JSONText.append(value, to: &out)
        case .string(let value): JSONText.append(value, to: &out)
        case .array(let values): write(values, level: level)
        case .object(let object):
            write(layout.sortedKeys ? object.members.sorted { $0.key < $1.key } : object.members, level: level)
        }
    }

    private mutating func write(_ values: [JSONValue], level: Int) {
        out.append(UInt8(ascii: "["))
        for index in values.indices {
            begin(index, level: level + 1)
            write(values[index], level: level + 1)
        }
        if !values.isEmpty { newline(level) }
        out.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ members: [(key: String, value: JSONValue)], level: Int) {
        out.append(UInt8(ascii: "{"))
        for index in members.indices {
            begin(index, level: level + 1)
            JSONText.append(members[index].key, to: &out)
            out.append(UInt8(ascii: ":"))
            if layout.indent != nil { out.append(UInt8(ascii: " ")) }
            write(members[index].value, level: level + 1)
        }
        if !members.isEmpty { newline(level) }
        out.append(UInt8(ascii: "}"))
    }

    /// Separates an item of a list from the one before it.
    private mutating func begin(_ index: Int, level: Int) {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        newline(level)
    }

    private mutating func newline(_ level: Int) {
        guard let indent = layout.indent else { return }
        out.append(UInt8(ascii: "\n"))
        for _ in 0..<max(0, indent * level) { out.append(UInt8(ascii: " ")) }
    }
}
