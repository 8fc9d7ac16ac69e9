import ALCFJSON
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFRecord
@testable import ALCFReport

@Suite struct ProbeTests {
    private var probe: Probe {
        var probe = Probe(target: "metis", block: 7, start: 1.5)
        probe.firstByte = 1.75
        probe.dns = 0
        probe.connect = 0
        probe.tls = 0
        probe.roundTrip = 0.034
        probe.leastRoundTrip = 0.03
        probe.retransmissions = 1
        probe.localPort = 40_000
        probe.httpStatus = 200
        return probe
    }

    @Test func comesBackFromItsLine() throws {
        #expect(try Probe(json: probe.json) == probe)
        #expect(probe.json["type"] == "probe" && probe.json["wait"] == 0.25)
        let bare = Probe(target: "a", block: nil, start: 0)
        #expect(try Probe(json: bare.json) == bare && bare.json["wait"]?.isNull == true)
    }

    @Test func isNoSample() throws {
        let record = Fixture.record()
        let line = probe.json.serializedBytes() + [UInt8(ascii: "\n")]
        let read = try RecordReader.parse(Fixture.lines(record) + line + line)
        #expect(read.samples == record.samples && read.probes == [probe, probe] && read.unread.isEmpty)
        // In no load, rate or latency.
        #expect(Analysis(read).targets == Analysis(record).targets)
    }

    @Test func aDamagedOneIsLeftOutAndNoted() throws {
        let bad = Array(#"{"type":"probe","target":"metis","start":1e300}"#.utf8) + [UInt8(ascii: "\n")]
        let read = try RecordReader.parse(Fixture.lines(Fixture.record()) + bad)
        #expect(read.probes.isEmpty && read.unread.count == 1)
    }

    @Test func survivesAnInterruptedRun() throws {
        let folder = try TemporaryDirectory()
        var record = Fixture.record()
        var options = BenchmarkOptions(samples: 8, runs: 2, seed: 3)
        options.probes = ["metis", "sophia"]
        record.manifest.design = options.design
        record.manifest.seed = 3
        record.samples[31].outcome = .cancelled
        let path = folder.file("run.jsonl")
        let line = probe.json.serializedBytes() + [UInt8(ascii: "\n")]
        try AtomicFile.write(Fixture.lines(record) + line, to: path, permissions: 0o644)
        let (run, writer) = try InterruptedRun.open(path)
        #expect(run.options.probes == ["metis", "sophia"] && run.progress.samples.count == 31)
        try writer.append(probe)
        let again = try RecordReader.read(path: path)
        #expect(again.probes == [probe, probe] && again.samples.count == 31)
    }

    @Test func isShiftedAndNumberedAnewWhereRecordsAreMerged() throws {
        var first = Fixture.record()
        first.probes = [probe]
        var second = first
        second.manifest.startedAt += 1000
        for index in second.samples.indices { second.samples[index].trace.lastToken? += 0.25 }
        let merged = try Record.merging([("a", first), ("b", second)])
        #expect(merged.probes.map(\.start) == [1.5, 1001.5] && merged.probes.map(\.wait) == [0.25, 0.25])
        #expect(merged.probes.map(\.block) == [7, 7 + (first.samples.map(\.block).max() ?? 0)])
    }

    @Test(
        arguments: [
            ("metis", "metis", nil), ("mine=/health", "mine", "/health"), ("a=b", "a=b", nil),
            ("a=b=/x/y?z=1", "a=b", "/x/y?z=1"),
        ] as [(String, String, String?)])
    func targetsAreRead(_ text: String, _ name: String, _ path: String?) {
        let target = ProbeTarget(text)
        #expect(target?.name == name && target?.path == path && target?.text == text)
    }

    @Test(arguments: ["", "=/health", "mine=", "mine/health", "mine=/a b", "mine=/a\u{0}", "/health", "mine=/é"])
    func othersAreNot(_ text: String) { #expect(ProbeTarget(text) == nil) }
}
