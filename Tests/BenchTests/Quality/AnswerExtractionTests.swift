import Testing

@testable import ALCFRecord

@Suite struct AnswerExtractionTests {
    @Test(arguments: [
        ("Denver Broncos", "Denver Broncos"),
        ("  **Denver Broncos**.\n", "Denver Broncos"),
        ("Answer: 1946", "1946"),
        ("**Answer:** `1946`", "1946"),
        ("The passage says 1946.\n\nFinal answer: \"1946\"", "1946"),
        ("answer: no\nANSWER: yes", "yes"),
        ("Answer:\n\n  * 560 nodes", "560 nodes"),
        ("Answer: 560\nAnswer:", "560"),
        ("Reasoning first.\n### Then\n> the *quote*", "the *quote"),
        ("```\n42\n```", "42"),
        ("- one\n- two", "two"),
        ("-5", "-5"),
        ("10,624", "10,624"),
        ("a\r\nb", "b"),
        ("“quoted”", "quoted"),
        ("", ""),
        ("\n \n", ""),
        ("**", ""),
        ("# - > one", "one"), ("#- * +\ttwo", "+\ttwo"), ("# ", "#"), ("#", "#"), ("- - -", "-"),
        ("x ***a*** __b__ c", "x *a* b c"),
        ("the answer : no\nANSWER: a: b", "a: b"), ("Antwort: x\n正解の答え：富士山", "富士山"),
    ])
    func takesTheAnswer(_ text: String, _ answer: String) {
        #expect(AnswerExtraction.extract(text) == answer)
    }

    /// An answer of marks alone took minutes: each was taken off by a copy of the rest.
    @Test func marksWithoutEndTakeNoTime() {
        #expect(AnswerExtraction.extract(String(repeating: "- ", count: 200_000) + "x") == "x")
        #expect(
            AnswerExtraction.extract(String(repeating: ":", count: 200_000)) == String(repeating: ":", count: 200_000))
    }
}
