import ALCFSystem

/// A piece of a document. Text and attributes are escaped when written, so nothing that came from outside is ever
/// markup.
indirect enum HTML {
    case text(String)
    case element(String, [(String, String)], [HTML])
    case fragment([HTML])
    /// The contents of a `style` element, which is ours.
    case style(String)

    /// An element; attributes that are nil are left out.
    static func tag(_ name: String, _ attributes: [(String, String?)] = [], _ children: HTML...) -> HTML {
        .element(name, attributes.compactMap { key, value in value.map { (key, $0) } }, children)
    }

    /// An element with children made in a list.
    static func tag(_ name: String, _ attributes: [(String, String?)] = [], all children: [HTML]) -> HTML {
        .element(name, attributes.compactMap { key, value in value.map { (key, $0) } }, children)
    }

    /// The document as text.
    var rendered: String {
        var result = ""
        write(to: &result)
        return result
    }

    private static let empty: Set<String> = ["meta", "br", "hr", "link"]

    private func write(to result: inout String) {
        switch self {
        case .text(let text): Self.escape(text, to: &result)
        case .style(let text): result += "<style>\n\(text)</style>"
        case .fragment(let children): for child in children { child.write(to: &result) }
        case .element(let name, let attributes, let children):
            result += "<" + name
            for (key, value) in attributes {
                result += " \(key)=\""
                Self.escape(value, to: &result)
                result += "\""
            }
            result += ">"
            if Self.empty.contains(name) { return }
            for child in children { child.write(to: &result) }
            result += "</\(name)>"
            if Self.blocks.contains(name) { result += "\n" }
        }
    }

    private static let blocks: Set<String> = [
        "p", "li", "tr", "section", "figure", "svg", "g", "table", "details", "h1", "h2", "h3", "div", "head", "dd",
    ]

    private static func escape(_ text: String, to result: inout String) {
        if text.utf8.allSatisfy(isPlain) {
            result += text
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            default:
                // Control characters are not allowed in HTML, not even as references; changes of direction would move
                // what stands around.
                result.unicodeScalars.append(scalar.isUnsafe ? "\u{FFFD}" : scalar)
            }
        }
    }
}

/// Whether a byte of UTF-8 stands for itself, as nearly all do.
private func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
    default: byte >= 0x20 && byte < 0x7F
    }
}

extension HTML: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    init(stringLiteral value: String) { self = .text(value) }
}
