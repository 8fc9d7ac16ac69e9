import Testing

@testable import ALCFSystem

@Suite struct FedLinesTests {
    private func texts(_ text: String, hasRest: Bool = false) -> [String] {
        FedLines(Array(text.utf8), hasRest: hasRest).map { "\($0.number) \(String(decoding: $0.bytes, as: UTF8.self))" }
    }

    @Test func aLineEndsWithItsFeed() {
        #expect(texts("a\n\nbc\r\n") == ["1 a", "2 ", "3 bc\r"])
        #expect(texts("a\nrest") == ["1 a"] && texts("a\nrest", hasRest: true) == ["1 a", "2 rest"])
        #expect(texts("a\n", hasRest: true) == ["1 a"])
        for text in ["", "rest"] { #expect(texts(text).isEmpty) }
        #expect(texts("", hasRest: true).isEmpty && texts("rest", hasRest: true) == ["1 rest"])
        #expect(String(decoding: FedLines.rest(Array("a\nrest".utf8)), as: UTF8.self) == "rest")
        #expect(FedLines.rest([]).isEmpty && FedLines.rest([0x0A]).isEmpty && FedLines.rest([0x61]) == [0x61])
    }

    /// As the standard library's split has them, which makes a list.
    @Test func theyAreThoseOfASplit() {
        var random = SplitMix64(seed: 7)
        for _ in 0..<200 {
            let bytes = (0..<random.below(30)).map { _ in [0x0A, 0x61, 0x0D, 0x00][random.below(4)] as UInt8 }
            var split = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
            let rest = split.removeLast()
            #expect(FedLines(bytes).map { Array($0.bytes) } == split.map(Array.init))
            #expect(FedLines.rest(bytes) == rest)
            let all = rest.isEmpty ? split : split + [rest]
            #expect(FedLines(bytes, hasRest: true).map { Array($0.bytes) } == all.map(Array.init))
        }
    }
}
