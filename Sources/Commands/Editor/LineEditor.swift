/// The line that is being written at the prompt: keys in, actions out. It does not depend on a terminal.
struct LineEditor {
    /// The action after a key.
    enum Action: Hashable {
        case nothing
        case draw
        case submit(String)
        /// Ctrl-C: what was written is gone.
        case cleared
        /// Ctrl-C where nothing was written.
        case interrupt
        /// Ctrl-D where nothing was written.
        case endOfInput
        case clearScreen
        case suspend
    }

    private(set) var text: [Character] = []
    /// Number of characters to the left of the cursor.
    private(set) var cursor = 0
    private var history = InputHistory()
    private var erased: [Character] = []

    /// Keeps a text to be called up, without anybody having entered it.
    mutating func remember(_ entry: String) { history.add(entry) }

    /// Does what a key says.
    mutating func press(_ key: Key) -> Action {
        switch key {
        case .text(let new), .paste(let new): return insert(new)
        case .lineFeed: return insert("\n")
        case .enter: return enter()
        case .left: return move(to: cursor - 1)
        case .right: return move(to: cursor + 1)
        case .home: return move(to: lineStart(before: cursor))
        case .end: return move(to: lineEnd(after: cursor))
        case .wordLeft: return move(to: wordStart)
        case .wordRight: return move(to: wordEnd)
        case .up: return up()
        case .down: return down()
        case .backspace: return erase(cursor - 1..<cursor)
        case .delete: return erase(cursor..<cursor + 1)
        case .eraseWord: return erase(blankWordStart..<cursor, isKept: true)
        case .eraseToStart: return erase(lineStart(before: cursor)..<cursor, isKept: true)
        case .eraseToEnd:
            let end = lineEnd(after: cursor)
            return erase(cursor..<(end == cursor ? end + 1 : end), isKept: true)
        case .putBack: return insert(String(erased))
        case .clearScreen: return .clearScreen
        case .suspend: return .suspend
        case .interrupt:
            guard !text.isEmpty else { return .interrupt }
            set("")
            return .cleared
        case .endOfInput: return text.isEmpty ? .endOfInput : erase(cursor..<cursor + 1)
        }
    }

    // MARK: Changes

    private mutating func set(_ new: String) {
        text = Array(new)
        cursor = text.count
    }

    private mutating func insert(_ new: String) -> Action {
        guard !new.isEmpty else { return .nothing }
        // Joined as text, because what is new may combine with what is there.
        let before = String(text[..<cursor]) + new
        let after = String(text[cursor...])
        text = Array(before + after)
        cursor = min(Array(before).count, text.count)
        return .draw
    }

    private mutating func erase(_ range: Range<Int>, isKept: Bool = false) -> Action {
        let range = range.clamped(to: 0..<text.count)
        guard !range.isEmpty else { return .nothing }
        if isKept { erased = Array(text[range]) }
        text.removeSubrange(range)
        cursor = range.lowerBound
        return .draw
    }

    private mutating func enter() -> Action {
        if text.last == "\\" {
            text[text.count - 1] = "\n"
            cursor = text.count
            return .draw
        }
        let entry = String(text)
        set("")
        history.add(entry)
        return .submit(entry)
    }

    // MARK: Moves

    private mutating func move(to place: Int) -> Action {
        let place = min(max(0, place), text.count)
        guard place != cursor else { return .nothing }
        cursor = place
        return .draw
    }

    private mutating func up() -> Action {
        let start = lineStart(before: cursor)
        guard start == 0 else {
            let above = lineStart(before: start - 1)
            return move(to: min(above + cursor - start, start - 1))
        }
        guard let entry = history.previous(String(text)) else { return .nothing }
        set(entry)
        return .draw
    }

    private mutating func down() -> Action {
        let end = lineEnd(after: cursor)
        guard end == text.count else {
            return move(to: min(end + 1 + cursor - lineStart(before: cursor), lineEnd(after: end + 1)))
        }
        guard let entry = history.next() else { return .nothing }
        set(entry)
        return .draw
    }

    private func lineStart(before place: Int) -> Int {
        text[..<place].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    }

    private func lineEnd(after place: Int) -> Int { text[place...].firstIndex(of: "\n") ?? text.count }

    private var wordStart: Int {
        var place = cursor
        while place > 0, !text[place - 1].isWord { place -= 1 }
        while place > 0, text[place - 1].isWord { place -= 1 }
        return place
    }

    private var wordEnd: Int {
        var place = cursor
        while place < text.count, !text[place].isWord { place += 1 }
        while place < text.count, text[place].isWord { place += 1 }
        return place
    }

    /// Start of the word before the cursor, as shells define it for Ctrl-W: only blanks part words.
    private var blankWordStart: Int {
        var place = cursor
        while place > 0, text[place - 1].isWhitespace { place -= 1 }
        while place > 0, !text[place - 1].isWhitespace { place -= 1 }
        return place
    }
}

extension Character {
    fileprivate var isWord: Bool { isLetter || isNumber }
}
