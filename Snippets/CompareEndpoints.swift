// Ask two systems the same questions, and report which one answers faster.

import ALCFClient
import ALCFLoad
import ALCFRecord
import ALCFReport

// snippet.targets
let client = try InferenceClient.signedIn()
var targets: [BenchmarkTarget] = []
for cluster in ["metis", "sophia"] {
    let model = try await client.model("gpt-oss-120b", on: cluster)
    targets.append(BenchmarkTarget(name: cluster, endpoint: model.endpoint, model: model.name, client: client))
}
// snippet.end

// snippet.run
let workload = try Workload(.demo(), source: "built in", count: 24, seed: 1)
let runner = BenchmarkRunner(targets: targets, prompts: workload.prompts, options: BenchmarkOptions())
let writer = try RecordWriter(path: "run.jsonl", manifest: runner.manifest(workload, tool: "my-comparison 1.0"))
try await runner.run { sample in try writer.append(sample) }
// snippet.end

// snippet.report
let record = try RecordReader.read(path: "run.jsonl")
print(DocumentForm.terminal.text(Analysis(record).document))
// snippet.end
