import ALCFSystem

/// Takes the answer proper from what a chat model says, which is often a sentence or two in Markdown.
///
/// The rules, in order, so that anyone can apply them by hand:
/// 1. Lines of code fences are dropped; `**`, `__` and backquotes are deleted; `#`, `>`, `-`, `*`, `+` and `•` before
///    a line's first word are deleted when a space follows.
/// 2. Where a line has `Answer:` (in any case; also in Chinese, Japanese or Korean, also with a full-width colon), the
/// text after the last one counts, or the next line that is not
///    empty when nothing follows on its own line.
/// 3. Otherwise the last line that is not empty counts.
/// 4. Blanks, quotation marks and asterisks around it and full stops at its end are deleted.
///
/// A line ends at LF, CR or CR LF, as in CommonMark.
package enum AnswerExtraction {
    /// The answer proper; empty where there is none.
    package static func extract(_ text: String) -> String {
        let lines = TextLines.filled(text).filter { !trimmed($0[...]).hasPrefix("```") }.map { withoutMarkup($0[...]) }
        let candidates = lines.filter { !$0.isEmpty }
        for (index, line) in candidates.enumerated().reversed() {
            guard let rest = afterLabel(line) else { continue }
            if !rest.isEmpty { return bare(rest) }
            if index + 1 < candidates.count { return bare(candidates[index + 1]) }
        }
        return bare(candidates.last ?? "")
    }

    /// In time that grows with the line: it may be as long as an answer can be, and hold nothing but marks.
    private static func withoutMarkup(_ line: Substring) -> String {
        var rest = trimmed(line)
        while true {
            let text = rest.drop { "#>-*+•".contains($0) }
            guard text.startIndex > rest.startIndex, text.first == " " else { break }
            rest = text.drop(while: \.isWhitespace)
        }
        var result = ""
        result.reserveCapacity(rest.utf8.count)
        var index = rest.startIndex
        while index < rest.endIndex {
            let character = rest[index]
            let next = rest.index(after: index)
            if character == "*" || character == "_", next < rest.endIndex, rest[next] == character {
                index = rest.index(after: next)
            } else {
                if character != "`" { result.append(character) }
                index = next
            }
        }
        return String(trimmed(Substring(result)))
    }

    /// Returns the text after the last `answer:` of a line.
    private static func afterLabel(_ line: String) -> String? {
        for colon in line.indices.reversed() where line[colon] == ":" || line[colon] == "：" {
            let before = line[..<colon]
            guard let last = before.last, labelEnds.contains(last) else { continue }
            if labels.contains(where: { before.suffix($0.count).lowercased() == $0 }) {
                return String(trimmed(line[colon...].dropFirst()))
            }
        }
        return nil
    }

    private static let labels = ["answer", "答案", "回答", "答え", "答", "정답", "답변", "답"]
    /// The characters that a label may end in, before its letters are made small.
    private static let labelEnds = Set(labels.compactMap(\.last) + ["R"])

    private static func bare(_ text: String) -> String {
        var text = Substring(text)
        while let last = text.last, last.isWhitespace || ".\"'“”‘’*".contains(last) { text = text.dropLast() }
        while let first = text.first, first.isWhitespace || "\"'“”‘’*".contains(first) { text = text.dropFirst() }
        return String(text)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return text.drop(while: \.isWhitespace)
    }
}
