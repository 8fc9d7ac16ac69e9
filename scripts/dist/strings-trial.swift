// Every search of strings.swift, on texts that are easy to get wrong; test-strings.sh compares the answers with those of the real module.

let texts = ["", "a", "aa", "aaa", "aaab", "abab", "abcabcabd", "e\u{301}", "\u{e9}", "x\u{e9}y", "\r\n", "a\r\nb", "👩‍👩‍👧", "Ünï, ünï", ",,a,,b,,"]
let parts = ["", "a", "aa", "ab", "abd", "aab", "e", "\u{301}", "\u{e9}", "e\u{301}", "\n", "\r", "\r\n", "👩", ",", ",,", "longer than all of them"]

func offsets<Text: StringProtocol>(_ range: Range<String.Index>?, _ text: Text) -> String {
    guard let range else { return "nil" }
    return "\(text.distance(from: text.startIndex, to: range.lowerBound))+\(text.distance(from: range.lowerBound, to: range.upperBound))"
}

for text in texts {
    for part in parts {
        let bytes = (Array(text.utf8), Array(part.utf8))
        let ranges = text.ranges(of: part).map { offsets($0, text) }
        let half = text.dropFirst()
        print(
            Array(text.utf8), Array(part.utf8), text.contains(part), half.contains(part), bytes.0.contains(bytes.1),
            offsets(text.firstRange(of: part), text), offsets(half.firstRange(of: part), text), bytes.0.firstRange(of: bytes.1) as Any,
            ranges, bytes.0.ranges(of: bytes.1), separator: " | ")
        for most in [0, 1, 2, Int.max] {
            var changed = text
            changed.replace(part, with: "<>", maxReplacements: most)
            print(" ", text.replacing(part, with: "-", maxReplacements: most), changed, bytes.0.replacing(bytes.1, with: [0], maxReplacements: most))
            guard !part.isEmpty else { continue }
            for omits in [true, false] {
                print("   ", text.split(separator: part, maxSplits: most, omittingEmptySubsequences: omits).map(String.init))
            }
        }
    }
}
