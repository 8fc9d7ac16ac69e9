@testable import ALCFJSON
@testable import ALCFLoad
@testable import ALCFRecord
@testable import ALCFSystem

extension FuzzTarget {
    /// Files with questions.
    static let dataSets = [squad, jsonLines, csv, shareGPT, trace, rows]

    static let squad = dataSet(
        "squad", "x.json", words: ["paragraphs", "qas", "is_impossible", "answer_start", "\"version\""])
    static let jsonLines = dataSet(
        "json-lines", "x.jsonl", words: ["question", "context", "answers", "prompt", "turns", "system"])
    static let shareGPT = dataSet(
        "sharegpt", "x.json", words: ["conversations", "from", "human", "gpt", "value", "messages"])

    private static func dataSet(_ name: String, _ file: String, words: [String]) -> FuzzTarget {
        FuzzTarget(name, words: words) { bytes in try read(bytes, name: file) }
    }

    /// Reads a data set, and draws from it.
    private static func read(_ bytes: [UInt8], name: String) throws {
        let contents: DataSetContents
        do throws(BenchError) { contents = try DataFile.read(bytes, name: name) } catch {
            return try demand(!error.message.isEmpty, "an error without words")
        }
        try demandEqual(try DataFile.read(bytes, name: name), contents, "read twice")
        guard contents.count > 0 else { return }
        let workload = try contents.first(1)
        try demandEqual(workload.prompts.count, 1, "prompts asked for and given")
        let drawn = try contents.sampled(min(3, contents.count), seed: 7)
        try demandEqual(try contents.sampled(min(3, contents.count), seed: 7), drawn, "drawn twice")
        for prompt in drawn.prompts {
            try demandEqual(try Prompt(json: JSONValue(parsing: prompt.json.serializedBytes())), prompt, "a prompt")
        }
    }

    /// Cells that are written as RFC 4180 says are read as they are.
    static let csv = FuzzTarget(
        "csv", words: ["question,answers\n", "\"\"", "['a', 'b']", "{'text': array(['a'])}", ";", "|"]
    ) { bytes in
        try read(bytes, name: "x.csv")
        try read(bytes, name: "x.tsv")
        guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty, bytes.count <= 8192 else { return }
        let cells = text.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map { Array($0) }
        func line(_ cells: [[UInt8]]) -> [UInt8] {
            let quote = UInt8(ascii: "\"")
            return cells.map { cell in [quote] + cell.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote] }
                .joined(separator: [UInt8(ascii: ",")]) + [0x0D, 0x0A]
        }
        guard cells.contains(where: { !$0.isEmpty }) else { return }
        let rows = try CSVTable.rows(line(cells.indices.map { Array("c\($0)".utf8) }) + line(cells), name: "x.csv")
        try demandEqual(rows.count, 1, "rows")
        for (index, cell) in cells.enumerated() {
            let read = rows.first?.json["c\(index)"]?.string.map { Array($0.utf8) }
            try demandEqual(read, cell, "a cell written and read")
        }
    }

    static let trace = FuzzTarget(
        "trace",
        words: [
            "TIMESTAMP,ContextTokens,GeneratedTokens\n", "2023-11-16 18:17:03.9799600", "hash_ids", "timestamp",
            "input_length", "output_length", "\"time\":",
        ]
    ) { bytes in
        guard let file = try? TraceFile(bytes, name: "x.csv") else { return }
        try demand(file.entries.first.map { $0.time == 0 } ?? true, "the first request is not at 0")
        for (one, next) in zip(file.entries, file.entries.dropFirst()) {
            try demand(one.time <= next.time, "out of order")
        }
        try demand(file.entries.allSatisfy { $0.time.isFinite && $0.inputTokens >= 0 }, "a number that is none")
    }

    static let rows = FuzzTarget("rows", words: ["num_rows_total", "truncated_cells", "partial", "row"]) { bytes in
        guard let page = try? RowPage(bytes, number: 0, of: "a/b", base: "http://127.0.0.1") else { return }
        try demand(page.rows.count <= page.total, "more rows than there are")
    }
}
