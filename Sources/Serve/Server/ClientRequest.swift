/// A request of a local client, complete.
package struct ClientRequest: Sendable {
    /// Method in capitals.
    package let method: String
    /// Path without query, decoded.
    package let path: String
    /// Parameters of the query; of two with one name the later.
    package let query: [String: String]
    /// Fields, by their names in lower case; of two with one name the first.
    private let headers: [String: String]
    /// Body; empty for none.
    package private(set) var body: [UInt8]
    /// Whether the body was longer than is taken, and is not here.
    package var isTooLarge: Bool

    /// A request as it came.
    package init(
        _ method: String, target: String, headers: [(name: String, value: String)], body: [UInt8] = [],
        isTooLarge: Bool = false
    ) {
        self.method = method
        self.body = body
        self.isTooLarge = isTooLarge
        self.headers = Dictionary(
            headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { first, _ in first })
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        path = Self.decoded(target[..<(mark ?? target.endIndex)], plusIsSpace: false)
        var query: [String: String] = [:]
        for pair in mark.map({ target.utf8[$0...].dropFirst().split(separator: UInt8(ascii: "&")) }) ?? [] {
            let end = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            query[Self.decoded(Substring(pair[..<end]), plusIsSpace: true)] =
                Self.decoded(Substring(pair[end...].dropFirst()), plusIsSpace: true)
        }
        self.query = query
    }

    /// Takes more of the body, unless it is longer than is taken.
    mutating func append(_ bytes: some Collection<UInt8>, upTo limit: Int) {
        if isTooLarge || body.count + bytes.count > limit {
            isTooLarge = true
            body = []
        } else {
            body.append(contentsOf: bytes)
        }
    }

    /// The value of a field, by its name in lower case.
    package subscript(name: String) -> String? { headers[name] }

    /// Text without its `%XX`; those that are none stay.
    private static func decoded(_ text: Substring, plusIsSpace: Bool) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(text)
        }
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
