import ALCFSystem
import Testing

@testable import ALCFCommands

/// Tables on narrow terminals.
@Suite struct ChatTableTests {
    private func table() -> TextTable {
        var table = TextTable("CLUSTER", "STATE", "MODELS")
        table.add("sophia", "running", "openai/gpt-oss-120b meta-llama/Meta-Llama-3.1-405B-Instruct")
        table.add("metis", nil, "Mistral-Large-3-675B-Instruct-2512")
        return table
    }

    @Test func inFullWhereThereIsRoom() {
        let full = table().text(colour: false)
        #expect(full.split(separator: "\n").count == 3)
        #expect(table().text(colour: false, width: 200) == full)
    }

    @Test(arguments: [30, 36, 40, 44, 53, 60, 76])
    func noLineIsWiderThanTheTerminal(width: Int) {
        let lines = table().text(colour: false, width: width).split(separator: "\n")
        #expect(lines.allSatisfy { DisplayWidth.of($0) <= width }, "\(lines)")
        #expect(lines.count > 3)
        let text = lines.joined(separator: "\n")
        // Both ends of a name are kept.
        for part in ["120b", "ruct", "2512"] { #expect(text.contains(part), "\(text)") }
    }

    @Test func wordsStayWholeWhereTheyFit() {
        #expect(
            table().text(colour: false, width: 53) == """
                CLUSTER  STATE    MODELS
                sophia   running  openai/gpt-oss-120b meta-llama/
                                  Meta-Llama-3.1-405B-Instruct
                metis    –        Mistral-Large-3-675B-Instruct-2512
                """)
    }

    @Test func rowsBelowOneAnotherWhereNothingElseHelps() {
        #expect(
            table().text(colour: false, width: 36) == """
                sophia
                  STATE   running
                  MODELS  openai/gpt-oss-120b
                          meta-llama/
                          Meta-Llama-3.…05B-Instruct

                metis
                  MODELS  Mistral-Large…nstruct-2512
                """)
    }
}
