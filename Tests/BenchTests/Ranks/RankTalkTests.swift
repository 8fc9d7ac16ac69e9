import TestSupport
import Testing

@testable import ALCFRecord

@Suite struct RankTalkTests {
    func note(_ rank: Int, of size: Int, run: String = "run", beat: Int = 1) -> RankNote {
        var note = RankNote()
        note.run = run
        note.mark = "mark \(rank)"
        note.rank = rank
        note.size = size
        note.beat = beat
        note.host = "node\(rank)"
        return note
    }

    @Test func beginsWhenAllAreThere() {
        var lead = RankLead(run: "run", size: 3, limits: RankLimits(), now: 0)
        lead.look(at: [note(1, of: 3)], now: 1, time: 100)
        #expect(lead.board.state == .gathering && lead.board.mark(1) == "mark 1" && lead.board.mark(2) == nil)
        // A note of an earlier run says nothing.
        lead.look(at: [note(1, of: 3), note(2, of: 3, run: "old")], now: 2, time: 101)
        #expect(lead.board.state == .gathering)
        lead.look(at: [note(1, of: 3), note(2, of: 3)], now: 3, time: 102)
        #expect(lead.board.state == .running)
    }

    @Test func theMissingAreNamed() {
        var lead = RankLead(run: "run", size: 4, limits: RankLimits(), now: 0)
        lead.look(at: [note(2, of: 4)], now: 119, time: 0)
        #expect(lead.board.state == .gathering)
        lead.look(at: [note(2, of: 4)], now: 121, time: 0)
        #expect(lead.board.state == .failed && lead.board.message?.contains("ranks 1 and 3") == true)
        var limits = RankLimits()
        limits.startsWithout = true
        var other = RankLead(run: "run", size: 4, limits: limits, now: 0)
        other.look(at: [note(2, of: 4)], now: 121, time: 0)
        #expect(other.board.state == .running && other.board.lost == [1, 3])
        // One that comes too late takes no part.
        other.look(at: [note(1, of: 4), note(2, of: 4)], now: 122, time: 0)
        #expect(other.board.mark(1) == nil)
    }

    @Test func twoOfOneNumberAreRefused() {
        var lead = RankLead(run: "run", size: 3, limits: RankLimits(), now: 0)
        lead.look(at: [note(1, of: 3)], now: 1, time: 0)
        var twin = note(1, of: 3)
        twin.mark = "another"
        lead.look(at: [twin], now: 2, time: 0)
        #expect(lead.board.state == .failed && lead.board.message?.contains("two processes are rank 1") == true)
        var other = RankLead(run: "run", size: 2, limits: RankLimits(), now: 0)
        other.look(at: [note(1, of: 3)], now: 1, time: 0)
        #expect(other.board.state == .failed)
    }

    @Test func strangersDoNotEndARunThatIsUnderWay() {
        var lead = RankLead(run: "run", size: 2, limits: RankLimits(), now: 0)
        let one = note(1, of: 2)
        lead.look(at: [one], now: 1, time: 0)
        var twin = one
        twin.mark = "another"
        lead.look(at: [twin, note(5, of: 9), note(0, of: 2)], now: 2, time: 0)
        #expect(lead.board.state == .running && lead.board.mark(1) == one.mark)
    }

    @Test func aStrangerLearnsThatItHasNoPart() {
        var board = RankBoard(run: "run", size: 2)
        board.members[1] = "another"
        board.state = .running
        board.beat = 7
        var follower = RankFollower(note(1, of: 2, run: ""), limits: RankLimits(), now: 0)
        // It may have stood there for days.
        follower.look(at: board, now: 1, time: 1)
        follower.look(at: board, now: 9, time: 9)
        #expect(follower.refusal == nil)
        board.beat = 8
        follower.look(at: board, now: 10, time: 10)
        #expect(follower.refusal?.contains("under way") == true && !follower.isAdmitted)
    }

