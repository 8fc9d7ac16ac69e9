import ALCFCrypto
package import ALCFJSON

/// The experiment as a rank has prepared it: the file `plan.json` of the folder is rank 0's. All must have the same
/// one, or their shares are not those of one schedule.
package struct RankPlan: Sendable, Hashable {
    /// The run: see ``RankBoard/run``.
    package var run: String
    /// The members of the design, the seed and the simulation's speed.
    package var options: JSONObject
    /// Name and model of each target.
    package var targets: [String]
    /// SHA-256 of the prompts, in hexadecimal.
    package var prompts: String

    /// The plan of a record's first line.
    package init(_ manifest: RunManifest, run: String = "") {
        self.run = run
        let members = manifest.design.members
        // Written and read, as rank 0's are.
        options =
            (try? JSONValue(parsing: JSONValue.object(members).serializedBytes(), limits: .file))?.object ?? members
        options["seed"] = .string(String(manifest.seed))
        if let simulation = manifest.simulation { options["simulation"] = .string("\(simulation.speed)") }
        targets = manifest.targets.map { "\($0.name) (\($0.model))" }
        prompts = Self.hash(manifest.prompts)
    }

    private init() {
        (run, options, targets, prompts) = ("", JSONObject(), [], "")
    }

    private static func hash(_ prompts: [Prompt]) -> String {
        var bytes: [UInt8] = []
        for prompt in prompts {
            for part in [prompt.id, prompt.system ?? "", prompt.text] + prompt.answers {
                bytes += part.utf8
                bytes.append(0)
            }
            bytes += "\(prompt.turn) \(prompt.maxTokens ?? 0) \(prompt.due ?? 0)\n".utf8
        }
        return (try? SHA256.hex(bytes)) ?? ""
    }

    /// Returns in what another plan differs from this one, as in `'concurrency' is 4, not 8`; nil where it does not.
    package func difference(of other: RankPlan) -> String? {
        for key in options.keys + other.options.keys where options[key] ?? .null != other.options[key] ?? .null {
            let (own, found) = (options[key] ?? .null, other.options[key] ?? .null)
            return "'\(key)' is \(found.serialized()), not \(own.serialized())"
        }
        if targets != other.targets {
            return "the targets are \(other.targets.joined(separator: ", ")), not \(targets.joined(separator: ", "))"
        }
        return prompts == other.prompts ? nil : "the prompts differ"
    }
}

extension RankPlan: RecordObject {
    /// Nothing is known.
    package static var blank: RankPlan { RankPlan() }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.type("rank_plan")
        try members.required("run", &run)
        try members.required("options", &options)
        try members.required("targets", &targets)
        try members.required("prompts", &prompts)
    }
}
