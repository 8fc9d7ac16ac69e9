import ALCFJSON
import ALCFStatistics
import ALCFSystem

/// A recorded load: when each request came, and how long its prompt and its answer were, or the prompt itself.
///
/// Read are the CSV of Azure's public traces (`TIMESTAMP,ContextTokens,GeneratedTokens`: Patel et al. 2024, Stojkovic
/// et al. 2025), the JSON Lines of Mooncake's (`timestamp` in milliseconds, `input_length`, `output_length`, and
/// `hash_ids`, of which each names 512 tokens and all before them: Qin et al. 2025), and JSON Lines with `time` in
/// seconds and `prompt`.
package struct TraceFile: Sendable, Hashable {
    /// One request.
    package struct Entry: Sendable, Hashable {
        /// Seconds; only differences count.
        package var time: Double
        /// Tokens of the prompt, where it is made up.
        package var inputTokens = 0
        /// Tokens of the answer; nil for the run's own limit.
        package var outputTokens: Int?
        /// Beginning of the prompt, with a name for each 512 tokens.
        package var blocks: [Int] = []
        /// The prompt, where the file has it.
        package var prompt: String?
    }

    /// Tokens of what one of Mooncake's `hash_ids` names.
    static let blockTokens = 512
    private static let mostTokens = 2_000_000
    /// Characters of all made-up prompts together, which are held in memory and in the record.
    private static let mostCharacters = 256 << 20

    /// In the order of their times, the first at 0.
    package let entries: [Entry]
    private let name: String
    private let hash: String

    /// Number of requests.
    package var count: Int { entries.count }

    /// Reads it.
    ///
    /// - Throws: ``BenchError`` naming the line that is not as it must be.
    package init(_ bytes: [UInt8], name: String) throws(BenchError) {
        let lines = Array(
            FedLines(bytes, hasRest: true).lazy.map { (number: $0.number, text: Self.trimmed($0.bytes)) }
                .filter { !$0.text.isEmpty })
        guard let first = lines.first else { throw BenchError(.dataSet, "\(name) holds no request") }
        let found: [Entry]
        do {
            found = first.text.hasPrefix("{") ? try lines.map(Self.json) : try Self.table(lines)
        } catch {
            throw BenchError(
                .dataSet, "\(name), line \(error.line), \(error.reason)",
                remedy:
                    "Give Azure's CSV (TIMESTAMP,ContextTokens,GeneratedTokens), Mooncake's JSON Lines (timestamp, input_length, output_length), "
                    + "or JSON Lines with 'time' and 'prompt'.")
        }
        let zero = found.map(\.time).min() ?? 0
        entries = found.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map {
            var entry = $0.element
            entry.time -= zero
            return entry
        }
        self.name = name
        hash = try BenchError.hash(bytes)
    }

    private struct LineError: Error {
        package let line: Int
        package let reason: String
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> String {
        var line = line
        if line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
        while let last = line.last, last == 0x0D || last == 0x20 || last == 0x09 { line = line.dropLast() }
        return String(decoding: line, as: UTF8.self)
    }

    // MARK: JSON Lines

    private static func json(_ line: (number: Int, text: String)) throws(LineError) -> Entry {
        func wrong(_ reason: String) -> LineError { LineError(line: line.number, reason: reason) }
        guard let json = try? JSONValue(parsing: Array(line.text.utf8)) else { throw wrong("is not JSON") }
        func number(_ names: [String]) -> Double? { names.lazy.compactMap { json[$0]?.double }.first }
        func tokens(_ names: [String]) throws(LineError) -> Int? {
            guard let value = number(names) else { return nil }
            guard let count = whole(value) else { throw wrong("has no number of tokens in '\(names[0])'") }
            return count
        }
        let milliseconds = number(["timestamp", "created_time"]).map { $0 / 1000 }
        guard let time = number(["time"]) ?? milliseconds, time.isFinite else {
            throw wrong("has neither 'time' nor 'timestamp'")
        }
        var entry = Entry(time: time)
        entry.outputTokens = try tokens(["output_length", "output_tokens", "max_tokens"]).map { max(1, $0) }
        entry.prompt = json["prompt"]?.string ?? json["text_input"]?.string
        if let input = try tokens(["input_length", "input_tokens"]) {
            entry.inputTokens = max(1, input)
        } else if entry.prompt == nil {
            throw wrong("has neither 'input_length' nor 'prompt'")
        }
        entry.blocks = (json["hash_ids"]?.array ?? []).compactMap(\.int)
        return entry
    }

    // MARK: CSV

    private static func table(_ lines: [(number: Int, text: String)]) throws(LineError) -> [Entry] {
        let heading = fields(lines[0].text).map { $0.lowercased() }
        func column(_ names: [String]) -> Int? { heading.firstIndex { names.contains($0) } }
        guard let time = column(["timestamp", "time", "arrived_at"]),
            let input = column(["contexttokens", "num_prefill_tokens", "input_length"]),
            let output = column(["generatedtokens", "num_decode_tokens", "output_length"])
        else {
            throw LineError(
                line: lines[0].number, reason: "is no heading with TIMESTAMP, ContextTokens and GeneratedTokens")
        }
        var entries: [Entry] = []
        for line in lines.dropFirst() {
            let fields = fields(line.text)
            guard fields.count > max(time, input, output), let seconds = seconds(fields[time]),
                let prompt = Double(fields[input]).flatMap(whole), let answer = Double(fields[output]).flatMap(whole)
            else { throw LineError(line: line.number, reason: "has no time and two numbers of tokens") }
            var entry = Entry(time: seconds)
            entry.inputTokens = max(1, prompt)
            entry.outputTokens = max(1, answer)
            entries.append(entry)
        }
        guard !entries.isEmpty else { throw LineError(line: lines[0].number, reason: "has no request below it") }
        return entries
    }

    private static func fields(_ line: String) -> [String] {
        line.split(separator: ",", omittingEmptySubsequences: false).map { field in
            var field = field.drop { $0 == " " }
            while field.last == " " { field = field.dropLast() }
            return field.count >= 2 && field.first == "\"" && field.last == "\""
                ? String(field.dropFirst().dropLast()) : String(field)
        }
    }

    private static func whole(_ value: Double) -> Int? {
        (0...Double(mostTokens)).contains(value) && value == value.rounded() ? Int(value) : nil
    }

    /// Seconds, or a calendar time as in `2023-11-16 18:15:46.6805900` or `2024-05-10 00:00:00.009930+00:00`.
    package static func seconds(_ text: String) -> Double? {
        if let number = Double(text) { return number.isFinite ? number : nil }
        var text = text.replacingCharacter("T", by: " ")
        var shift = 0.0
        if text.hasSuffix("Z") {
            text.removeLast()
        } else if let sign = text.dropFirst(10).lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let zone = text[text.index(after: sign)...].split(separator: ":").map { Double($0) }
            guard zone.count == 2, let hours = zone[0], let minutes = zone[1] else { return nil }
            shift = (hours * 3600 + minutes * 60) * (text[sign] == "+" ? 1 : -1)
            text = String(text[..<sign])
        }
        let halves = text.split(separator: " ")
        guard halves.count == 2 else { return nil }
        let date = halves[0].split(separator: "-").map { Int($0) }
        let clock = halves[1].split(separator: ":").map { Double($0) }
        guard date.count == 3, clock.count == 3, let year = date[0], let month = date[1], let day = date[2],
            (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day), let hours = clock[0],
            let minutes = clock[1], let seconds = clock[2], (0...24).contains(hours), (0..<60).contains(minutes),
            (0..<61).contains(seconds)
        else { return nil }
        return Double(days(year, month, day)) * 86_400 + hours * 3600 + minutes * 60 + seconds - shift
    }

    /// Days since 1970-01-01 of the Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms").
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension String {
    fileprivate func replacingCharacter(_ one: Character, by other: Character) -> String {
        String(map { $0 == one ? other : $0 })
    }
}

extension TraceFile {
    /// Its first requests as prompts, each with the time at which it is due.
    ///
    /// - Parameters:
    ///   - count: how many; nil for all.
    ///   - speed: how many times faster than recorded.
    ///   - seed: what made-up prompts follow from.
    /// - Throws: ``BenchError`` where there are fewer, or more text than can be held.
    package func workload(_ count: Int?, speed: Double, seed: UInt64) throws(BenchError) -> Workload {
        guard (count ?? 1) <= entries.count else {
            throw BenchError(
                .tooFewQuestions, "\(name) has \(entries.count) requests, and \(count ?? 0) were asked for",
                remedy: "ask for 1 to \(entries.count)")
        }
        let entries = entries.prefix(count ?? entries.count)
        guard entries.reduce(0, { $0 + 4 * $1.inputTokens }) <= Self.mostCharacters else {
            throw BenchError(
                .dataSet, "\(name) asks for more than \(Self.mostCharacters >> 20) MiB of made-up prompts",
                remedy: "take the first ones of it: --samples")
        }
        guard BenchmarkOptions.Limits.due.contains((entries.last?.time ?? 0) / speed) else {
            throw BenchError(
                .dataSet, "\(name) would be replayed for more than thirty days",
                remedy: "replay it faster, --trace-speed, or take its first requests, --samples")
        }
        let nonce = PromptNonce(seed: seed)
        let prompts = entries.enumerated().map { index, entry in
            var prompt = Prompt(
                id: "trace-\(index + 1)", passageID: "trace-\(index + 1)",
                text: entry.prompt ?? Self.text(entry, nonce.digits(PromptNonce.count / 2 + index), index, seed: seed),
                answers: [],
                maxTokens: entry.outputTokens)
            prompt.due = entry.time / speed
            return prompt
        }
        return Workload(
            dataSet: RunManifest.DataSet(
                name: name, version: "", sha256: hash, count: 0, passages: 0, source: name), prompts: prompts)
    }

    /// Filling of about so many tokens: of blocks that other prompts may share, then of its own.
    private static func text(_ entry: Entry, _ digits: String, _ index: Int, seed: UInt64) -> String {
        let task = entry.outputTokens.map(SyntheticPrompts.task) ?? ""
        let room = max(digits.utf8.count + 2, 4 * entry.inputTokens - task.utf8.count)
        var text = ""
        for block in entry.blocks where text.utf8.count < room { text += self.block(block, seed: seed) }
        if text.utf8.count < room {
            var generator = SplitMix64(seed: seed &+ UInt64(index))
            text += "\(digits). " + FillerText.words(tokens: (room - text.utf8.count) / 4, &generator)
        }
        return text.prefix(room) + task
    }

    /// The text that one of `hash_ids` stands for.
    private static func block(_ id: Int, seed: UInt64) -> String {
        var generator = SplitMix64(seed: seed ^ UInt64(truncatingIfNeeded: id) &* 0x9E37_79B9_7F4A_7C15)
        let text =
            PromptNonce(seed: seed).digits(Int(UInt(truncatingIfNeeded: id) % UInt(PromptNonce.count))) + ". "
            + FillerText.words(tokens: blockTokens, &generator)
        return String(text.prefix(4 * blockTokens))
    }
}