    @Test func aFailureBeforeTheMeetingIsTold() {
        var follower = RankFollower(note(1, of: 2, run: ""), limits: RankLimits(), now: 0)
        var old = RankBoard(run: "old", size: 2)
        old.state = .failed
        old.message = "of yesterday"
        follower.look(at: old, now: 1, time: 1)
        #expect(follower.refusal == nil)
        var new = RankBoard(run: "new", size: 2)
        new.state = .failed
        new.message = "big.jsonl exists already"
        follower.look(at: new, now: 2, time: 2)
        #expect(follower.refusal == "rank 0: big.jsonl exists already")
    }

    @Test func aRankThatWasGivenUpStops() {
        var board = RankBoard(run: "run", size: 3)
        board.members = ["run", "mark 1", "mark 2"]
        board.state = .running
        var follower = RankFollower(note(1, of: 3), limits: RankLimits(), now: 0)
        follower.look(at: board, now: 1, time: 1)
        #expect(!follower.isGivenUp && !follower.mustStop)
        board.lost = [2]
        follower.look(at: board, now: 2, time: 2)
        #expect(!follower.mustStop)
        board.lost = [2, 1]
        follower.look(at: board, now: 3, time: 3)
        #expect(follower.isGivenUp && follower.mustStop)
    }

    @Test func thoseWhoAreWaitedForAreKnown() {
        var lead = RankLead(run: "run", size: 3, limits: RankLimits(), now: 0)
        var (one, two) = (note(1, of: 3), note(2, of: 3))
        lead.look(at: [one], now: 1, time: 0)
        #expect(lead.awaited == [2])
        lead.look(at: [one, two], now: 2, time: 0)
        #expect(lead.awaited == [1, 2] && !lead.areOthersReady)
        one.stage = 0
        two.state = .failed
        lead.look(at: [one, two], now: 3, time: 0)
        #expect(lead.awaited == [1] && lead.areOthersReady)
    }

    @Test func aStageBeginsWhenAllAreReadyForIt() {
        var lead = RankLead(run: "run", size: 3, limits: RankLimits(), now: 0)
        var (one, two) = (note(1, of: 3), note(2, of: 3))
        lead.look(at: [one, two], now: 1, time: 100)
        one.stage = 4
        lead.arrived(4)
        lead.look(at: [one, two], now: 2, time: 101)
        #expect(lead.board.stage == -1)
        // It had nothing to send at 4.
        two.stage = 6
        lead.look(at: [one, two], now: 3, time: 102)
        #expect(lead.board.stage == 4 && lead.board.begins == 102 + RankLimits().notice)
        one.stage = 5
        lead.arrived(5)
        lead.look(at: [one, two], now: 4, time: 103)
        #expect(lead.board.stage == 5)
        // Those that have sent all are not waited for.
        two.state = .done
        lead.arrived(7)
        one.stage = 7
        lead.look(at: [one, two], now: 5, time: 104)
        #expect(lead.board.stage == 7 && !lead.isOver)
        one.state = .interrupted
        lead.look(at: [one, two], now: 6, time: 105)
        #expect(lead.isOver)
    }

    @Test func aSilentRankIsGivenUp() {
        var lead = RankLead(run: "run", size: 3, limits: RankLimits(), now: 0)
        var (one, two) = (note(1, of: 3), note(2, of: 3))
        lead.look(at: [one, two], now: 1, time: 0)
        lead.arrived(1)
        one.stage = 1
        for second in 2...60 {
            one.beat += 1
            lead.look(at: [one, two], now: Double(second), time: 0)
        }
        #expect(lead.board.lost.isEmpty && lead.board.stage == -1)
        two.time = 5
        lead.look(at: [one, two], now: 62, time: 0)
        #expect(lead.board.lost == [2] && lead.board.stage == 1 && !lead.isOver)
    }

    @Test func aRankThatFailsBeforeTheStartEndsTheRun() {
        var lead = RankLead(run: "run", size: 2, limits: RankLimits(), now: 0)
        var one = note(1, of: 2)
        lead.look(at: [one], now: 1, time: 0)
        one.state = .failed
        one.message = "no such model"
        lead.look(at: [one], now: 2, time: 0)
        #expect(lead.board.message == "rank 1 on node1: no such model")
    }

