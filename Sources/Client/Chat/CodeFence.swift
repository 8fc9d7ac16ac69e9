/// The fence of three backticks in which some models put their JSON.
enum CodeFence {
    /// The text between the fences where `text` is such a block and nothing else; else `text` itself.
    static func strip(_ text: String) -> String {
        let trimmed = text.trimmingWhitespace
        guard trimmed.hasPrefix("```"), trimmed.hasSuffix("```"), trimmed.utf8.count > 6,
            let firstLine = trimmed.firstIndex(where: \.isNewline)
        else { return text }
        return String(trimmed[firstLine...].dropLast(3))
    }
}

extension String {
    fileprivate var trimmingWhitespace: Substring {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return start }
        return start[...last]
    }
}
