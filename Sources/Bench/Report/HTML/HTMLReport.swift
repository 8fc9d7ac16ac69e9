import ALCFRecord
import ALCFStatistics

/// The report as one HTML file: no script, nothing from a network, readable in the dark, on a phone and on paper.
public enum HTMLReport {
    /// The document.
    public static func text(_ analysis: Analysis) -> String {
        let report = Report(analysis)
        var body: [HTML] = [.tag("h1", [], .text(report.title))]
        body += report.notices.map { .tag("p", [("class", "alarm"), ("role", "alert")], .text($0)) }
        if !report.original.isEmpty {
            body.append(section("original", Report.originalHeading, [list(report.original)]))
        }
        body.append(section("verdict", "What the data show", [list(report.verdicts)]))
        if !report.warnings.isEmpty {
            body.append(section("warnings", "Warnings", report.warnings.map(warning)))
        }
        body.append(section("figures", "Figures", report.tables.map(table)))
        let charts =
            analysis.strata.isEmpty
            ? HTMLCharts(analysis).all()
            : analysis.strata.flatMap { HTMLCharts($0.analysis, of: $0.title).spreads() }
                + [HTMLCharts(analysis).timeline()].compactMap(\.self)
        if !charts.isEmpty { body.append(section("charts", "Charts", charts)) }
        if let answers = HTMLAnswers(analysis).section() { body.append(section("answers", "Answers", answers)) }
        body.append(section("limits", "What the data cannot tell", [list(report.limits)]))
        body.append(section("setting", "Setting", [list(report.setting)]))
        body.append(section("method", "Method", [list(Definitions.sentences), glossary()]))
        return document(report.title, body)
    }

    /// A document with these parts; whatever they say, it loads and runs nothing.
    static func document(_ title: String, _ body: [HTML]) -> String {
        let head = HTML.tag(
            "head", [], .tag("meta", [("charset", "utf-8")]),
            .tag("meta", [("name", "viewport"), ("content", "width=device-width, initial-scale=1")]),
            .tag("meta", [("name", "color-scheme"), ("content", "light dark")]),
            .tag(
                "meta",
                [
                    ("http-equiv", "Content-Security-Policy"),
                    ("content", "default-src 'none'; style-src 'unsafe-inline'"),
                ]), .tag("title", [], .text(title)), .style(HTMLStyle.text))
        return "<!DOCTYPE html>\n"
            + HTML.tag("html", [("lang", "en")], head, .tag("body", [], .tag("main", [], all: body))).rendered + "\n"
    }

    static func section(_ id: String, _ heading: String, _ children: [HTML]) -> HTML {
        .tag("section", [("id", id)], .tag("h2", [], .text(heading)), .fragment(children))
    }

    static func list(_ sentences: [String]) -> HTML {
        .tag("ul", [], all: sentences.map { .tag("li", [], .text($0)) })
    }

    private static func warning(_ warning: Warning) -> HTML {
        .tag(
            "div", [("class", "warning")], .tag("p", [], .text(Report.sentence(warning.message))),
            .tag("p", [("class", "note")], .text("→ " + Report.sentence(warning.remedy))))
    }

    private static func table(_ table: Report.Table) -> HTML {
        grid(
            table.title, table.columns, numbers: !table.isText,
            table.rows.map { row in
                (
                    row.label,
                    row.cells.map { cell in
                        .fragment(
                            [.text(cell.text)]
                                + (cell.detail.map { [" ", .tag("span", [("class", "detail")], .text($0))] } ?? []))
                    }
                )
            })
    }

    /// A table that may be scrolled sideways where it is too wide.
    static func grid(
        _ caption: String, _ columns: [String], numbers: Bool = true, _ rows: [(label: String, cells: [HTML])]
    ) -> HTML {
        let head = HTML.tag(
            "tr", [], .tag("td"), .fragment(columns.map { .tag("th", [("scope", "col")], .text($0)) }))
        let body = rows.map { row in
            HTML.tag(
                "tr", [], .tag("th", [("scope", "row")], .text(row.label)),
                .fragment(row.cells.map { .tag("td", [], $0) }))
        }
        return .tag(
            "div", [("class", "scroll")],
            .tag(
                "table", [("class", numbers ? "numbers" : nil)], .tag("caption", [], .text(caption)),
                .tag("thead", [], head), .tag("tbody", [], all: body)))
    }

    private static func glossary() -> HTML {
        .tag(
            "details", [], .tag("summary", [], "Every metric defined"),
            .tag(
                "dl", [],
                all: Metric.all.flatMap { metric -> [HTML] in
                    let unit = metric.unit.map { ", in \($0)" } ?? ""
                    return [
                        .tag("dt", [], .tag("code", [], .text(metric.name)), .text(" \(metric.title)\(unit)")),
                        .tag(
                            "dd", [], .text([metric.definition, metric.note].compactMap { $0 }.joined(separator: " "))),
                    ]
                }))
    }
}
