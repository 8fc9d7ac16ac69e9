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
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .int(let value): append(String(value))
        case .double(let value): append(value.isFinite ? String(value) : "null")
        case .string(let value): write(string: value)
        case .array(let values):
            list("[", "]", values, level: level) { $0.write($1, level: level + 1) }
        case .object(let object):
            let members = layout.sortedKeys ? object.sorted { $0.key < $1.key } : Array(object)
            list("{", "}", members, level: level) { writer, member in
                writer.write(string: member.key)
                writer.append(writer.layout.indent == nil ? ":" : ": ")
                writer.write(member.value, level: level + 1)
            }
        }
    }

    private mutating func list<T>(
        _ open: String, _ close: String, _ items: [T], level: Int, _ each: (inout Writer, T) -> Void
    ) {
        append(open)
        for (index, item) in items.enumerated() {
            if index > 0 { append(",") }
            newline(level + 1)
            each(&self, item)
        }
        if !items.isEmpty { newline(level) }
        append(close)
    }

    private mutating func newline(_ level: Int) {
        guard let indent = layout.indent else { return }
        out.append(UInt8(ascii: "\n"))
        out.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent * level))
    }

    private mutating func write(string: String) { JSONText.append(string, to: &out) }

    private mutating func append(_ text: String) { JSONText.append(plain: text, to: &out) }
}
