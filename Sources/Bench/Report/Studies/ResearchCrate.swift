import ALCFJSON
import ALCFRecord
import ALCFSystem

/// The description of an archive for repositories: `ro-crate-metadata.json` after RO-Crate 1.1
/// (https://w3id.org/ro/crate/1.1).
enum ResearchCrate {
    /// Returns the text, ending in a line feed.
    ///
    /// - Parameters:
    ///   - files: every other file of the archive.
    ///   - tool: the program that packs, as in `alcf 0.1.0`.
    static func text(
        _ study: StudyVerification, _ description: StudyDescription, files: [(name: String, bytes: [UInt8])],
        tool: String
    ) throws(BenchError) -> String {
        let plan = study.plan
        let date = DateText.iso8601(study.chain.links.last?.time ?? 0)
        var root: JSONObject = [
            "@id": "./", "@type": "Dataset", "name": .string(description.title(of: plan)),
            "description": .string(
                (plan?.isSimulated == true ? "SIMULATED. " : "") + StudyVerificationReport(study).verdict
                    + " Check with: alcf benchmark study verify"),
            "datePublished": .string(date),
        ]
        if let licence = description.licence { root["license"] = ["@id": .string(address(licence))] }
        let authors = description.authors.enumerated().map { (id: "#author-\($0 + 1)", author: $1) }
        if !authors.isEmpty { root["author"] = .array(authors.map { ["@id": .string($0.id)] }) }
        root["hasPart"] = .array(files.map { ["@id": .string($0.name)] })
        root["mentions"] = .array(actions(study).map { ["@id": $0["@id"] ?? .null] })
        var graph: [JSONValue] = [
            [
                "@id": .string(StudyLayout.Archive.crate), "@type": "CreativeWork",
                "conformsTo": ["@id": "https://w3id.org/ro/crate/1.1"], "about": ["@id": "./"],
            ], .object(root),
        ]
        for (name, bytes) in files {
            graph.append([
                "@id": .string(name), "@type": "File", "name": .string(name),
                "encodingFormat": .string(format(name)), "contentSize": .string(String(bytes.count)),
                "sha256": .string(try BenchError.hash(bytes)),
            ])
        }
        graph.append([
            "@id": "#alcf", "@type": "SoftwareApplication", "name": "alcf", "softwareVersion": .string(tool),
        ])
        graph += actions(study)
        for (id, author) in authors {
            var person: JSONObject = [
                "@id": .string(id), "@type": author.given == nil ? "Organization" : "Person",
                "name": .string(author.name),
            ]
            if let given = author.given {
                person["givenName"] = .string(given)
                person["familyName"] = .string(author.family)
            }
            graph.append(.object(person))
        }
        if let licence = description.licence {
            graph.append([
                "@id": .string(address(licence)), "@type": "CreativeWork", "name": .string(licence),
            ])
        }
        // The context of RO-Crate 1.1 is older than schema.org's property.
        let document: JSONValue = [
            "@context": ["https://w3id.org/ro/crate/1.1/context", ["sha256": "https://schema.org/sha256"]],
            "@graph": .array(graph),
        ]
        return document.serialized(.pretty) + "\n"
    }

    /// Each measured session: when it was, and its record.
    private static func actions(_ study: StudyVerification) -> [JSONValue] {
        study.sessions.compactMap { session in
            guard let analysis = session.measured else { return nil }
            let manifest = analysis.record.manifest
            let end = manifest.startedAt + (analysis.record.samples.compactMap(\.trace.end).max() ?? 0)
            return [
                "@id": .string("#" + StudyLayout.folder(session.number)), "@type": "CreateAction",
                "name": .string("Session \(session.number), measured with \(manifest.toolVersion)"),
                "startTime": .string(DateText.iso8601(manifest.startedAt)), "endTime": .string(DateText.iso8601(end)),
                "instrument": ["@id": "#alcf"], "result": ["@id": .string(StudyLayout.record(session.number))],
            ]
        }
    }

    /// Says where a description does not fit the files beside it.
    ///
    /// - Throws: `JSONError` for one that is not JSON.
    static func faults(_ bytes: [UInt8], _ files: StudyFiles) throws -> [String] {
        let document = try JSONValue(parsing: bytes, rejectDuplicates: true)
        var described: Set<String> = [StudyLayout.Archive.crate]
        var faults: [String] = []
        for entity in document["@graph"]?.array ?? [] where entity["@type"]?.string == "File" {
            let name = entity["@id"]?.string ?? ""
            guard described.insert(name).inserted, let content = try? files.read(name) else {
                faults.append("\(name.safeOnOneLine) is described, and is not there or is described twice")
                continue
            }
            if entity["sha256"]?.string != (try? BenchError.hash(content))
                || entity["contentSize"]?.string != String(content.count)
            {
                faults.append("\(name) is not the file that is described")
            }
        }
        // A folder has files, such as its lock, that an archive leaves out.
        if files.isArchive {
            faults += files.names.filter { !described.contains($0) }.map { "\($0) is not described" }
        }
        return faults
    }

    private static func address(_ licence: String) -> String { "https://spdx.org/licenses/\(licence)" }

    private static func format(_ name: String) -> String {
        switch name.split(separator: ".").last {
        case "json": "application/json"
        case "jsonl": "application/jsonl"
        case "md": "text/markdown"
        case "html": "text/html"
        case "cff": "application/yaml"
        default: "text/plain"
        }
    }
}
