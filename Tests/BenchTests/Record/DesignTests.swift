import ALCFJSON
import Testing

@testable import ALCFRecord

@Suite struct DesignTests {
    @Test func whatIsNotKnownStaysAsItIsAndWhereItIs() throws {
        let text = #"{"runs":null,"novel":{"a":[1,2.0]},"rate":"soon","concurrency":4,"date":"x","max_rate":null}"#
        var design = try Design(json: JSONValue(parsing: Array(text.utf8)))
        #expect(design.json.serialized() == text)
        #expect(design.concurrency == 4 && design.runs == nil && design.maxRate == nil)
        // Of another type: not understood, and not lost.
        #expect(design.rate == nil && design.has(\.rate))
        design.concurrency = nil
        design.runs = 3
        design.slices = 5
        design.slices = nil
        #expect(
            design.json.serialized()
                == #"{"runs":3,"novel":{"a":[1,2.0]},"rate":"soon","concurrency":null,"date":"x","max_rate":null}"#)
    }

    @Test func aMemberIsNamedWhereItIsWrong() {
        func error(_ members: JSONObject) -> JSONError? {
            var complete = BenchmarkOptions().design
            complete.merge(Design(members))
            do {
                _ = try BenchmarkOptions(complete, seed: 1)
                return nil
            } catch { return error }
        }
        #expect(error([:]) == nil)
        #expect(error(["rate": "soon"]) == JSONError(.mismatch, path: "rate", "must be a number, and is string"))
        #expect(error(["loops": 65]) == JSONError(.mismatch, path: "loops", "must be from 1 to 64"))
        #expect(error(["samples": .null]) == JSONError(.missing, path: "samples", "must be there, and is not"))
        #expect(error(["duration": 1e300])?.path == "duration")
    }

    /// Records were written with either.
    @Test func declaredFiguresAreAListOrOneText() throws {
        #expect(Design(["primary": ["ttft", 3, "success_rate"]]).primary?.names == ["ttft", "success_rate"])
        #expect(Design(["primary": "ttft,success_rate"]).primary?.names == ["ttft", "success_rate"])
        #expect(Design(["primary": 3]).primary == nil)
    }

    @Test func partsOfAMergedRecordMayLackMembers() throws {
        let design = Design(["merged": [["started_at": 5.0], ["samples": 3, "urls": ["a": "http://h"]]]])
        #expect(design.merged?.map(\.startedAt) == [5, nil] && design.merged?.last?.urls?["a"] == "http://h")
    }

    @Test func noTwoMembersHaveOneName() {
        let names = Mirror(reflecting: Design.keys).children.compactMap { child in
            Mirror(reflecting: child.value).children.first { $0.label == "key" }?.value as? String
        }
        #expect(names.count > 40 && Set(names).count == names.count)
    }
}
