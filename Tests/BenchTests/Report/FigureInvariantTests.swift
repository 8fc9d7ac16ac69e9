import ALCFJSON
import Testing

@testable import ALCFRecord
@testable import ALCFReport

/// A ratio or difference stands beside the two figures that it is of, and is theirs: in every report, whatever the record.
@Suite struct FigureInvariantTests {
    /// A figure of a report; nil for a dash, a blank or words.
    private func number(_ text: String) -> (value: Double, step: Double)? {
        let word =
            text.replacing("−", with: "-").replacing("$-$", with: "-").split(separator: " ").first.map(String.init)
            ?? ""
        guard let value = Double(word) else { return nil }
        let decimals = word.split(separator: ".").dropFirst().first?.count ?? 0
        return (value, (0..<decimals).reduce(1) { step, _ in step / 10 })
    }

    private func check(_ label: String, _ cells: [String], isRatio: Bool, _ place: String) {
        guard cells.count >= 3, let compared = number(cells[2]) else { return }
        guard let first = number(cells[0]), let second = number(cells[1]) else {
            Issue.record("\(place): '\(label)' has \(cells[2]) beside \(cells[0]) and \(cells[1])")
            return
        }
        let expected = isRatio ? first.value / second.value : first.value - second.value
        // What rounding of the three may add up to.
        let slack =
            isRatio
            ? expected * (first.step / 2 / first.value + second.step / 2 / second.value) * 1.05 + compared.step / 2
            : (first.step + second.step + compared.step) / 2
        #expect(
            abs(expected - compared.value) <= slack + 1e-9,
            "\(place): '\(label)' has \(cells[2]) beside \(cells[0]) and \(cells[1])")
    }

    private func check(_ analysis: Analysis, _ name: String) {
        for table in Report(analysis).tables where table.columns.count >= 3 {
            let isRatio = table.columns[2].contains(" ÷ ")
            guard isRatio || table.columns[2].contains(" − ") else { continue }
            for row in table.rows { check(row.label, row.cells.map(\.text), isRatio: isRatio, name) }
        }
        var isRatio: Bool?
        for line in MarkdownReport.text(analysis).split(separator: "\n") {
            guard line.hasPrefix("|") else {
                isRatio = nil
                continue
            }
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
                .map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
            if cells[0].isEmpty {
                isRatio = cells.count > 3 ? cells[3].contains("÷") ? true : cells[3].contains("−") ? false : nil : nil
            } else if let isRatio {
                check(cells[0], Array(cells.dropFirst()), isRatio: isRatio, name + ", Markdown")
            }
        }
        for line in (try? Export.latex.text(analysis))?.split(separator: "\n") ?? [] where line.contains(" & ") {
            let cells = line.replacing("\\\\", with: "").split(separator: "&").map { String($0.drop { $0 == " " }) }
            // Only rows of ratios are told by their label here.
            guard
                ["geometric mean", "median", "first token", "first answer", "single-stream"].contains(where: {
                    cells[0].hasPrefix($0)
                })
            else { continue }
            check(cells[0], Array(cells.dropFirst()), isRatio: true, name + ", LaTeX")
        }
        let html = HTMLReport.text(analysis)
        for row in html.components(between: "<tr>", and: "</tr>") {
            let label = row.components(between: "scope=\"row\">", and: "</th>").first ?? ""
            guard
                ["geometric mean", "median", "first token, ", "first answer", "single-stream"].contains(where: {
                    label.hasPrefix($0)
                })
            else { continue }
            let cells = row.components(between: "<td>", and: "</td>").map {
                $0.split(separator: "<").first.map(String.init) ?? ""
            }
            check(label, cells, isRatio: true, name + ", HTML")
        }
        checkJSON(SummaryJSON.json(analysis), name)
    }

    private func checkJSON(_ json: JSONValue, _ name: String) {
        for comparison in json["comparison"]?.array ?? [] {
            for figure in ["latency", "ttft", "ttfa"] {
                guard let result = comparison[figure] else { continue }
                for (ratio, sides) in [("ratio", "geometric_means"), ("median_ratio", "medians")] {
                    guard let value = result[ratio]?.double else { continue }
                    let quotient = (result[sides]?["first"]?.double).flatMap { a in
                        (result[sides]?["second"]?.double).map { a / $0 }
                    }
                    #expect(isClose(quotient, value, 1e-9), "\(name): \(figure) \(ratio)")
                }
            }
            if let rate = comparison["output_rate"]?["ratio"]?.double {
                let rates = comparison["output_rate"]?["rates"]
                #expect(
                    isClose((rates?["first"]?.double ?? .nan) / (rates?["second"]?.double ?? .nan), rate, 1e-9),
                    "\(name)")
                for side in ["first", "second"] {
                    let target = comparison[side]?.string ?? ""
                    #expect(
                        json["summary"]?[target]?["single_stream_output_rate"]?.double != nil,
                        "\(name): a ratio without figures")
                }
            }
            for answers in [comparison["answers"], comparison["whole_answers"]] {
                guard let difference = answers?["f1_difference"]?.double else { continue }
                #expect(
                    isClose(
                        (answers?["f1"]?["first"]?.double ?? .nan) - (answers?["f1"]?["second"]?.double ?? .nan),
                        difference, 1e-9),
                    "\(name)")
            }
        }
    }

    @Test func theGoldenRecordHoldsThem() { check(Analysis(Fixture.record()), "golden") }

    @Test(arguments: 1...16) func randomRecordsHoldThem(_ seed: Int) {
        check(Analysis(RandomRecord.record(UInt64(seed))), "seed \(seed)")
    }

    /// Two thirds of the blocks have no partner: the levels of all requests are not those that are compared.
    @Test func aDifferenceHasARowOfItsOwnWhereItIsOfOtherRequests() throws {
        var record = Fixture.record(runs: 3)
        record.samples.removeAll { $0.target == "sophia" && $0.run > 1 }
        for index in record.samples.indices where record.samples[index].run > 1 {
            record.samples[index].score = SquadMetric.score("Answer: nothing", ["1900"])
        }
        check(Analysis(record), "thinned")
        let rows = Report(Analysis(record)).tables.flatMap(\.rows)
        let all = try #require(rows.first { $0.label == "F1, answer extracted" })
        let both = try #require(rows.first { $0.label == "F1, answer extracted, 8 questions of both" })
        #expect(all.cells[2].text.isEmpty)
        #expect(both.cells[0].text == "100.0" && !both.cells[2].text.isEmpty)
        #expect(rows.contains { $0.label == "geometric mean, 8 pairs" })
    }

    /// Under load there is no single-stream rate, and no ratio of any.
    @Test func aRatioNeverStandsAlone() {
        var record = Fixture.record()
        for index in record.samples.indices { record.samples[index].trace.start -= 60 }
        let analysis = Analysis(record)
        #expect(analysis.comparisons[0].outputRate == nil)
        let row = Report(analysis).tables.flatMap(\.rows).first { $0.label == "single-stream output tokens/s" }
        #expect(row?.cells.map(\.text) == ["–", "–", ""])
    }
}

extension String {
    fileprivate func components(between start: String, and end: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let from = rest.firstRange(of: start), let to = rest[from.upperBound...].firstRange(of: end) {
            parts.append(String(rest[from.upperBound..<to.lowerBound]))
            rest = rest[to.upperBound...]
        }
        return parts
    }
}
