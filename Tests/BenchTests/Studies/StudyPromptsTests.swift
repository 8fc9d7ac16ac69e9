import ALCFSystem
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct StudyPromptsTests {
    private func data(_ count: Int) -> DataSetContents {
        let questions = (0..<count).map {
            Question(
                id: "q\($0)", title: "t\($0 % 5)", context: "It was \($0 / 2).", question: "When was \($0)?",
                answers: ["\($0 / 2)"], passageID: "p\($0 / 2)")
        }
        return .questions(
            QuestionSet(name: "mine", version: "1", sha256: PlanFixture.hash, questions: questions),
            source: "mine.json",
            url: nil)
    }

    private func draw(
        _ count: Int, _ sharing: StudyPrompts.Sharing = .none, sessions: Int = 4, of there: Int = 50, seed: UInt64 = 1
    ) throws -> [Workload] {
        try StudyPrompts(source: "mine.json", synthetic: nil, count: count, sharing: sharing)
            .sessions(sessions, of: data(there), seed: seed, promptSeed: 9)
    }

    @Test func freshOnesAreInNoTwoSessions() throws {
        let sessions = try draw(12)
        #expect(sessions.map(\.prompts.count) == [12, 12, 12, 12])
        #expect(Set(sessions.flatMap { $0.prompts.map(\.id) }).count == 48)
        #expect(sessions.allSatisfy { $0.dataSet.sha256 == PlanFixture.hash && $0.dataSet.count == 12 })
    }

    @Test func theSameSeedDrawsTheSame() throws {
        #expect(try draw(12) == draw(12) && draw(12) != draw(12, seed: 2))
        #expect(try draw(5, .redrawn) == draw(5, .redrawn))
    }

    @Test func tooFewAreAnErrorWithNumbersThatWouldDo() throws {
        do {
            _ = try draw(13)
            Issue.record("52 were drawn from 50")
        } catch let error as BenchError {
            #expect(error.message == "4 sessions of 13 prompts need 52 different ones, and the data set has 50")
            #expect(error.remedy?.hasPrefix("Plan 3 sessions of 13 or 4 of 12 (--samples 12), or use a larger") == true)
            _ = try draw(12)
            _ = try draw(13, sessions: 3)
        }
        #expect(throws: BenchError.self) { try draw(60, sessions: 1) }
        #expect(throws: BenchError.self) { try draw(1, sessions: 60) }
    }

    @Test func redrawnOnesMayRecurAndTheSameAreTheSame() throws {
        let redrawn = try draw(40, .redrawn)
        #expect(Set(redrawn.map { $0.prompts.map(\.id) }).count == 4)
        let same = try draw(40, .same)
        #expect(Set(same.map { $0.prompts.map(\.id) }).count == 1)
    }

    @Test func madeUpOnesDifferFromTheFirstCharacters() throws {
        let draw = StudyPrompts(source: nil, synthetic: "100,20", count: 6)
        let sessions = try draw.sessions(3, of: nil, seed: 1, promptSeed: 7)
        #expect(Set(sessions.flatMap { $0.prompts.map { String($0.text.prefix(12)) } }).count == 18)
        // They are one study's data, under one hash.
        #expect(Set(sessions.map(\.dataSet.sha256)).count == 1)
        let other = try draw.sessions(3, of: nil, seed: 1, promptSeed: 8)
        #expect(other[0].dataSet.sha256 != sessions[0].dataSet.sha256)
    }

    @Test func conversationsAreNotCut() throws {
        let sessions = try StudyPrompts(source: "mine.json", synthetic: nil, count: 6, turns: 2)
            .sessions(4, of: data(50), seed: 1, promptSeed: 1)
        #expect(sessions.allSatisfy { $0.conversationCount == 6 && $0.prompts.count == 12 && $0.prompts[0].turn == 0 })
        #expect(Set(sessions.flatMap { $0.prompts.map(\.passageID) }).count == 24)
    }

    @Test func theHashIsOfTextsAnswersAndOrder() throws {
        let prompts = try draw(3)[0].prompts
        let hash = try StudyPrompts.hash(prompts)
        #expect(
            try StudyPrompts.hash(prompts.reversed()) != hash && StudyPrompts.hash(Array(prompts.dropLast())) != hash)
        #expect(try StudyPrompts.hash([prompts[0].renamed("x")] + prompts.dropFirst()) != hash)
        #expect(try StudyPrompts.hash(prompts) == hash && StudyPlan.isHash(hash))
    }
}
