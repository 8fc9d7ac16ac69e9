/// Reads emphasis, code and links within a line.
struct InlineMarkdown {
    private let text: [Character]
    /// Whether nothing more comes: then what was opened and not closed is text.
    private let isComplete: Bool

    /// Reads as much of `text` as is decided.
    ///
    /// - Returns: the pieces, and how many characters they were made of: fewer than all only where `isComplete` is
    ///   false and something is open.
    static func read(
        _ text: [Character], isComplete: Bool, style: TextStyle = []
    ) -> (pieces: [StyledText], count: Int) {
        InlineMarkdown(text: text, isComplete: isComplete).read(0..<text.count, style)
    }

    private func read(_ range: Range<Int>, _ style: TextStyle) -> (pieces: [StyledText], count: Int) {
        var pieces: [StyledText] = []
        var plain = ""
        var place = range.lowerBound
        func flush() {
            if !plain.isEmpty { pieces.append(StyledText(text: plain, style: style)) }
            plain = ""
        }
        while place < range.upperBound {
            let character = text[place]
            switch character {
            case "\\":
                // Others stay: they are formulas more often than escapes.
                let next = place + 1 < range.upperBound ? text[place + 1] : " "
                let isEscape = "*_`#~|".contains(next)
                plain.append(isEscape ? next : character)
                place += isEscape ? 2 : 1
                continue
            case "`", "*", "_", "~", "[", "!":
                switch construct(at: place, in: range, style) {
                case .text: break
                case .open: if !isComplete { return (flushed(pieces, plain, style), place) }
                case .closed(let inner, let next):
                    flush()
                    pieces += inner
                    place = next
                    continue
                }
                // A run of marks that mean nothing is taken as a whole, or its end would be looked at as a beginning.
                let length = character == "[" || character == "!" ? 1 : run(at: place, to: range.upperBound)
                plain.append(contentsOf: text[place..<place + length])
                place += length
                continue
            default:
                plain.append(character)
            }
            place += 1
        }
        flush()
        return (pieces, place)
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

    private func construct(at place: Int, in range: Range<Int>, _ style: TextStyle) -> Construct {
        switch text[place] {
        case "`": return code(at: place, in: range, style)
        case "[": return link(at: place, in: range, style)
        case "!":
            guard place + 1 < range.upperBound, text[place + 1] == "[" else { return .text }
            return link(at: place + 1, in: range, style)
        default: return emphasis(at: place, in: range, style)
        }
    }

    private func run(at place: Int, to end: Int) -> Int {
        var next = place
        while next < end, text[next] == text[place] { next += 1 }
        return next - place
    }

    private func code(at place: Int, in range: Range<Int>, _ style: TextStyle) -> Construct {
        let length = run(at: place, to: range.upperBound)
        guard let close = codeEnd(from: place + length, length, range.upperBound) else { return .open }
        let inner = String(text[place + length..<close])
        return .closed([StyledText(text: inner, style: style.union(.code))], next: close + length)
    }

    private func codeEnd(from start: Int, _ length: Int, _ end: Int) -> Int? {
        var place = start
        while place < end {
            if text[place] == "`" {
                let found = run(at: place, to: end)
                if found == length { return place }
                place += found
            } else {
                place += 1
            }
        }
        return nil
    }

    private func emphasis(at place: Int, in range: Range<Int>, _ style: TextStyle) -> Construct {
        let mark = text[place]
        let length = run(at: place, to: range.upperBound)
        let inside = place + length
        guard length <= 3, mark != "~" || length == 2 else { return .text }
        guard inside < range.upperBound else { return .open }
        guard !text[inside].isWhitespace else { return .text }
        if mark == "_", place > 0, text[place - 1].isLetter || text[place - 1].isNumber { return .text }
        var next = inside
        while next < range.upperBound {
            if text[next] == "`" {
                let ticks = run(at: next, to: range.upperBound)
                next = codeEnd(from: next + ticks, ticks, range.upperBound).map { $0 + ticks } ?? next + ticks
            } else if text[next] == mark {
                let found = run(at: next, to: range.upperBound)
                let after = next + found
                let ends =
                    found >= length && (found == length || found == 3) && !text[next - 1].isWhitespace
                    && (mark != "_" || after >= range.upperBound || !(text[after].isLetter || text[after].isNumber))
                if ends {
                    let close = after - length
                    let inner = read(inside..<close, style.union(self.style(mark, length)))
                    // Something open within is text here: what encloses it is closed.
                    let whole =
                        inner.count == close
                        ? inner.pieces
                        : InlineMarkdown(text: text, isComplete: true)
                            .read(inside..<close, style.union(self.style(mark, length))).pieces
                    return .closed(whole, next: after)
                }
                next = after
            } else {
                next += 1
            }
        }
        return .open
    }

    private func style(_ mark: Character, _ length: Int) -> TextStyle {
        if mark == "~" { return .struck }
        return length == 1 ? .italic : length == 2 ? .bold : [.bold, .italic]
    }

    private func link(at place: Int, in range: Range<Int>, _ style: TextStyle) -> Construct {
        var depth = 0
        var close = place
        while close < range.upperBound {
            if text[close] == "[" { depth += 1 }
            if text[close] == "]" { depth -= 1 }
            if depth == 0 { break }
            close += 1
        }
        guard close < range.upperBound else { return .open }
        guard close + 1 < range.upperBound else { return isComplete ? .text : .open }
        guard text[close + 1] == "(" else { return .text }
        guard let end = text[close + 2..<range.upperBound].firstIndex(of: ")") else { return .open }
        let title = String(text[place + 1..<close])
        let address = String(text[close + 2..<end])
        let shown = InlineMarkdown.read(Array(title), isComplete: true, style: style.union(.underlined)).pieces
        guard title != address, !address.isEmpty else { return .closed(shown, next: end + 1) }
        return .closed(shown + [StyledText(text: " (\(address))", style: style.union(.dim))], next: end + 1)
    }
}
