import ALCFCrypto
import Testing

@testable import ALCFRecord

@Suite struct QuestionSetTests {
    /// A file in SQuAD's format with one article, one passage and the members of one question.
    private func file(_ question: String, context: String = "Fermi built it in 1942.") -> [UInt8] {
        let paragraphs = #"[{"context":"\#(context)","qas":[\#(question)]}]"#
        return Array(#"{"version":"1.1","data":[{"title":"T","paragraphs":\#(paragraphs)}]}"#.utf8)
    }

    @Test func readsQuestionsAnswersAndWhereTheyCameFrom() throws {
        let bytes = file(
            #"{"id":"q","question":"When?","answers":[{"answer_start":18,"text":"1942"},{"answer_start":18,"text":"1942"}]}"#
        )
        let set = try QuestionSet(squad: bytes, name: "Mine")
        let question = try #require(set.questions.first)
        #expect(set.questions.count == 1)
        #expect(set.name == "Mine")
        #expect(set.version == "1.1")
        #expect(set.sha256 == (try SHA256.hex(bytes)))
        #expect(question.id == "q")
        #expect(question.title == "T")
        #expect(question.answers == ["1942"])
        #expect(question.passageID.count == 16)
        #expect(
            Prompt(question).text == "Context: Fermi built it in 1942.\n\nQuestion: When?\n\nAnswer:")
    }

    @Test func countsCodePointsAsPythonDoes() throws {
        // An emoji is one code point and two of UTF-16; the accent is a code point of its own.
        let context = "e\u{301}😀 x 1942"
        let question = #"{"id":"q","question":"?","answers":[{"answer_start":6,"text":"1942"}]}"#
        let set = try QuestionSet(squad: file(question, context: context))
        #expect(set.questions.first?.answers == ["1942"])
    }

    @Test func skipsAndCountsQuestionsWithoutAnAnswer() throws {
        let answered = #"{"id":"a","question":"?","is_impossible":false,"answers":[{"answer_start":0,"text":"Fermi"}]}"#
        let impossible = #"{"id":"b","question":"?","is_impossible":true,"answers":[],"plausible_answers":[]}"#
        let set = try QuestionSet(squad: file(answered + "," + impossible))
        #expect(set.questions.map(\.id) == ["a"])
        #expect(set.skippedUnanswerable == 1)
    }

