// Compiled by test.sh with strings.swift, whose functions are called my… then: they answer as the real ones do, on texts of combining marks,
// joined pictures and flags too. A separator without a character is left out where only some are to be split off; the program has none.
@main struct StringsCheck {
    static let letters = ["a", "b", "\u{301}", "é", "e", "\r", "\n", "\r\n", "👩", "\u{200D}", "🇩", "🇪"]

    static func text(_ most: Int, of letters: ArraySlice<String>) -> String {
        (0..<Int.random(in: 0...most)).map { _ in letters.randomElement() ?? "" }.joined()
    }

    static func main() throws {
        for turn in 0..<40_000 {
            let some = turn % 2 == 0 ? letters[..<2] : letters[...]
            let text = text(8, of: some)
            let part = Self.text(3, of: some)
            let other = Self.text(2, of: some)
            let count = Int.random(in: 0...3)
            let inner = text.dropFirst().dropLast()
            var (one, two) = (text, text)
            one.replace(part, with: other)
            two.myReplace(part, with: other)
            let isSame =
                text.contains(part) == text.myContains(part) && inner.contains(part) == inner.myContains(part)
                && Array(text).contains(Array(part)) == Array(text).myContains(Array(part))
                && text.firstRange(of: part) == text.myFirstRange(of: part)
                && inner.firstRange(of: part) == inner.myFirstRange(of: part)
                && Array(text.utf8).firstRange(of: part.utf8) == Array(text.utf8).myFirstRange(of: part.utf8)
                && text.ranges(of: part) == text.myRanges(of: part) && one == two
                && text.split(separator: part) == text.mySplit(separator: part)
                && (part.isEmpty
                    || text.split(separator: part, maxSplits: count, omittingEmptySubsequences: count == 1)
                        == text.mySplit(separator: part, maxSplits: count, omittingEmptySubsequences: count == 1))
                && text.replacing(part, with: other, maxReplacements: count)
                    == text.myReplacing(part, with: other, maxReplacements: count)
            guard isSame else {
                print("differs:", text.debugDescription, part.debugDescription, other.debugDescription, count)
                throw CancellationError()
            }
        }
        print("strings.swift answers as the real functions do")
    }
}
