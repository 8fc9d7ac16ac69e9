import ALCFSystem

/// The report for people: the verdict, then a line for each check, and the remedy below it.
struct DoctorText {
    let text: String

    /// - Parameters:
    ///   - colour: whether to use colours; words say the same.
    ///   - width: columns; nil for lines as long as they are.
    init(_ report: DoctorReport, colour: Bool, width: Int?) {
        let code = report.exitCode
        let style: TextStyle = code != 0 ? .alarm : report.results.contains { $0.status == .warning } ? .yellow : .green
        var lines = [PlainWrap.lines(report.verdict, width: width).styled(style, where: colour)]
        for group in CheckGroup.allCases {
            let results = report.results.filter { $0.check.group == group }
            guard !results.isEmpty else { continue }
            lines += ["", TextStyle.bold.applied(to: group.title, where: colour)]
            for result in results { lines += Self.lines(result, colour: colour, width: width) }
        }
        text = lines.joined(separator: "\n")
    }

    private static let wordWidth = 10
    private static let titleWidth = 13

    private static func lines(_ result: CheckResult, colour: Bool, width: Int?) -> [String] {
        let word = result.status.style.applied(to: result.status.word, where: colour)
        let blanks = String(repeating: " ", count: wordWidth - result.status.word.count)
        let title = result.check.title + String(repeating: " ", count: titleWidth - result.check.title.count)
        let used = 2 + wordWidth + titleWidth
        // On a narrow terminal there is no room for a third column of its own.
        let indent = (width ?? 80) >= 76 ? used : 6
        let found = PlainWrap.lines(
            result.found.safeOnOneLine, width: width, used: used, indent: indent)
        var lines = ["  " + word + blanks + title + found]
        if let remedy = result.remedy {
            let mark = String(repeating: " ", count: indent) + "→ "
            lines.append(
                mark
                    + PlainWrap.lines(
                        remedy.safeOnOneLine, width: width, used: indent + 2, indent: indent + 2))
        }
        return lines
    }
}

extension String {
    /// Each line in that style.
    fileprivate func styled(_ style: TextStyle, where isWanted: Bool) -> String {
        split(separator: "\n").map { style.applied(to: String($0), where: isWanted) }.joined(separator: "\n")
    }
}
