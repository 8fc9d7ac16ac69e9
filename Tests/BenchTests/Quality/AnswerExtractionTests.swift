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
    ])
    func takesTheAnswer(_ text: String, _ answer: String) {
        #expect(AnswerExtraction.extract(text) == answer)
    }
}
