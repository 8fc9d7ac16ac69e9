/// The kind of a line of Markdown, by its beginning.
enum MarkdownLine: Hashable {
    case blank
    /// `content` is how many characters come before the text.
    case heading(level: Int, content: Int)
    /// A line of at least three backticks or tildes; `info` is what stands behind them.
    case fence(mark: Character, length: Int, info: String)
    case rule
    case item(indent: Int, marker: String, content: Int)
    case quote(content: Int)
    case tableRow
    case paragraph(indent: Int)

    /// - Parameter isComplete: whether all of the line is there.
    /// - Returns: nil where the beginning does not tell yet.
    init?(_ line: [Character], isComplete: Bool) {
        let indent = line.prefix { $0 == " " || $0 == "\t" }.count
        let rest = line.dropFirst(indent)
        guard let first = rest.first else {
            if !isComplete { return nil }
            self = .blank
            return
        }
        let run = rest.prefix { $0 == first }.count
        let after = rest.dropFirst(run)
        switch first {
        case "#" where run <= 6:
            if after.isEmpty, !isComplete { return nil }
            self = after.first == " " ? .heading(level: run, content: indent + run + 1) : .paragraph(indent: indent)
        case "`" where run >= 3 || after.isEmpty, "~" where run >= 3 || after.isEmpty:
            if !isComplete { return nil }
            let isFence = run >= 3 && !after.contains("`")
            self =
                isFence
                ? .fence(mark: first, length: run, info: String(after.filter { $0 != " " }))
                : .paragraph(indent: indent)
        case "|":
            if !isComplete { return nil }
            self = .tableRow
        case ">":
            if after.isEmpty, !isComplete { return nil }
            self = .quote(content: indent + 1 + (rest.dropFirst().first == " " ? 1 : 0))
        case "-", "*", "_", "+", "•":
            let isRuleSoFar = first != "+" && first != "•" && rest.allSatisfy { $0 == first || $0 == " " }
            if isRuleSoFar, !isComplete { return nil }
            if isRuleSoFar, rest.count(where: { $0 == first }) >= 3 {
                self = .rule
            } else if run == 1, first != "_", after.first == " " {
                let gap = after.prefix { $0 == " " }.count
                self = .item(indent: indent, marker: String(first), content: indent + 1 + min(gap, 4))
            } else {
                if run == 1, after.isEmpty, !isComplete { return nil }
                self = .paragraph(indent: indent)
            }
        case "0"..."9":
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            let tail = rest.dropFirst(digits.count)
            if digits.count <= 3, !isComplete, tail.count < 2 { return nil }
            if digits.count <= 3, tail.first == "." || tail.first == ")", tail.dropFirst().first == " " {
                self = .item(
                    indent: indent, marker: String(digits + tail.prefix(1)), content: indent + digits.count + 2)
            } else {
                self = .paragraph(indent: indent)
            }
        default:
            self = .paragraph(indent: indent)
        }
    }
}