    /// Lets rank 0 and another talk over a folder that shows everything late.
    @Test func clocksAreComparedWithinTheirBound() {
        var random = TestRandom()
        for _ in 0..<50 {
            let ahead = Double.random(in: -1e4...1e4, using: &random)
            var lead = RankLead(run: "run", size: 2, limits: RankLimits(), now: 0)
            var follower = RankFollower(note(1, of: 2, run: ""), limits: RankLimits(), now: 0)
            var now = 1.0
            while !follower.hasCompared, now < 100 {
                now += Double.random(in: 0.01...0.3, using: &random)
                follower.look(at: lead.board, now: now, time: 5_000 + now + ahead)
                now += Double.random(in: 0.01...0.3, using: &random)
                lead.look(at: [follower.note], now: now, time: 5_000 + now)
            }
            #expect(follower.isAdmitted && follower.hasCompared && follower.note.run == "run")
            let offset = follower.offset ?? .none
            #expect(abs(offset.seconds - ahead) <= offset.error + 1e-6 && offset.error < 0.4)
        }
    }

    @Test func aBoardOfAnEarlierRunIsNotBelieved() {
        var old = RankBoard(run: "old", size: 2)
        old.members = ["old", "mark of before"]
        old.state = .failed
        var follower = RankFollower(note(1, of: 2, run: ""), limits: RankLimits(), now: 0)
        follower.look(at: old, now: 1, time: 1)
        #expect(!follower.isAdmitted && follower.note.run == "old" && !follower.isTooLate(now: 2))
        #expect(follower.isTooLate(now: 200))
        var new = RankBoard(run: "new", size: 2)
        follower.look(at: new, now: 2, time: 2)
        #expect(!follower.isAdmitted && follower.note.run == "new")
        new.members[1] = "mark 1"
        follower.look(at: new, now: 3, time: 3)
        #expect(follower.isAdmitted && !follower.hasLostLead)
        // Another run takes the folder.
        follower.look(at: old, now: 4, time: 4)
        #expect(follower.hasLostLead)
    }

    @Test func aSilentLeadIsGivenUp() {
        var board = RankBoard(run: "run", size: 2)
        board.members[1] = "mark 1"
        var follower = RankFollower(note(1, of: 2), limits: RankLimits(), now: 0)
        follower.look(at: board, now: 1, time: 1)
        board.beat += 1
        follower.look(at: board, now: 50, time: 50)
        follower.look(at: board, now: 109, time: 109)
        #expect(!follower.hasLostLead)
        follower.look(at: nil, now: 111, time: 111)
        #expect(follower.hasLostLead)
    }

    @Test func theFolderKeepsWhatIsWritten() throws {
        let folder = try TemporaryDirectory()
        let talk = try RankFolder(folder.file("talk"))
        #expect(talk.board() == nil && talk.start() == nil && talk.notes().isEmpty)
        var board = RankBoard(run: "run", size: 2)
        board.answers = [RankBoard.Answer(rank: 1, ping: 2, time: 3.5)]
        let start = RankStart(run: "run", name: "a/b", seed: .max, promptSeed: 7)
        try talk.write(board)
        try talk.write(start)
        try talk.write(note(1, of: 2))
        #expect(talk.board() == board && talk.start() == start && talk.notes() == [note(1, of: 2)])
        talk.remove()
        #expect(talk.board() == nil)
    }

    /// Asked to end, rank 0 waits for the records of the others, and still gives up those that are dead.
    @Test func allStopWithTheFirst() {
        var lead = RankLead(run: "run", size: 3, limits: RankLimits(), now: 0)
        lead.stopped()
        #expect(lead.board.state == .gathering)
        lead.look(at: [note(1, of: 3), note(2, of: 3)], now: 1, time: 100)
        lead.stopped()
        #expect(lead.board.state == .stopping && lead.board.isUnderWay && !lead.isOver)
        var one = note(1, of: 3, beat: 2)
        one.state = .interrupted
        lead.look(at: [one, note(2, of: 3)], now: 62, time: 161)
        #expect(lead.isOver && lead.board.lost == [2])
        let again = try? RankBoard(json: lead.board.json)
        #expect(again == lead.board)
    }
}
