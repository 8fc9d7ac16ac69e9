import ALCFJSON
import Glibc
import TestSupport
import Testing

@testable import ALCFRecord

@Suite struct RecordWriterTests {
    @Test func whatItKeepsIsWhatTheFileHolds() throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("run.jsonl")
        let record = Fixture.record()
        let writer = try RecordWriter(path: path, manifest: record.manifest)
        for sample in record.samples { try writer.append(sample) }
        try writer.append(note: ["type": "something else", "x": 1])
        try Record.appendNote(
            price: ["metis=12/h"], power: ["sophia=5kW"], readings: [:], to: writer)
        let kept = try #require(writer.record)
        #expect(kept == (try RecordReader.read(path: path)))
        #expect(kept.samples == record.samples && kept.manifest.design.prices != nil)
    }

    @Test func ofALongRunNothingIsKept() throws {
        let folder = try TemporaryDirectory()
        let record = Fixture.record()
        let sample = try #require(record.samples.first)
        let writer = try RecordWriter(path: folder.file("long.jsonl"), manifest: record.manifest)
        for _ in 0..<4096 { try writer.append(sample) }
        #expect(writer.record?.samples.count == 4096)
        try writer.append(sample)
        #expect(writer.record == nil)
        #expect(try RecordReader.read(path: writer.path).samples.count == 4097)
    }
}
