/// The pairs of marks of a text, found in one pass each, so that no mark is ever searched for twice.
struct MarkdownPairs {
    /// Marks within marks beyond which all is text: a reader would not see the difference, and each level is read anew.
    static let depth = 8

    private let codeEnds: [Int: Int]
    private let brackets: [Int: Int]
    private let parentheses: [Int]

    init(_ text: [Character]) {
        codeEnds = Self.codeEnds(text)
        brackets = Self.brackets(text)
        parentheses = text.indices.filter { text[$0] == ")" }
    }

    /// Returns the place of the run of backticks that closes the one at `place`, which is as long; nil for none.
    func codeEnd(_ place: Int) -> Int? { codeEnds[place] }

    /// Returns the place of the bracket that closes the one at `place`; nil for none.
    func bracketEnd(_ place: Int) -> Int? { brackets[place] }

    /// The first closing parenthesis from `place` on; nil where there is none.
    func parenthesis(from place: Int) -> Int? {
        // The first that is not before `place`: they are sorted.
        var (low, high) = (0, parentheses.count)
        while low < high {
            let middle = (low + high) / 2
            if parentheses[middle] < place { low = middle + 1 } else { high = middle }
        }
        return low < parentheses.count ? parentheses[low] : nil
    }

    private static func codeEnds(_ text: [Character]) -> [Int: Int] {
        var ends: [Int: Int] = [:]
        // From the back: where the next run of each length begins.
        var next: [Int: Int] = [:]
        var end = text.count
        while end > 0 {
            guard text[end - 1] == "`" else {
                end -= 1
                continue
            }
            var start = end
            while start > 0, text[start - 1] == "`" {
                start -= 1
                // A backslash may take the first of a run away.
                if let close = next[end - start] { ends[start] = close }
            }
            next[end - start] = start
            end = start
        }
        return ends
    }

    private static func brackets(_ text: [Character]) -> [Int: Int] {
        var ends: [Int: Int] = [:]
        var open: [Int] = []
        for (place, character) in text.enumerated() {
            if character == "[" { open.append(place) }
            if character == "]", let start = open.popLast() { ends[start] = place }
        }
        return ends
    }
}
