import ALCFSystem

@testable import ALCFCommands

/// What a terminal shows after it was sent text: rows of characters, and a cursor. Knows the sequences that are used.
struct Screen {
    private(set) var rows: [[Character]] = [[]]
    private(set) var row = 0
    private(set) var column = 0
    /// Rows above are gone from the window, and cannot be reached.
    private(set) var top = 0
    let width: Int
    let height: Int

    init(width: Int, height: Int = 24) {
        self.width = width
        self.height = height
    }

    /// The rows, with blanks at their ends left out. A wide character takes the place after it too, which is left out.
    var text: [String] {
        rows.map { row in
            var line = row.filter { $0 != "\0" }
            while line.last == " " { line.removeLast() }
            return String(line)
        }
    }

    mutating func receive(_ text: String) {
        var rest = Array(text)[...]
        while let character = rest.popFirst() {
            switch character {
            case "\r\n":
                column = 0
                lineFeed()
            case "\n":
                // The terminal driver adds the carriage return.
                column = 0
                lineFeed()
            case "\r": column = 0
            case "\u{1B}":
                guard rest.popFirst() == "[" else { continue }
                let parameters = rest.prefix { !$0.isLetter }
                rest = rest.dropFirst(parameters.count)
                if let end = rest.popFirst() { sequence(Int(String(parameters)) ?? 1, String(parameters), end) }
            default: put(character)
            }
        }
    }

    private mutating func sequence(_ count: Int, _ parameters: String, _ end: Character) {
        switch end {
        case "A": row = max(top, row - count)
        case "C": column = min(width - 1, column + count)
        case "G": column = count - 1
        case "K": if column < rows[row].count { rows[row].removeSubrange(column...) }
        case "J":
            if column < rows[row].count { rows[row].removeSubrange(column...) }
            rows.removeSubrange((row + 1)...)
        default: break
        }
    }

    private mutating func lineFeed() {
        row += 1
        if row == rows.count { rows.append([]) }
        top = max(top, row - height + 1)
    }

    private mutating func put(_ character: Character) {
        let columns = DisplayWidth.of(character)
        if column + columns > width {
            column = 0
            lineFeed()
        }
        while rows[row].count < column + columns { rows[row].append(" ") }
        rows[row][column] = character
        for place in 1..<max(1, columns) { rows[row][column + place] = "\0" }
        column += columns
    }
}
