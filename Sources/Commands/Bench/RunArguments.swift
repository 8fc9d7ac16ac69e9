import ALCFJSON
import ALCFRecord
import ArgumentParser

/// What of the command line a run needs again when it is continued: kept in the record's manifest under `arguments`.
struct RunArguments {
    let targets: TargetOptions
    let simulation: SimulationOptions
    let simulates: Bool

    init(targets: TargetOptions, simulation: SimulationOptions, simulates: Bool) {
        self.targets = targets
        self.simulation = simulation
        self.simulates = simulates
    }

    /// - Throws: `UsageError` for a record that was made without.
    ///
    /// - Parameter headers: what was given anew, in place of values that no record holds.
    init(_ manifest: RunManifest, path: String, headers: [String] = []) throws {
        guard let kept = manifest.design.arguments else {
            throw UsageError(
                "\(path) does not say how it was started", remedy: "It was made by another version: start a new run.")
        }
        try self.init(kept: kept, speed: manifest.simulation?.speed, path: path, headers: headers)
    }

    /// - Parameters:
    ///   - kept: what ``json`` wrote.
    ///   - speed: that of the simulation.
    ///   - path: the file it is from, for errors.
    ///   - headers: what was given anew, in place of values that no record holds.
    /// - Throws: `UsageError` for what is not understood.
    init(kept: JSONValue, speed: Double?, path: String, headers: [String] = []) throws {
        func words(_ name: String, option: String) -> [String] {
            (kept[name]?.array ?? []).compactMap(\.string).flatMap { [option, $0] }
        }
        do {
            var targets = try TargetOptions.parse(
                words("target", option: "--target") + words("model", option: "--model")
                    + words("api_key_env", option: "--api-key-env") + words("insecure", option: "--insecure")
                    + words("endpoint", option: "--endpoint")
                    + words("body_field", option: "--body-field") + words("omit_field", option: "--omit-field")
                    + words("header", option: "--header") + words("max_tokens_field", option: "--max-tokens-field"))
            let given = headers.map { HeaderArgument($0, names: targets.names) }
            targets.requests.header = targets.requests.header.map { text in
                let kept = HeaderArgument(text, names: targets.names)
                return given.lastIndex { $0.replaces(kept) }.map { headers[$0] } ?? text
            }
            self.targets = targets
            simulation = try SimulationOptions.parse(
                ["--speed", "\(kept["simulate"]?.bool == true ? speed ?? 1 : 1)"]
                    + words("fault", option: "--fault")
                    + ["--simulation-seed", kept["simulation_seed"]?.string ?? "1"]
                    + words("prefill", option: "--simulated-prefill")
                    + words("latency", option: "--simulated-latency")
                    + words("wander", option: "--wander") + words("stalls", option: "--stalls")
                    + words("cold_start", option: "--cold-start")
                    + ["--favour", "\(kept["favour"]?.double ?? 0)"])
        } catch {
            throw UsageError("\(path) holds arguments that are not understood: \(error)")
        }
        simulates = kept["simulate"]?.bool ?? false
    }

    var json: JSONValue {
        func list(_ words: [String]) -> JSONValue { .array(words.map(JSONValue.string)) }
        return [
            "target": list(targets.target), "model": list(targets.model), "api_key_env": list(targets.apiKeyEnv),
            "endpoint": list(targets.endpoint), "body_field": list(targets.requests.bodyField),
            "omit_field": list(targets.requests.omitField), "max_tokens_field": list(targets.requests.maxTokensField),
            "header": list(targets.requests.header.map { HeaderArgument($0, names: targets.names).kept }),
            "insecure": list(targets.insecure),
            "simulate": .bool(simulates), "simulation_seed": .string(String(simulation.simulationSeed)),
            "fault": list(simulation.fault), "prefill": list(simulation.simulatedPrefill),
            "latency": list(simulation.simulatedLatency), "wander": list(simulation.wander),
            "stalls": list(simulation.stalls), "cold_start": list(simulation.coldStart),
            "favour": .double(simulation.favour),
        ]
    }
}
