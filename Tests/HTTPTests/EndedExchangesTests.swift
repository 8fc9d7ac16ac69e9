import Testing

@testable import ALCFHTTP

/// The ends of exchanges, between two looks at the sockets.
struct EndedExchangesTests {
    private func ended(_ leadsOn: [Bool]) -> EndedExchanges {
        var ended = EndedExchanges()
        for (number, leadsOn) in leadsOn.enumerated() {
            ended.append((TransferID(number: number), nil), leadsOn: leadsOn)
        }
        return ended
    }

    private func turns(_ ended: EndedExchanges) -> [[Int]] {
        var ended = ended
        var turns: [[Int]] = []
        while !ended.isEmpty { turns.append(ended.takeSome().map(\.id.number)) }
        return turns
    }

    @Test func aFewThatLeadOnAreFinishedAtATime() {
        #expect(turns(ended(Array(repeating: true, count: 10))) == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]])
    }

    @Test func noneOfTheOthersIsLeft() {
        #expect(turns(ended(Array(repeating: false, count: 300))) == [Array(0..<300)])
    }

    @Test func theirOrderIsThatOfTheirEnds() {
        let leadsOn = [false, true, true, false, true, true, true, false]
        #expect(turns(ended(leadsOn)) == [[0, 1, 2, 3, 4, 5], [6, 7]])
    }

    @Test func nothingIsTakenOfNone() {
        var none = EndedExchanges()
        #expect(none.takeSome().isEmpty)
    }
}
