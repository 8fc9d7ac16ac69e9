/// A sweep as one HTML file, as ``HTMLReport`` makes them.
public enum SweepHTML {
    /// The document.
    ///
    /// - Parameters:
    ///   - levels: the results, by load.
    ///   - targets: their names, and what to call them.
    ///   - isRate: whether a load is requests a second, not requests in flight.
    ///   - notices: what must be read first, as that all was simulated.
    ///   - findings: what was found, a sentence each.
    ///   - notes: how it is to be read, a sentence each.
    ///   - setting: what was run, a line each.
    public static func text(
        _ levels: [SweepLevel], targets: [(name: String, label: String)], isRate: Bool, notices: [String],
        findings: [String], notes: [String], setting: [String]
    ) -> String {
        let charts = SweepCharts(levels: levels, targets: targets, isRate: isRate)
        let title =
            "Throughput and latency over load: \(Report.list(targets.map(\.label)))"
        var body: [HTML] = [.tag("h1", [], .text(title))]
        body += notices.map { .tag("p", [("class", "alarm"), ("role", "alert")], .text($0)) }
        body.append(HTMLReport.section("verdict", "What the data show", [HTMLReport.list(findings)]))
        let drawn = charts.all()
        if !drawn.isEmpty { body.append(HTMLReport.section("charts", "Charts", drawn)) }
        body.append(HTMLReport.section("figures", "Figures", [charts.table()]))
        body.append(HTMLReport.section("setting", "Setting", [HTMLReport.list(setting)]))
        body.append(HTMLReport.section("method", "Method", [HTMLReport.list(notes)]))
        return HTMLReport.document(title, body)
    }
}
