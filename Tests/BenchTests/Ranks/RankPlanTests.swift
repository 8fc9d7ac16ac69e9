import ALCFJSON
import Testing

@testable import ALCFRecord

/// Whether processes are about to do the same.
@Suite struct RankPlanTests {
    private func manifest(_ change: (inout RunManifest) -> Void = { _ in }) -> RunManifest {
        var manifest = RunManifest(
            toolVersion: "alcf", startedAt: 0, seed: 7, design: BenchmarkOptions(concurrency: 4, maxRate: 8).design,
            dataSet: RunManifest.DataSet(name: "", version: "", sha256: "", count: 1, passages: 1, source: ""),
            targets: [RunManifest.Target(name: "mine", url: "http://127.0.0.1/v1", model: "m")],
            prompts: [Prompt(id: "1", passageID: "1", text: "Who?", answers: ["I"])])
        change(&manifest)
        return manifest
    }

    @Test func theSameOptionsAreTheSamePlan() throws {
        let plan = RankPlan(manifest(), run: "run")
        #expect(plan.difference(of: RankPlan(manifest())) == nil)
        // As others read it.
        let read = try RankPlan(json: JSONValue(parsing: plan.json.serializedBytes(), limits: .file))
        #expect(read == plan && read.difference(of: RankPlan(manifest())) == nil)
        // Each may reach a target by an address of its own.
        #expect(plan.difference(of: RankPlan(manifest { $0.targets[0].url = "http://10.0.0.1/v1" })) == nil)
    }

    @Test func aDifferenceIsNamed() {
        let plan = RankPlan(manifest())
        func difference(_ change: (inout RunManifest) -> Void) -> String? {
            plan.difference(of: RankPlan(manifest(change)))
        }
        #expect(
            difference { $0.design = BenchmarkOptions(concurrency: 8, maxRate: 8).design }
                == "'concurrency' is 8, not 4")
        #expect(difference { $0.design.slices = 3 }?.hasPrefix("'slices' is 3, not ") == true)
        #expect(difference { $0.seed = 8 } == "'seed' is \"8\", not \"7\"")
        #expect(difference { $0.targets[0].model = "n" } == "the targets are mine (n), not mine (m)")
        #expect(
            difference { $0.prompts = [Prompt(id: "1", passageID: "1", text: "Where?", answers: ["I"])] }
                == "the prompts differ")
    }
}
