import ALCFSystem

/// Makes Markdown readable on a terminal while it comes in, piece by piece.
///
/// Output is never taken back: a word appears once it is complete and its emphasis decided, a line of
/// code once it has ended, a table once all its rows are there. Control characters do not get through.
struct MarkdownRenderer {
    private let isStyled: Bool
    private let wrapsCode: Bool
    private var writer: WrappingWriter
    /// Part of the current line that is not yet written.
    private var rest: [Character] = []
    /// Kind of the current line; nil while it is unknown.
    private var line: MarkdownLine?
    private var fence: (mark: Character, length: Int)?
    private var table: [String] = []
    /// Length at which ``rest`` is examined again, so that it is not examined for each further letter.
    private var nextLook = 0
    /// Number of characters of ``rest`` that are known to contain no place for a line break.
    private var unbroken = 0

    /// Characters of a line that are held back at most until their marks are decided; beyond, they are text.
    static let mostHeld = 2048
    /// Number of held characters that are examined with every new piece.
    private static let fewHeld = 64
    /// Maximum number of combining characters; more are taken for characters of their own.
    private static let mostCombining = 32

    /// - Parameters:
    ///   - width: columns there are.
    ///   - isStyled: false leaves the marks as they came, and only sets words into lines.
    ///   - wrapsCode: whether code, too, must keep to the width.
    init(width: Int, isStyled: Bool, wrapsCode: Bool = false) {
        self.isStyled = isStyled
        self.wrapsCode = wrapsCode
        writer = WrappingWriter(width: max(8, width))
    }

    /// Takes the next piece, and returns what can be shown.
    mutating func add(_ text: String) -> String {
        // A carriage return has no meaning in Markdown, and before a line feed it is no harm.
        let hasReturn = text.utf8.contains(0x0D)
        let clean = (hasReturn ? String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\r" })) : text)
            .safeForTerminal
        for (index, piece) in clean.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if index > 0 { endLine() }
            join(piece)
        }
        if rest.count >= nextLook { advance() }
        return writer.take()
    }

    /// Puts a piece behind what is held: as text, because it may begin with what combines with the last character.
    private mutating func join(_ piece: Substring) {
        guard let last = rest.last, last.unicodeScalars.count <= Self.mostCombining else {
            return rest.append(contentsOf: piece)
        }
        rest.removeLast()
        rest.append(contentsOf: String(last) + piece)
    }

    /// Returns what is left at the end, and ends the line.
    mutating func finish() -> String {
        if !rest.isEmpty || line != nil { endLine() }
        showTable()
        return writer.take()
    }

    // MARK: Lines

    private mutating func endLine() {
        defer { (rest, line, nextLook, unbroken) = ([], nil, 0, 0) }
        if let fence { return endCodeLine(fence) }
        if line == nil {
            line = MarkdownLine(rest, isComplete: true)
            begin()
        }
        switch line {
        case .tableRow where isStyled: table.append(String(rest))
        case .fence(let mark, let length, let info):
            fence = (mark, length)
            if !isStyled {
                writer.line(String(rest), style: [], isWrapped: wrapsCode)
            } else if !info.isEmpty {
                writer.line("── \(info)", style: .dim)
            }
        case .rule where isStyled:
            writer.line(String(repeating: "─", count: min(writer.width, 40)), style: .dim)
        default:
            writer.write(pieces(rest, isComplete: true).pieces)
            writer.newLine()
        }
    }

    private mutating func endCodeLine(_ fence: (mark: Character, length: Int)) {
        let mark = rest.drop { $0 == " " }
        let closes =
            mark.prefix { $0 == fence.mark }.count >= fence.length
            && mark.allSatisfy { $0 == fence.mark || $0 == " " }
        if closes { self.fence = nil }
        if closes, isStyled { return }
        writer.line(String(rest), style: isStyled ? .code : [], isWrapped: wrapsCode)
    }

    /// Writes what is decided of a line that has not ended.
    private mutating func advance() {
        guard fence == nil, !rest.isEmpty else { return }
        defer { nextLook = rest.count <= Self.fewHeld ? 0 : rest.count + rest.count / 4 }
        let isLong = rest.count > Self.mostHeld
        if line == nil {
            // A rule or a table of that length is none that could be shown.
            guard let found = MarkdownLine(rest, isComplete: false) ?? (isLong ? .paragraph(indent: 0) : nil) else {
                return
            }
            line = found
            unbroken = 0
            begin()
        }
        var limit = lastBreak(upTo: rest.count)
        // The last character may still change.
        if limit == 0 { unbroken = max(0, rest.count - 1) }
        while limit > 0 {
            let (pieces, count) = pieces(Array(rest[..<limit]), isComplete: false)
            guard count < limit else { return write(pieces, of: limit) }
            limit = lastBreak(upTo: count)
        }
        guard isLong else { return }
        let all = lastBreak(upTo: rest.count)
        let most = all > 0 ? all : rest.count
        write(pieces(Array(rest[..<most]), isComplete: true).pieces, of: most)
    }

    private mutating func write(_ pieces: [StyledText], of count: Int) {
        writer.write(pieces)
        rest.removeFirst(count)
        unbroken = 0
    }

    /// The last place up to `end` where a line could be broken: no word is torn there.
    private func lastBreak(upTo end: Int) -> Int {
        var place = end
        while place > unbroken {
            if rest[place - 1].isWhitespace { return place }
            if place < rest.count, rest[place - 1].allowsBreak(before: rest[place]) { return place }
            place -= 1
        }
        return 0
    }

    // MARK: What lines look like

    private func pieces(_ text: [Character], isComplete: Bool) -> (pieces: [StyledText], count: Int) {
        guard isStyled else { return ([StyledText(text: String(text))], text.count) }
        if case .heading(let level, _) = line {
            return InlineMarkdown.read(text, isComplete: isComplete, style: level == 1 ? [.bold, .underlined] : .bold)
        }
        return InlineMarkdown.read(text, isComplete: isComplete)
    }

    /// Writes what a line begins with, and takes it from the rest.
    private mutating func begin() {
        if line != .tableRow { showTable() }
        switch line {
        case .heading(_, let content) where isStyled: rest.removeFirst(min(content, rest.count))
        case .item(let indent, let marker, let content):
            let bullet = isStyled && !(marker.first?.isNumber ?? false) ? "•" : marker
            let width = indent + marker.count + 1
            let prefix = String(repeating: " ", count: indent) + bullet + " "
            open(prefix, [], hang: String(repeating: " ", count: width), [], dropping: content)
        case .quote(let content):
            open(isStyled ? "│ " : "> ", .dim, hang: isStyled ? "│ " : "", .dim, dropping: content)
        case .paragraph(let indent) where indent > 0:
            let space = String(repeating: " ", count: indent)
            open(space, [], hang: space, [], dropping: indent)
        default: break
        }
    }

    private mutating func open(
        _ prefix: String, _ style: TextStyle, hang: String, _ hangStyle: TextStyle, dropping count: Int
    ) {
        rest.removeFirst(min(count, rest.count))
        writer.begin(
            StyledText(text: prefix, style: isStyled ? style : []),
            hang: StyledText(text: hang, style: isStyled ? hangStyle : []))
    }

    private mutating func showTable() {
        guard !table.isEmpty else { return }
        for line in MarkdownTable(table).lines(width: writer.width) { writer.line(line, style: []) }
        table = []
    }
}