    @Test(arguments: [
        (#"{"id":"q","question":7,"answers":[]}"#, "data[0].paragraphs[0].qas[0].question"),
        (#"{"id":"q","question":"?","answers":[]}"#, "holds no question"),
        (#"{"id":"q","question":"?"}"#, "holds no question"),
        (#"{"id":"q","question":"?","answers":[{"answer_start":0,"text":""}]}"#, "holds no question"),
        (#"{"id":"q","question":"?","answers":[{"answer_start":0}]}"#, "data[0].paragraphs[0].qas[0].answers"),
    ])
    func namesThePathOfWhatIsWrong(_ question: String, _ place: String) throws {
        let error = try #require(throws: BenchError.self) { try QuestionSet(squad: file(question), name: "bad.json") }
        #expect(error.code == .dataSet)
        #expect(error.message.contains("bad.json"))
        #expect(error.message.contains(place), "\(error.message)")
    }

    /// What scoring does not need.
    @Test(arguments: [
        (#"{"id":"q","question":"?","answers":[{"answer_start":3,"text":"1942"}]}"#, "answer_start does not fit"),
        (#"{"id":"q","question":"?","answers":[{"answer_start":-1,"text":"1942"}]}"#, "answer_start does not fit"),
        (#"{"id":"q","question":"?","answers":[{"answer_start":9e15,"text":"1942"}]}"#, "answer_start does not fit"),
        (#"{"id":"q","question":"?","answers":[{"answer_start":"x","text":"1942"}]}"#, "answer_start does not fit"),
        (#"{"id":"q","question":"?","answers":[{"answer_start":0,"text":"1942 AD"}]}"#, "not in its passage"),
        (#"{"id":7,"question":"?","answers":[{"answer_start":18,"text":"1942"}]}"#, "number for an id"),
        (#"{"question":"?","answers":[{"answer_start":18,"text":"1942"}]}"#, "without an id"),
        (#"{"id":"q","question":"?","answers":[{"text":"1942"}]}"#, ""),
        (#"{"id":"q","question":"?","answers":["1942"]}"#, ""),
        (#"{"id":"q","question":"?","answers":{"text":["1942"],"answer_start":[18]}}"#, ""),
    ])
    func goesOnAndSaysWhatIsOdd(_ question: String, _ words: String) throws {
        let set = try QuestionSet(squad: file(question), name: "odd.json")
        #expect(set.questions.count == 1 && set.questions[0].answers[0].hasPrefix("1942"))
        #expect(set.notes.count == (words.isEmpty ? 0 : 1), "\(set.notes)")
        #expect(
            words.isEmpty || set.notes[0].hasPrefix("odd.json has 1 ") && set.notes[0].contains(words), "\(set.notes)")
        #expect(set.name == "odd.json")
    }

    @Test func saysEachOddityOnceWithACountAndAnExample() throws {
        let bad = (0..<3).map { #"{"id":\#($0),"question":"?","answers":[{"answer_start":1,"text":"Fermi"}]}"# }
        let set = try QuestionSet(squad: file(bad.joined(separator: ",")), name: "odd.json")
        #expect(set.questions.map(\.id) == ["0", "1", "2"] && set.notes.count == 2)
        #expect(
            set.notes[0].contains("3 answers")
                && set.notes[0].contains("the first at data[0].paragraphs[0].qas[0].answers[0]"))
    }

    @Test func tellsUTF16FromCodePoints() throws {
        let question = #"{"id":"q","question":"?","answers":[{"answer_start":3,"text":"1942"}]}"#
        let set = try QuestionSet(squad: file(question, context: "😀 1942"), name: "x")
        #expect(set.notes.count == 1 && set.notes[0].contains("UTF-16"))
    }

    @Test func articlesWithoutATitleAreStillDifferent() throws {
        let paragraph =
            #"{"paragraphs":[{"context":"Fermi.","qas":[{"id":"q","question":"?","answers":[{"answer_start":0,"text":"Fermi"}]}]}]}"#
        let text = #"{"data":[\#(paragraph),\#(paragraph.replacing("\"q\"", with: "\"r\""))]}"#
        let set = try QuestionSet(squad: Array(text.utf8), name: "x")
        #expect(
            Set(set.questions.map(\.title)).count == 2 && set.notes.count == 1 && set.notes[0].contains("2 articles"))
    }

    @Test func refusesWhatIsNotJSONAndRepeatedQuestions() throws {
        #expect(throws: BenchError.self) { try QuestionSet(squad: Array("id,question\n1,?".utf8)) }
        #expect(throws: BenchError.self) { try QuestionSet(squad: Array("[]".utf8)) }
    }

    @Test func idsAreThereOnce() throws {
        let question = #"{"id":"q","question":"?","answers":[{"answer_start":0,"text":"Fermi"}]}"#
        let other = #"{"id":"q","question":"What?","answers":[{"answer_start":0,"text":"Fermi"}]}"#
        let set = try QuestionSet(squad: file([question, question, other, other].joined(separator: ",")), name: "x")
        #expect(set.questions.map(\.id) == ["q", "q#2"])
        #expect(
            set.notes.contains { $0.contains("an earlier one again") } && set.notes.contains { $0.contains("a number") }
        )
    }
}

@Suite struct SamplingTests {
    /// Articles of unequal size: `counts` questions on each passage of each article.
    private func set(_ articles: [[Int]]) -> QuestionSet {
        var questions: [Question] = []
        for (article, passages) in articles.enumerated() {
            for (passage, count) in passages.enumerated() {
                for number in 0..<count {
                    questions.append(
                        Question(
                            id: "\(article).\(passage).\(number)", title: "\(article)", context: "", question: "",
                            answers: [""], passageID: "\(article).\(passage)"))
                }
            }
        }
        return QuestionSet(name: "S", version: "", sha256: "", questions: questions)
    }

    @Test func spreadsOverArticlesAndThenPassages() throws {
        let set = set([[50, 50, 50], [2, 2], [9], [1]])
        for seed in 0..<50 as Range<UInt64> {
            let four = try set.sample(4, seed: seed)
            #expect(Set(four.map(\.title)).count == 4)
            let seven = try set.sample(7, seed: seed)
            // The article of three passages and that of two have given one question of each by then.
            #expect(Set(seven.map(\.passageID)).count >= 6)
            #expect(Set(seven.map(\.id)).count == 7)
        }
    }

    @Test func isDecidedByTheSeedAlone() throws {
        let set = try QuestionSet.demo()
        #expect(try set.sample(10, seed: 1) == set.sample(10, seed: 1))
        #expect(try set.sample(10, seed: 1) != set.sample(10, seed: 2))
        #expect(try set.sample(48, seed: 3).map(\.id) != set.questions.map(\.id))
        #expect(try Set(set.sample(48, seed: 3)) == Set(set.questions))
        #expect(try Set(set.sample(12, seed: 4).map(\.passageID)).count == 12)
    }

    @Test(arguments: [-1, 0, 49, 1_000]) func failsWhenThereAreFewer(_ count: Int) throws {
        let set = try QuestionSet.demo()
        let error = try #require(throws: BenchError.self) { try set.sample(count, seed: 1) }
        #expect(error.code == .tooFewQuestions)
        #expect(error.message.contains("48"))
    }
}

@Suite struct DemoQuestionsTests {
    @Test func everyAnswerIsASpanAndEveryPassageHasFourQuestions() throws {
        // Reading checks that each answer is at its answer_start.
        let set = try QuestionSet.demo()
        #expect(set.questions.count == 48)
        #expect(set.skippedUnanswerable == 0)
        #expect(set.passageCount == 12)
        for passage in Dictionary(grouping: set.questions, by: \.passageID).values {
            #expect(passage.count == 4)
            let words = passage[0].context.split(separator: " ")
            #expect((60...120).contains(words.count), "\(passage[0].title): \(words.count) words")
            // Runs of blanks or line ends would show that the text was put together wrongly.
            #expect(!passage[0].context.contains("  ") && !passage[0].context.contains("\n"))
        }
        #expect(Set(set.questions.map(\.question)).count == 48)
    }

    @Test func answersScoreFullMarksAgainstThemselves() throws {
        for question in try QuestionSet.demo().questions {
            for answer in question.answers {
                let score = SquadMetric.score("Answer: **\(answer)**.", question.answers)
                #expect(score.extractedExactMatch && score.extractedF1 == 1 && score.contains, "\(question.id)")
            }
        }
    }
}
