import ALCFJSON
import ALCFRecord
import ArgumentParser
import Testing

@testable import ALCFCommands

@Suite struct RunArgumentsTests {
    private func arguments(_ targets: [String], _ simulation: [String] = []) throws -> RunArguments {
        RunArguments(
            targets: try TargetOptions.parse(targets).arguments,
            simulation: try SimulationOptions.parse(simulation).arguments, simulates: !simulation.isEmpty)
    }

    private func read(_ json: JSONValue, speed: Double? = nil, headers: [String] = []) throws -> RunArguments {
        var design = Design()
        design.arguments = .blank
        var members = design.members
        members["arguments"] = json
        var manifest = RunManifest.blank
        manifest.design = Design(members)
        manifest.simulation = speed.map { RunManifest.Simulation(speed: $0) }
        return try RunArguments(manifest, path: "run.jsonl", headers: headers)
    }

    @Test func comeBackFromTheRecord() throws {
        let given = try arguments(
            [
                "-t", "a=http://127.0.0.1:1/v1", "-t", "metis", "-m", "a=m", "--api-key-env", "KEY", "--insecure", "a",
                "--endpoint", "completions", "--body-field", "top_k=5", "--omit-field", "seed", "--header",
                "a=X-Key: env:KEY", "--max-tokens-field", "max_output",
            ],
            [
                "--speed", "50", "--fault", "429=0.05", "--simulation-seed", "18446744073709551615", "--wander",
                "metis=0.25/30s", "--stalls", "0.1s/0.7s", "--cold-start", "sophia=3s/60s", "--favour", "0.08",
                "--simulated-prefill", "50", "--simulated-latency", "metis=4.8s+2.7ms",
            ])
        #expect(try read(given.json, speed: 50) == given)
        let dated = try arguments(
            ["-t", "metis"], ["--day-factor", "metis=0.1", "--hour-factor", "0.2/6", "--time", "2026-11-27T06:00:00Z"])
        #expect(try read(dated.json, speed: 1) == dated && dated.json["time"] == "2026-11-27T06:00:00Z")
        // As the first version that kept them wrote them.
        #expect(
            given.json.object?.keys == [
                "target", "model", "api_key_env", "endpoint", "body_field", "omit_field", "max_tokens_field", "header",
                "insecure", "simulate", "simulation_seed", "fault", "prefill", "latency", "wander", "stalls",
                "cold_start", "favour",
            ])
    }

    @Test func whatEarlierVersionsHadNotWasNotGiven() throws {
        let old = try read(["target": ["metis"], "model": [], "simulate": false])
        #expect(old == (try arguments(["-t", "metis"])))
    }

    @Test func aRecordHoldsNoHeadersValue() throws {
        let given = try arguments(["-t", "metis", "--header", "X-Key: sk-secret"])
        #expect(!given.json.serialized().contains("secret") && given.json["header"] == ["X-Key: (not kept)"])
        let again = try read(given.json, headers: ["x-key: env:KEY"])
        #expect(again.targets.requests.header.map(\.text) == ["x-key: env:KEY"])
    }

    @Test(arguments: [
        (#"{"target": "metis"}"#, "arguments.target"), (#"{"target": ["a/b"]}"#, "--target"),
        (#"{"simulation_seed": "-1"}"#, "simulation_seed"), (#"{"simulate": true, "fault": [3]}"#, "fault"),
        (#"{"favour": 1e9}"#, "--favour"), (#"{"latency": ["metis=slow"]}"#, "slow"),
        (#"{"time": "noon"}"#, "noon"), (#"{"day_factor": ["metis=9"]}"#, "--day-factor"), ("[]", "arguments"),
    ])
    func saysWhatItDoesNotUnderstand(_ text: String, _ part: String) throws {
        let json = try JSONValue(parsing: text)
        let error = #expect(throws: UsageError.self) { try read(json) }
        #expect(error?.message.hasPrefix("run.jsonl holds arguments that are not understood: ") == true)
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    }

    @Test func aRecordWithoutThemCannotGoOn() {
        let error = #expect(throws: UsageError.self) { try RunArguments(.blank, path: "run.jsonl") }
        #expect(error?.message == "run.jsonl does not say how it was started")
    }
}
