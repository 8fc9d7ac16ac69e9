@testable import ALCFJSON
@testable import ALCFRecord
@testable import ALCFReport
@testable import ALCFSystem

extension FuzzTarget {
    /// What we write and others may have changed.
    static let records = [recordLine, manifest, record, votes, studyPlan, chain]
    /// Files of others, and reports of them: these take milliseconds each.
    static let reports = [results, report]

    /// What is read of a line is written again so that the same is read.
    static let recordLine = FuzzTarget("record-line", words: ["\"type\":\"sample\"", "outcome", "null"]) { bytes in
        guard let json = try? JSONValue(parsing: bytes, limits: .line) else { return }
        if let sample = try? Sample(json: json) {
            try demandEqual(
                try Sample(json: JSONValue(parsing: sample.json.serializedBytes())), sample, "a sample written and read"
            )
            try demandEqual(
                try Sample(json: JSONValue(parsing: Array(sample.line.dropLast()))), sample, "a line written and read")
            for figure in Figure<Sample>.all { _ = figure.value(sample) }
        }
        if let probe = try? Probe(json: json) {
            try demandEqual(
                try Probe(json: JSONValue(parsing: probe.json.serializedBytes())), probe, "a probe written and read")
        }
        if let check = try? InstrumentCheck(json: json) {
            try demandEqual(
                try InstrumentCheck(json: JSONValue(parsing: check.json.serializedBytes())), check,
                "a check written and read")
        }
    }

    static let manifest = FuzzTarget("manifest", words: ["design", "targets", "prompts", "arguments", "seed"]) {
        bytes in
        guard let json = try? JSONValue(parsing: bytes, limits: .line), let manifest = try? RunManifest(json: json)
        else { return }
        try demandEqual(
            try RunManifest(json: JSONValue(parsing: manifest.json.serializedBytes())), manifest,
            "a manifest written and read")
    }

    /// A record, written line by line from what was read of it, is the same record.
    static let record = FuzzTarget("record", words: ["\n", "\"type\":\"sample\"", "\"type\":\"probe\""], tried: 60) {
        bytes in
        guard let record = try? RecordReader.parse(bytes) else { return }
        var written = record.manifest.json.serializedBytes() + [0x0A]
        for sample in record.samples { written += sample.line }
        let read = try RecordReader.parse(written)
        try demandEqual(read.samples, record.samples, "samples written and read")
        try demandEqual(read.manifest, record.manifest, "a manifest written and read")
        // What was cut off anywhere costs the last line alone.
        let cut = try? RecordReader.parse(Array(written.dropLast()))
        if let cut { try demandEqual(cut.samples, Array(record.samples.dropLast()), "a record without its last byte") }
    }

    static let votes = FuzzTarget(
        "votes", words: ["\"type\":\"comparison\"", "\"type\":\"served_request\"", "vote", "turns"]
    ) { bytes in
        let votes = ComparisonRecord(bytes, name: "x")
        for vote in votes.votes {
            try demandEqual(
                try ComparisonVote(json: JSONValue(parsing: vote.json.serializedBytes())), vote,
                "a vote written and read")
        }
        _ = PairPreference.all(votes.votes)
        let served = ServedRecord(bytes, name: "x")
        try demand(served.lines.allSatisfy { $0.duration >= 0 && $0.chunks >= 0 }, "less than nothing")
        if let json = try? JSONValue(parsing: bytes) { _ = try? ComparisonVote(client: json, time: 1) }
    }

    static let studyPlan = FuzzTarget("study-plan", words: ["sessions", "due_epoch", "primary", "format_version"]) {
        bytes in
        guard let plan = try? StudyPlan.parse(bytes, name: "plan.json") else { return }
        try demandEqual(try StudyPlan.parse(plan.bytes, name: "plan.json"), plan, "a plan written and read")
    }

    static let chain = FuzzTarget("chain", words: ["previous", "sha256", "\"kind\":\"session\"", "\n"]) { bytes in
        guard let reading = try? ChainReading(bytes) else { return }
        // Every link that is not as alcf writes it is noted.
        let whole = reading.links.flatMap(\.line)
        if reading.faults.isEmpty {
            try demandEqual(Array(bytes.dropLast(reading.tornBytes)), whole, "a chain without faults")
        }
    }

    static let results = FuzzTarget("results", words: resultWords, tried: 60) { bytes in
        for path in ["results.json", "profile_export.jsonl"] {
            guard let runs = try? ResultFiles.parse(bytes, path: path) else { continue }
            let record = ImportedRun.record(runs)
            for sample in record.samples {
                try demandEqual(
                    try Sample(json: JSONValue(parsing: sample.json.serializedBytes())), sample,
                    "a sample written and read")
            }
        }
    }

    /// Every record and every file of another tool has a report, which says what cannot be told.
    static let report = FuzzTarget("report", words: resultWords, tried: 10) { bytes in
        let record: Record
        if let own = try? RecordReader.parse(bytes) {
            record = own
        } else if let runs = try? ResultFiles.parse(bytes, path: "results.json") {
            record = ImportedRun.record(runs)
        } else {
            return
        }
        // Longer ones have a target of their own, and a report is made of each byte many times.
        guard record.samples.count <= 200 else { return }
        let analysis = Analysis(record, sessions: nil, resamples: 40)
        let text = TerminalReport.text(analysis)
        try demand(!text.isEmpty, "no report")
        try demandEqual(text.safeForTerminal, text, "what is shown of a record")
        let summary = SummaryJSON.json(analysis)
        let read = try JSONValue(parsing: summary.serializedBytes(), limits: .page)
        try demandEqual(read, summary, "a summary written and read")
        try demand(HTMLReport.text(analysis).hasSuffix("</html>\n"), "a page without an end")
    }

    private static let resultWords = [
        "ttfts", "itls", "latencies", "start_times", "completed", "benchmarks", "requests", "successful",
        "request_latency",
        "metadata", "metrics", "metis", "sophia", "results", "latency", "\"unit\":\"ms\"", "NaN", "Infinity",
    ]
}
