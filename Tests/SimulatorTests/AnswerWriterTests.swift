import Testing

@testable import ALCFSimulator

@Suite("Answers")
struct AnswerWriterTests {
    private func text(_ prompt: String, _ cluster: SimulatedCluster, seed: UInt64) -> String {
        AnswerWriter(prompt: prompt, cluster: cluster, seed: seed).answer().content.joined()
    }

    @Test("The same prompt on the same cluster gets the same answer")
    func repeats() {
        let one = AnswerWriter(prompt: Bodies.passage, cluster: .metis, seed: 3).answer()
        #expect(one == AnswerWriter(prompt: Bodies.passage, cluster: .metis, seed: 3).answer())
    }

    @Test("Mostly the year or the sentence that holds it, now and then something else")
    func quality() {
        let answers = (0..<200).map { text(Bodies.passage, .metis, seed: $0) }
        let short = answers.count { $0 == "1995" }
        let sentence = answers.count { $0 == "The Argonne Advanced Photon Source opened in 1995." }
        #expect((90...150).contains(short))
        #expect((35...85).contains(sentence))
        #expect((5...40).contains(200 - short - sentence))
    }

    @Test("The clusters differ at times, and agree at times")
    func clusters() {
        let equal = (0..<100).count {
            text(Bodies.passage, .metis, seed: $0) == text(Bodies.passage, .sophia, seed: $0)
        }
        #expect((20...80).contains(equal))
    }

    @Test("A name is found where the question asks for one")
    func names() throws {
        let passage = try #require(
            PassageQuestion(
                prompt: "Context: He was born in 1642. The laws were found by Isaac Newton in 1687.\n\n"
                    + "Question: Who found the laws?\n\nAnswer:"))
        #expect(passage.rankedSentences.first == "The laws were found by Isaac Newton in 1687.")
        #expect(passage.span(of: passage.rankedSentences[0]) == "Isaac Newton")
    }

    @Test("So many words as were asked for; otherwise a sentence")
    func plain() {
        #expect(
            AnswerWriter(prompt: "Write 300 words on beams.", cluster: .metis, seed: 1).answer().content.count == 300)
        let short = AnswerWriter(prompt: "Hello", cluster: .sophia, seed: 1).answer()
        #expect((5...30).contains(short.content.count))
        #expect((25...100).contains(short.reasoning.count))
    }

    @Test("Tokens join to the text, at about four characters each")
    func tokens() {
        for text in ["", "  a  b ", "Überraschung, naïve! 12,345.67 — ok\n\nnext", Bodies.passage] {
            #expect(Answer.tokens(text).joined() == text)
        }
        let average = Double(Bodies.passage.count) / Double(Answer.tokens(Bodies.passage).count)
        #expect((3.0...6.0).contains(average))
    }
}
