import ALCFSystem
import Glibc
import Testing

@testable import ALCFCommands

@Suite struct ChatMarkdownTests {
    func render(_ text: String, width: Int = 40, styled: Bool = true, pieces size: Int = .max) -> String {
        var renderer = MarkdownRenderer(width: width, isStyled: styled)
        var output = ""
        var rest = text[...]
        while !rest.isEmpty {
            let piece = rest.unicodeScalars.prefix(size)
            output += renderer.add(String(piece))
            rest = Substring(rest.unicodeScalars.dropFirst(min(size, rest.unicodeScalars.count)))
        }
        return output + renderer.finish()
    }

    /// Without escape sequences.
    func plain(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            guard character == "\u{1B}" else {
                result.append(character)
                continue
            }
            rest = rest.drop { $0 != "m" }.dropFirst()
        }
        return result
    }

    static let sample = """
        # Data *flow*

        A **bold `code`** word and [a link](https://x.org/a_b), 2 * 3 * 4, snake_case_name, `a*b` and ~~gone~~.
        - first item that is long enough to be wrapped **here and there** again
        - 第二项：中文没有空格，所以换行必须在字符之间进行，否则会很难看。
          1. nested
        > quoted text that is too long for one line of this width
        ```swift
        let x = **not bold** | `a`
        ```
        | A | B |
        |---|--:|
        | 日本 | 1 |
        | x | **22** |

        * * *
        end 👩‍🔬 🇺🇸
        """

    @Test func rendersEachConstruct() {
        let lines = plain(render(Self.sample)).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(
            lines == [
                "Data flow", "",
                "A bold code word and a link", "(https://x.org/a_b), 2 * 3 * 4,", "snake_case_name, a*b and gone.",
                "• first item that is long enough to be", "  wrapped here and there again",
                "• 第二项：中文没有空格，所以换行必须在字", "  符之间进行，否则会很难看。",
                "  1. nested",
                "│ quoted text that is too long for one", "│ line of this width",
                "── swift", "let x = **not bold** | `a`",
                "A    │  B", "─────┼───", "日本 │  1", "x    │ 22", "",
                String(repeating: "─", count: 40), "end 👩‍🔬 🇺🇸", "",
            ])
    }

    @Test func stylesAreOnAndOffAgain() {
        #expect(render("a **b** *c* `d`") == "a \u{1B}[1mb\u{1B}[0m \u{1B}[3mc\u{1B}[0m \u{1B}[36md\u{1B}[0m\n")
        #expect(render("***x***") == "\u{1B}[1;3mx\u{1B}[0m\n")
        #expect(render("# T") == "\u{1B}[1;4mT\u{1B}[0m\n")
    }

    @Test(arguments: 1...9) func isTheSameInPiecesOfAnySize(_ size: Int) {
        #expect(render(Self.sample, pieces: size) == render(Self.sample))
        #expect(render(Self.sample, styled: false, pieces: size) == render(Self.sample, styled: false))
    }

    @Test(arguments: [
        "2 * 3 and a_b_c", "**open", "`open", "[open", "[x] done", "a ** b", "___", "*", "1.5 times", "#hashtag",
        "-5 degrees", "\\(x_1\\)", "a|b",
    ])
    func leavesWhatIsNoMarkdown(_ text: String) {
        let shown = plain(render(text))
        #expect(shown == (text == "___" ? String(repeating: "─", count: 40) : text) + "\n")
    }

    @Test func wordsComeAsSoonAsTheyAreDecided() {
        var renderer = MarkdownRenderer(width: 40, isStyled: true)
        #expect(renderer.add("Hello wor") == "Hello")
        #expect(renderer.add("ld **bo") == " world")
        #expect(renderer.add("ld text") == "")
        #expect(renderer.add("** and") == " \u{1B}[1mbold\u{1B}[0m \u{1B}[1mtext\u{1B}[0m")
        #expect(renderer.add("\n") == " and\n")
        #expect(renderer.add("中文字") == "中文")
    }

    @Test func withoutStyleTheMarksStay() {
        #expect(render("**a** `b`\n- c\n```\nx\n```\n|a|b|\n", styled: false) == "**a** `b`\n- c\n```\nx\n```\n|a|b|\n")
    }

    @Test func letsNoControlCharacterThrough() {
        let evil = "a\u{1B}[31mb\u{1B}]0;t\u{07}c\u{9B}2J\r\nd\u{08}\n```\n\u{1B}[2J\n```\n|\u{1B}c|\n"
        for text in [render(evil, styled: false), plain(render(evil))] {
            #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value) })
        }
    }

    @Test(arguments: [8, 20, 40, 80]) func keepsToTheWidth(_ width: Int) {
        let text = Self.sample.split(separator: "\n").filter { !$0.contains("let x") }.joined(separator: "\n")
        for line in plain(render(text, width: width)).split(separator: "\n") {
            #expect(DisplayWidth.of(line) <= width, "\(line)")
        }
    }

    @Test func aTableTooWideBecomesAList() {
        let table = "| System | What it is |\n|---|---|\n| Metis | dataflow units from SambaNova |\n| Sophia | x |\n"
        #expect(
            plain(render(table, width: 24))
                == "System: Metis\nWhat it is: dataflow\n  units from SambaNova\n\nSystem: Sophia\nWhat it is: x\n")
    }

    @Test(arguments: [
        ("a", 1), ("é", 1), ("e\u{301}", 1), ("日", 2), ("한", 2), ("ｱ", 1), ("Ａ", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2),
        ("🇺🇸", 2), ("❤️", 2), ("❤", 1), ("1️⃣", 2), ("\u{200B}", 0), ("—", 1), ("→", 1), ("क्षि", 3), ("─", 1), ("…", 1),
    ])
    func knowsWidths(_ text: String, _ width: Int) { #expect(DisplayWidth.of(text) == width, "\(text)") }

    /// Marks that mean nothing, or much, over and over.
    static let hostile: [(name: String, text: @Sendable (Int) -> String)] = [
        ("stars", { String(repeating: "*", count: $0) }), ("open stars", { String(repeating: "*a ", count: $0 / 3) }),
        ("open strong", { String(repeating: "**a ", count: $0 / 4) }),
        ("underscores", { String(repeating: "_a ", count: $0 / 3) }),
        ("all marks", { String(repeating: "*a _b **c __d ~~e `f [g ", count: $0 / 24) }),
        ("nested", { String(repeating: "*a _b ", count: $0 / 12) + String(repeating: "b_ a* ", count: $0 / 12) }),
        ("backticks", { String(repeating: "`", count: $0) }),
        (
            "runs of backticks",
            { size in
                var (text, length) = ("", 1)
                while text.count < size {
                    text += String(repeating: "`", count: length) + "a"
                    length += 1
                }
                return text
            }
        ),
        ("brackets", { String(repeating: "[", count: $0) }),
        ("nested links", { String(repeating: "[", count: $0 / 8) + "a" + String(repeating: "](b)", count: $0 / 8) }),
        ("open links", { String(repeating: "[a](b ", count: $0 / 6) }),
        ("bars", { String(repeating: "|", count: $0) }), ("cells", { String(repeating: "|a", count: $0 / 2) }),
        ("table", { String(repeating: "|a", count: $0 / 4) + "\n" + String(repeating: "|\n", count: $0 / 4) }),
        ("quotes", { String(repeating: ">", count: $0) }),
        ("quote lines", { String(repeating: "> a\n", count: $0 / 4) }),
        (
            "deep list",
            { size in (0..<Int(Double(size).squareRoot())).map { String(repeating: " ", count: $0) + "- a\n" }.joined()
            }
        ),
        ("rule", { String(repeating: "-", count: $0) }), ("blanks", { String(repeating: " ", count: $0) }),
        ("hashes", { String(repeating: "#", count: $0) }), ("digits", { String(repeating: "1", count: $0) }),
        ("a long word", { String(repeating: "a", count: $0) }),
        ("ideographs", { String(repeating: "東", count: $0 / 3) }),
        ("no width", { String(repeating: "\u{200B}", count: $0 / 3) }),
        ("combining", { "a" + String(repeating: "\u{301}", count: $0 / 2) }),
        ("backslashes", { String(repeating: "\\", count: $0) }),
        ("words", { String(repeating: "word ", count: $0 / 5) }),
        ("code", { "```\n" + String(repeating: "a", count: $0) }),
        ("exclamations", { String(repeating: "![", count: $0 / 2) }),
    ]

    /// The least CPU time of three runs, in seconds: other tests run beside this one.
    private func seconds(_ text: String, pieces: Int) -> Double {
        let scalars = Array(text.unicodeScalars)
        let parts = stride(from: 0, to: scalars.count, by: pieces).map { start in
            String(String.UnicodeScalarView(scalars[start..<min(scalars.count, start + pieces)]))
        }
        return (0..<3).map { _ in
            let begin = threadSeconds()
            var renderer = MarkdownRenderer(width: 40, isStyled: true)
            for part in parts { _ = renderer.add(part) }
            _ = renderer.finish()
            return threadSeconds() - begin
        }.min() ?? 0
    }

    private func threadSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    @Test(arguments: hostile.indices, [4, 100_000])
    func timeGrowsWithTheText(index: Int, pieces: Int) {
        let (name, text) = Self.hostile[index]
        // Eight times the text takes 64 times as long where the time grows with the square.
        let (short, long) = (seconds(text(2_000), pieces: pieces), seconds(text(16_000), pieces: pieces))
        #expect(long < 30 * max(short, 0.002), "\(name): \(short) s, then \(long) s")
    }

    @Test(arguments: hostile.indices)
    func piecesMakeNoDifferenceToWhatIsShown(index: Int) {
        let text = Self.hostile[index].text(1000)
        #expect(
            plain(render(text, pieces: 3)).filter { !$0.isWhitespace }.count
                == plain(render(text)).filter { !$0.isWhitespace }.count)
    }
}
