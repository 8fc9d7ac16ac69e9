import ALCFSystem
import Glibc
import Testing

@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFStatistics

/// Known answers by NumPy 2 and SciPy 1.17: medians with Siddiqui's density, τ² by Paule and Mandel with `brentq`, the
/// interval of Hartung and Knapp with `stats.t`, the Q profile with `stats.chi2`, on the same made-up times.
@Suite struct MachineEffectsTests {
    /// Forty times of each of four machines, the later machines the slower ones.
    private static func time(_ machine: Int, _ request: Int, isAlike: Bool = false) -> Double {
        (0.5 + (isAlike ? 0 : 0.05 * Double(machine)))
            * (0.8 + 0.4 * (Double((request * 37 + machine * 11) % 101) + 0.5) / 101)
    }

    /// That of the other target, whose ratio to the first differs between the machines, unless `isAlike`.
    private static func other(_ machine: Int, _ request: Int, isAlike: Bool) -> Double {
        time(machine, request, isAlike: isAlike) * (1.1 + (isAlike ? 0 : 0.04 * Double(machine)))
            * (0.95 + 0.1 * (Double((request * 53 + machine * 7) % 97) + 0.5) / 97)
    }

    static func sample(_ sequence: Int, _ target: String, block: Int, rank: Int?, seconds: Double) -> Sample {
        var trace = RequestTimeline(scheduled: Double(sequence), start: Double(sequence))
        trace.streamed = true
        trace.firstByte = trace.start + seconds / 2
        trace.firstToken = trace.start + seconds
        trace.lastToken = trace.start + seconds + 1
        trace.end = trace.lastToken
        var sample = Sample(
            sequence: sequence, phase: .measured, target: target, run: 1, block: block, position: 0,
            promptID: "q\(block)", passageID: "p\(block)", trace: trace, outcome: .success)
        sample.rank = rank
        return sample
    }

    private func record(hosts: [String?], isAlike: Bool = false) -> Record {
        var samples: [Sample] = []
        for machine in hosts.indices {
            for request in 0..<40 {
                let block = machine * 40 + request
                samples.append(
                    Self.sample(
                        samples.count, "metis", block: block, rank: machine,
                        seconds: Self.other(machine, request, isAlike: isAlike)))
                samples.append(
                    Self.sample(
                        samples.count, "sophia", block: block, rank: machine,
                        seconds: Self.time(machine, request, isAlike: isAlike)))
            }
        }
        var record = Fixture.record()
        record.samples = samples
        record.manifest.ranks = hosts.enumerated().map { index, host in
            var part = RankPart(rank: index)
            part.host = host
            part.state = .complete
            part.samples = 80
            return part
        }
        return record
    }

    @Test func mediansAreAsSciPyHasThem() throws {
        let record = record(hosts: ["a", "b", "c", "d"])
        let groups = try #require(RequestGroups(senders: record))
        #expect(groups.unit == .machine && groups.groups.map(\.count) == [80, 80, 80, 80])
        let found = try #require(GroupEffect(medianOf: .timeToFirstToken, groups.groups, target: "sophia"))
        #expect(isClose(found.effects.mean, -0.5620693712998992, 1e-9))
        #expect(isClose(found.effects.deviation, 0.11265838693978139, 1e-7))
        #expect(isClose(found.effects.deviationInterval.lower, 0.05829760990521844, 1e-7))
        #expect(isClose(found.effects.deviationInterval.upper, 0.43503734376381015, 1e-7))
        #expect(isClose(found.effects.q, 41.360660632232545, 1e-8))
        #expect(isClose(found.effects.qP, 5.4830711873975515e-09, 1e-6))
        #expect(isClose(found.withinError, 0.03105471236393106, 1e-9))
        #expect(isClose(found.typical, 0.5700282424062314, 1e-9))
        let interval = try #require(found.interval)
        #expect(isClose(log(interval.lower), -0.7480193307233385, 1e-7))
        #expect(isClose(log(interval.upper), -0.37611941187646, 1e-7))
    }

    @Test func ratiosAreAsSciPyHasThem() throws {
        let record = record(hosts: ["a", "b", "c", "d"])
        let groups = try #require(RequestGroups(senders: record))
        let found = try #require(
            GroupEffect(ratioOf: .timeToFirstToken, groups.groups, first: "metis", second: "sophia"))
        #expect(isClose(found.effects.mean, 0.14719627169746985, 1e-9))
        #expect(isClose(found.effects.deviation, 0.04754128906496838, 1e-7))
        #expect(isClose(found.effects.q, 308.8418279552959, 1e-8))
        #expect(isClose(found.withinError, 0.00469787282730782, 1e-9))
        let interval = try #require(found.interval)
        #expect(isClose(log(interval.lower), 0.07117902427670189, 1e-7))
        #expect(isClose(log(interval.upper), 0.2232135191182378, 1e-7))
    }

    @Test func aRatioThatDiffersIsAWarning() {
        let differing = Analysis(record(hosts: ["a", "b", "c", "d"]))
        let warning = differing.warnings.first { $0.kind == .machinesDiffer }
        #expect(warning?.message.contains("between the 4 machines") == true)
        #expect(warning?.message.contains("p < 0.0001") == true)
        let alike = Analysis(record(hosts: ["a", "b", "c", "d"], isAlike: true))
        #expect(!alike.warnings.contains { $0.kind == .machinesDiffer })
        let text = TerminalReport.text(differing, width: nil)
        #expect(text.contains("How much 4 machines differ") && text.contains("Sophia, time to first token, s"))
        #expect(text.contains("Metis ÷ Sophia, time to first token"))
    }

    /// Processes of one machine have it in common: they are groups only where there is nothing better.
    @Test func processesOfOneMachineCountAsOne() throws {
        let three = try #require(RequestGroups(senders: record(hosts: ["a", "a", "b", "c"])))
        #expect(three.unit == .machine && three.groups.count == 3)
        let two = try #require(RequestGroups(senders: record(hosts: ["a", "a", "b", "b"])))
        #expect(two.unit == .process && two.groups.count == 4)
        let unknown = try #require(RequestGroups(senders: record(hosts: ["a", nil, "b", "c"])))
        #expect(unknown.unit == .process && unknown.groups.count == 4)
        #expect(RequestGroups(senders: record(hosts: ["a", "b"])) == nil)
        #expect(!TerminalReport.text(Analysis(record(hosts: ["a", "b"])), width: nil).contains("es differ"))
    }
}
