import ALCFJSON
package import ALCFRecord
import ALCFSystem

extension BenchError.Code {
    /// A file is not the plan of a study, or is one that cannot be followed.
    package static let studyPlan = BenchError.Code("study_plan")
}

extension StudyPlan {
    /// The plan as the bytes of `plan.json`: the members in their order, two blanks a level. The same plan always gives
    /// the same bytes.
    package var bytes: [UInt8] { json.serializedBytes(.pretty) + [UInt8(ascii: "\n")] }

    /// Reads a plan, and its file's SHA-256 in hexadecimal.
    ///
    /// - Throws: ``BenchError`` naming the file, and the member that is wrong.
    package static func read(path: String) throws(BenchError) -> (plan: StudyPlan, hash: String) {
        let bytes: [UInt8]
        do { bytes = try FileContents(path: path, limit: Limits.bytes).bytes } catch {
            throw BenchError(
                .studyPlan, "the plan of the study cannot be read: \(error)",
                remedy: error.isNotFound
                    ? "Give the folder of a study; 'alcf benchmark study init NAME' makes one." : nil,
                underlying: error)
        }
        return (try parse(bytes, name: path), try BenchError.hash(bytes))
    }

    /// Reads a plan, strictly: a member that is missing, doubled, unknown or not as it must be is an error, because a
    /// rule that is not understood cannot be kept.
    ///
    /// - Parameter name: what to call the file in errors.
    /// - Throws: ``BenchError`` naming the file, and the member that is wrong.
    package static func parse(_ bytes: [UInt8], name: String) throws(BenchError) -> StudyPlan {
        let changed =
            "A plan is not changed after it was made. Put the original back, or plan another study: "
            + "alcf benchmark study init NAME"
        func no(_ reason: String, remedy: String? = nil) -> BenchError {
            BenchError(.studyPlan, "\(name) is not a plan that can be followed: \(reason)", remedy: remedy ?? changed)
        }
        let json: JSONValue
        let plan: StudyPlan
        do {
            json = try JSONValue(
                parsing: bytes, rejectDuplicates: true,
                limits: JSONLimits(bytes: Limits.bytes, values: 250_000, depth: 32))
            if json["type"]?.string == type, let version = json["format_version"]?.int, version != currentFormatVersion
            {
                throw no(
                    "it is in format \(version), and this program knows only format \(currentFormatVersion)",
                    remedy: "Use the version of alcf that made it.")
            }
            plan = try StudyPlan(json: json)
        } catch let error as JSONError { throw no("\(error)") } catch let error as BenchError { throw error } catch {
            throw no("\(error)")
        }
        if let path = JSONValue.unknownMember(of: json, besides: plan.json) {
            throw no(
                "\(path): no such member is known",
                remedy: "Use the version of alcf that made it, or put the original back.")
        }
        if let fault = plan.fault { throw no("\(fault.member): \(fault.reason)") }
        if json["created"] != plan.json["created"] { throw no("created: must be that of created_epoch") }
        for (index, (one, other)) in zip(json["sessions"]?.array ?? [], plan.sessions.map(\.json)).enumerated()
        where one["due"] != other["due"] {
            throw no("sessions[\(index)].due: must be that of due_epoch")
        }
        return plan
    }

    /// The first rule that the members break together; nil for a plan that can be followed.
    package var fault: (member: String, reason: String)? {
        if let reason = Self.fault(ofName: name) { return ("name", reason) }
        guard Limits.sessions.contains(sessions.count) else {
            return (
                "sessions",
                "must be \(Limits.sessions.lowerBound) to \(Limits.sessions.upperBound), and are \(sessions.count)"
            )
        }
        if let reason = StudySchedule(due: sessions.map(\.due), window: window).fault { return ("sessions", reason) }
        for (index, session) in sessions.enumerated() where !Self.isHash(session.promptsHash) {
            return ("sessions[\(index)].prompts_sha256", "must be 64 hexadecimal digits")
        }
        if targets.isEmpty { return ("targets", "must be at least one") }
        if targets.count > 100 { return ("targets", "must be at most 100") }
        if primary.isEmpty || Set(primary).count != primary.count {
            return ("primary", "must be one figure or more, each once")
        }
        if !dataSet.sha256.isEmpty, !Self.isHash(dataSet.sha256) {
            return ("dataset.sha256", "must be 64 hexadecimal digits")
        }
        return prompts.fault.map { ("prompts.\($0.member)", $0.reason) }
    }

    /// Says what a study's name must be; nil for one that is.
    ///
    /// It becomes the name of jobs and units, which take no others.
    package static func fault(ofName name: String) -> String? {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        guard isPlain, (1...100).contains(name.utf8.count), let first = name.utf8.first,
            first != UInt8(ascii: "."), first != UInt8(ascii: "-")
        else { return "must be 1 to 100 letters, digits and '-_.', and begin with none of '-.'" }
        return nil
    }

    static func isHash(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    }
}

extension JSONValue {
    /// The path of the first member of `value` that `known` has not; nil where there is none.
    static func unknownMember(of value: JSONValue, besides known: JSONValue) -> String? {
        switch (value, known) {
        case (.object(let members), .object(let others)):
            for (key, value) in members {
                guard let other = others[key] else {
                    if value.isNull { continue }
                    return key
                }
                if let path = unknownMember(of: value, besides: other) {
                    return path.hasPrefix("[") ? key + path : "\(key).\(path)"
                }
            }
            return nil
        case (.array(let values), .array(let others)):
            for (index, (value, other)) in zip(values, others).enumerated() {
                if let path = unknownMember(of: value, besides: other) {
                    return path.hasPrefix("[") ? "[\(index)]\(path)" : "[\(index)].\(path)"
                }
            }
            return nil
        default: return nil
        }
    }
}
