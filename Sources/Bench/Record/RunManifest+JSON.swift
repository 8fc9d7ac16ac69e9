public import ALCFJSON
import ALCFSystem

extension RunManifest: JSONEncodable, JSONDecodable {
    /// When a run can have begun, in seconds since 1970: up to the year 9999.
    package static let years = 0.0...253_402_300_799

    /// As one JSON object.
    public var json: JSONValue {
        var members: JSONObject = [
            "type": "manifest",
            "format_version": .int(formatVersion),
            "tool_version": .string(toolVersion),
            "started_at": .string(DateText.iso8601(startedAt)),
            "started_at_epoch": JSONValue(startedAt),
            // Beyond 63 bits, JSON readers lose digits.
            "seed": Int(exactly: seed).map(JSONValue.int) ?? .string(String(seed)),
            "options": design.json,
            "dataset": dataSet.json,
            "targets": .array(targets.map(\.json)),
            "simulated": .bool(simulation != nil),
            "simulation_speed": JSONValue(simulation?.speed),
            "host": JSONValue(host),
            "kernel": JSONValue(kernel),
            "before": before.map(JSONValue.object) ?? .null,
            "prompts": .array(prompts.map(\.json)),
        ]
        if !warmupPrompts.isEmpty { members["warmup_prompts"] = .array(warmupPrompts.map(\.json)) }
        return .object(members)
    }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    public init(json: JSONValue) throws(JSONError) {
        guard json["type"]?.string == "manifest" else {
            throw JSONError(.mismatch, path: "type", "must be \"manifest\": this is not the first line of a record")
        }
        let simulated: Bool = try json.require("simulated")
        let seed = json["seed"]
        guard let seed = seed?.int.flatMap(UInt64.init(exactly:)) ?? seed?.string.flatMap({ UInt64($0) }) else {
            throw JSONError(.mismatch, path: "seed", "must be a whole number from 0 to 2^64 − 1")
        }
        self.init(
            toolVersion: try json.require("tool_version"),
            startedAt: try json.require("started_at_epoch", in: RunManifest.years), seed: seed,
            design: try json.require("options"), dataSet: try json.require("dataset"),
            targets: try json.require("targets"),
            simulation: simulated ? Simulation(speed: try json.optional("simulation_speed", in: 1e-6...1e6) ?? 1) : nil,
            host: try json.optional("host"), kernel: try json.optional("kernel"),
            before: try json.optional("before"), prompts: try json.require("prompts"))
        formatVersion = try json.require("format_version")
        warmupPrompts = try json.optional("warmup_prompts") ?? []
    }
}

extension RunManifest.Target: JSONEncodable, JSONDecodable {
    /// As one JSON object.
    public var json: JSONValue {
        var members: JSONObject = [
            "name": .string(name), "label": .string(label), "url": .string(url), "model": .string(model),
            "hardware": JSONValue(hardware),
        ]
        members["request"] = request.map(JSONValue.object)
        members["service"] = isService.map(JSONValue.bool)
        if isInsecure { members["insecure"] = true }
        return .object(members)
    }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    public init(json: JSONValue) throws(JSONError) {
        self.init(
            name: try json.require("name"), label: try json.optional("label"), url: try json.require("url"),
            model: try json.require("model"), hardware: try json.optional("hardware"))
        request = try json.optional("request")
        isService = try json.optional("service")
        isInsecure = try json.optional("insecure") ?? false
    }
}

extension RunManifest.DataSet: JSONEncodable, JSONDecodable {
    /// As one JSON object.
    public var json: JSONValue {
        var object: JSONObject = [
            "name": .string(name), "version": .string(version), "sha256": .string(sha256), "count": .int(count),
            "passages": .int(passages), "source": .string(source), "url": JSONValue(url),
        ]
        if !notes.isEmpty { object["notes"] = .array(notes.map(JSONValue.string)) }
        return .object(object)
    }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    public init(json: JSONValue) throws(JSONError) {
        self.init(
            name: try json.require("name"), version: try json.require("version"), sha256: try json.require("sha256"),
            count: try json.require("count", in: Sample.Limits.ordinals),
            passages: try json.require("passages", in: Sample.Limits.ordinals),
            source: try json.require("source"),
            url: try json.optional("url"), notes: try json.optional("notes") ?? [])
    }
}
