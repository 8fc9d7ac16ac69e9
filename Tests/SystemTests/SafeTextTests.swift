import Testing

@testable import ALCFSystem

@Suite struct SafeTextTests {
    @Test func nothingDrivesATerminal() {
        let scalars =
            (UInt8(0)...0x9F).map { Unicode.Scalar($0) }
            + "\u{202A}\u{202E}\u{2066}\u{2069}\u{200E}\u{200F}\u{61C}".unicodeScalars
        for scalar in scalars {
            // Alone, and as a part of a grapheme with what stands before or behind.
            for text in ["\(scalar)", "a\(scalar)\u{301}b", "\u{600}\(scalar)"] {
                let safe = text.safeForTerminal
                #expect(
                    safe.unicodeScalars.allSatisfy { !$0.isUnsafe || $0 == "\n" || $0 == "\t" }, "\(scalar.value)")
                #expect(!safe.unicodeScalars.contains("\u{200E}") && !safe.unicodeScalars.contains("\u{200F}"))
                #expect(!text.safeOnOneLine.unicodeScalars.contains { $0.isUnsafe || $0.isLineBreak })
            }
        }
    }

    @Test func textStaysAsItIs() {
        for text in ["", "a\tb\nc", "日本語 😀 العربية עברית e\u{301}"] { #expect(text.safeForTerminal == text) }
        #expect("\u{1B}[31mred\u{9B}0m".safeForTerminal == "\u{FFFD}[31mred\u{FFFD}0m")
        #expect("a\r\nb\u{2028}c".safeOnOneLine == "a\u{FFFD} b c")
    }
}
