package import ALCFJSON
package import ALCFRecord
package import ALCFSystem

/// The sums of what passed through the local server, by day, cluster and model.
package struct UsageSummary: Sendable, Hashable {
    /// Sums of one model on one cluster on one day.
    package struct Row: Sendable, Hashable {
        /// Day, as in `2026-11-27`, in the zone of this machine.
        package var day: String
        /// Cluster; nil where none was reached.
        package var cluster: String?
        /// Model, or the name that was asked for where none was reached.
        package var model: String
        /// Requests, those that failed or were broken off among them.
        package var requests = 0
        /// Requests to which no whole answer came.
        package var failures = 0
        /// Requests that the client, or a stop of the local server, broke off.
        package var brokenOff = 0
        /// Tokens of prompts, where the server counted.
        package var promptTokens = 0
        /// Generated tokens, where the server counted.
        package var completionTokens = 0
        /// Whole answers of which the server did not count the tokens.
        package var uncounted = 0
        /// Seconds to the first token of each streamed answer.
        var firstTokens: [Double] = []

        /// Adds the sums of another row.
        mutating func add(_ other: Row) {
            requests += other.requests
            failures += other.failures
            brokenOff += other.brokenOff
            promptTokens = promptTokens.addingClamped(other.promptTokens)
            completionTokens = completionTokens.addingClamped(other.completionTokens)
            uncounted += other.uncounted
        }

        /// Median time to the first token in seconds; nil for no streamed answer.
        package var medianFirstToken: Double? {
            let sorted = firstTokens.sorted()
            guard !sorted.isEmpty else { return nil }
            let middle = sorted.count / 2
            return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        }
    }

    /// In the order of days, then of names.
    package let rows: [Row]

    private struct Key: Hashable {
        let day: String
        let cluster: String?
        let model: String
    }

    /// - Parameter day: returns the day of a time in seconds since 1970.
    package init(_ lines: [ServedLine], day: (Double) -> String = UsageSummary.day) {
        var sums: [Key: Row] = [:]
        for line in lines {
            let key = Key(day: day(line.time), cluster: line.cluster, model: line.model ?? line.asked)
            var row = sums[key] ?? Row(day: key.day, cluster: key.cluster, model: key.model)
            row.requests += 1
            if line.isBrokenOff { row.brokenOff += 1 } else if line.errorCode != nil { row.failures += 1 }
            row.promptTokens = row.promptTokens.addingClamped(line.promptTokens ?? 0)
            row.completionTokens = row.completionTokens.addingClamped(line.completionTokens ?? 0)
            if line.errorCode == nil, line.completionTokens == nil { row.uncounted += 1 }
            if line.errorCode == nil, let first = line.firstToken { row.firstTokens.append(first) }
            sums[key] = row
        }
        rows = sums.values.sorted { ($0.day, $0.cluster ?? "", $0.model) < ($1.day, $1.cluster ?? "", $1.model) }
    }

    /// Returns the day of a time, in the zone of this machine.
    package static func day(_ time: Double) -> String {
        let local = LocalTime(Int(clamping: time))
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(local.year)-\(two(local.month))-\(two(local.day))"
    }

    /// The rows, and their sum where there are several.
    package var table: TextTable {
        var table = TextTable(
            "DAY", "CLUSTER", "MODEL", "REQUESTS", "FAILED", "BROKEN OFF", "PROMPT TOKENS", "OUTPUT TOKENS",
            "FIRST TOKEN")
        for row in rows {
            table.add(
                row.day, row.cluster, row.model, "\(row.requests)", "\(row.failures)", "\(row.brokenOff)",
                "\(row.promptTokens)", tokens(row), row.medianFirstToken.map { "\(NumberText.fixed($0, 2)) s" })
        }
        if rows.count > 1 {
            let all = rows.reduce(into: Row(day: "all", model: "")) { $0.add($1) }
            table.add(
                all.day, "", "", "\(all.requests)", "\(all.failures)", "\(all.brokenOff)", "\(all.promptTokens)",
                tokens(all), "")
        }
        return table
    }

    private func tokens(_ row: Row) -> String {
        "\(row.completionTokens)" + (row.uncounted > 0 ? " (\(row.uncounted) answers uncounted)" : "")
    }

    /// The rows as a document.
    package var json: JSONValue {
        [
            "usage": .array(
                rows.map { row in
                    [
                        "day": .string(row.day), "cluster": JSONValue(row.cluster), "model": .string(row.model),
                        "requests": .int(row.requests), "failures": .int(row.failures),
                        "broken_off": .int(row.brokenOff),
                        "prompt_tokens": .int(row.promptTokens), "completion_tokens": .int(row.completionTokens),
                        "answers_uncounted": .int(row.uncounted), "median_ttft_s": JSONValue(row.medianFirstToken),
                    ]
                })
        ]
    }
}
