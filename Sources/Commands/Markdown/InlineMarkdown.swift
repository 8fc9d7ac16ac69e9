import ALCFSystem

/// Reads emphasis, code and links within a line, in time that grows with its length and no faster.
struct InlineMarkdown {
    private let text: [Character]
    /// Whether nothing more comes: then what was opened and not closed is text.
    private let isComplete: Bool
    private let pairs: MarkdownPairs
    /// Remaining depth of nested marks: none beyond ``MarkdownPairs/depth``.
    private let depth: Int
    /// Kinds of emphasis that nothing closes any more: they are not looked for again.
    private var unclosed: Set<Emphasis> = []

    private struct Emphasis: Hashable {
        let mark: Character
        let length: Int
    }

    private init(_ text: [Character], isComplete: Bool, depth: Int) {
        self.text = text
        self.isComplete = isComplete
        self.depth = depth
        pairs = MarkdownPairs(text)
    }

    /// Reads as much of `text` as is decided.
    ///
    /// - Returns: the pieces, and how many characters they were made of: fewer than all only where `isComplete` is
    ///   false and something is open.
    static func read(
        _ text: [Character], isComplete: Bool, style: TextStyle = [], depth: Int = 0
    ) -> (pieces: [StyledText], count: Int) {
        guard depth <= MarkdownPairs.depth else { return ([StyledText(text: String(text), style: style)], text.count) }
        var markdown = InlineMarkdown(text, isComplete: isComplete, depth: depth)
        return markdown.read(style)
    }

    private mutating func read(_ style: TextStyle) -> (pieces: [StyledText], count: Int) {
        var pieces: [StyledText] = []
        var plain = ""
        var place = 0
        while place < text.count {
            let character = text[place]
            switch character {
            case "\\":
                // Others stay: they are formulas more often than escapes.
                let next = place + 1 < text.count ? text[place + 1] : " "
                let isEscape = "*_`#~|".contains(next)
                plain.append(isEscape ? next : character)
                place += isEscape ? 2 : 1
            case "`", "*", "_", "~", "[", "!":
                switch construct(at: place, style) {
                case .closed(let inner, let next):
                    if !plain.isEmpty { pieces.append(StyledText(text: plain, style: style)) }
                    pieces += inner
                    plain = ""
                    place = next
                    continue
                case .open where !isComplete: return (flushed(pieces, plain, style), place)
                case .open, .text: break
                }
                // A run of marks that mean nothing is taken as a whole, or its end would be looked at as a beginning.
                let length = character == "[" || character == "!" ? 1 : run(at: place)
                plain.append(contentsOf: text[place..<place + length])
                place += length
            default:
                plain.append(character)
                place += 1
            }
        }
        return (flushed(pieces, plain, style), place)
    }

    private func flushed(_ pieces: [StyledText], _ plain: String, _ style: TextStyle) -> [StyledText] {
        plain.isEmpty ? pieces : pieces + [StyledText(text: plain, style: style)]
    }

    private enum Construct {
        /// Nothing but text.
        case text
        /// It may be closed later.
        case open
        case closed([StyledText], next: Int)
    }

    private mutating func construct(at place: Int, _ style: TextStyle) -> Construct {
        switch text[place] {
        case "`": return code(at: place, style)
        case "[": return link(at: place, style)
        case "!":
            guard place + 1 < text.count, text[place + 1] == "[" else { return .text }
            return link(at: place + 1, style)
        default: return emphasis(at: place, style)
        }
    }

    private func run(at place: Int) -> Int {
        var next = place
        while next < text.count, text[next] == text[place] { next += 1 }
        return next - place
    }

    private func code(at place: Int, _ style: TextStyle) -> Construct {
        let length = run(at: place)
        guard let close = pairs.codeEnd(place) else { return .open }
        let inner = String(text[place + length..<close])
        return .closed([StyledText(text: inner, style: style.union(.code))], next: close + length)
    }

    private mutating func emphasis(at place: Int, _ style: TextStyle) -> Construct {
        let mark = text[place]
        let length = run(at: place)
        let inside = place + length
        guard length <= 3, mark != "~" || length == 2 else { return .text }
        guard inside < text.count else { return .open }
        guard !text[inside].isWhitespace else { return .text }
        if mark == "_", place > 0, text[place - 1].isLetter || text[place - 1].isNumber { return .text }
        let kind = Emphasis(mark: mark, length: length)
        guard !unclosed.contains(kind) else { return .open }
        guard let after = end(of: kind, from: inside) else {
            unclosed.insert(kind)
            return .open
        }
        // Something open within is text here: what encloses it is closed.
        let inner = InlineMarkdown.read(
            Array(text[inside..<after - length]), isComplete: true, style: style.union(self.style(mark, length)),
            depth: depth + 1)
        return .closed(inner.pieces, next: after)
    }

    /// Returns the place behind the marks that close an emphasis; nil if nothing closes it.
    private func end(of kind: Emphasis, from inside: Int) -> Int? {
        var next = inside
        while next < text.count {
            if text[next] == "`" {
                let ticks = run(at: next)
                next = pairs.codeEnd(next).map { $0 + ticks } ?? next + ticks
            } else if text[next] == kind.mark {
                let found = run(at: next)
                let after = next + found
                let ends =
                    found >= kind.length && (found == kind.length || found == 3) && !text[next - 1].isWhitespace
                    && (kind.mark != "_" || after >= text.count || !(text[after].isLetter || text[after].isNumber))
                if ends { return after }
                next = after
            } else {
                next += 1
            }
        }
        return nil
    }

    private func style(_ mark: Character, _ length: Int) -> TextStyle {
        if mark == "~" { return .struck }
        return length == 1 ? .italic : length == 2 ? .bold : [.bold, .italic]
    }

    private func link(at place: Int, _ style: TextStyle) -> Construct {
        guard let close = pairs.bracketEnd(place) else { return .open }
        guard close + 1 < text.count else { return isComplete ? .text : .open }
        guard text[close + 1] == "(" else { return .text }
        guard let end = pairs.parenthesis(from: close + 2) else { return .open }
        let title = String(text[place + 1..<close])
        let address = String(text[close + 2..<end])
        let shown = InlineMarkdown.read(
            Array(text[place + 1..<close]), isComplete: true, style: style.union(.underlined), depth: depth + 1
        ).pieces
        guard title != address, !address.isEmpty else { return .closed(shown, next: end + 1) }
        return .closed(shown + [StyledText(text: " (\(address))", style: style.union(.dim))], next: end + 1)
    }
}
