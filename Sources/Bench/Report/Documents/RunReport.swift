import ALCFJSON
import ALCFRecord

/// The report of a run as a list of sections. To add one, write a property here, or in a file `RunReport+Name.swift`,
/// and name it in ``sections``.
struct RunReport: Sendable {
    typealias Section = Document.Section
    typealias Block = Document.Block

    let analysis: Analysis
    private let report: Report

    init(_ analysis: Analysis) {
        self.analysis = analysis
        report = Report(analysis)
    }

    /// The sections in the order of a page: the verdict, the picture, the tables; what an expert wants comes last.
    private var sections: [Section] {
        [
            verdict, original, warnings, picture, figures, firstToken, machines, servers, charts, answers, limits,
            setting,
            definitions,
        ]
    }

    var document: Document {
        Document(title: report.title, notices: report.notices, blocks: sections.map(Block.section)) { [analysis] in
            SummaryJSON.json(analysis)
        }
    }

    private var verdict: Section {
        Section("verdict", "What the data show", .verdict, isInData: true, Block.lists(report.verdicts))
    }

    private var original: Section {
        Section("original", Report.originalHeading, .caveat, isInData: true, Block.lists(report.original))
    }

    private var warnings: Section {
        Section(
            "warnings", "Warnings", .caveat, isInData: true,
            report.warnings.map { .warning(Report.sentence($0.message), remedy: Report.sentence($0.remedy)) })
    }

    private var picture: Section {
        Section("picture", "At a glance", .picture, isInData: true, plots(HTMLCharts.outline))
    }

    private var figures: Section {
        Section(
            "figures", "Figures", .body, isInData: true,
            report.tables.map { table in
                var table = table
                // Differences stand among the sentences of the verdict.
                table.isDetail = table.isDetail || table.isText
                return .table(table)
            })
    }

    private var charts: Section {
        Section(
            "charts", "More charts", .picture, isInData: true,
            Block.details("Spread, growth with the answer's length, and course over time", plots(HTMLCharts.rest)))
    }

    private var limits: Section {
        Section("limits", "What the data cannot tell", .caveat, isInData: true, Block.lists(report.limits))
    }

    private var setting: Section {
        Section("setting", "Setting", .setting, isInData: true, Block.lists(report.setting))
    }

    private var definitions: Section {
        Section(
            "method", "Definitions", .reference, isInData: true,
            [
                .list(Definitions.sentences),
                .details(
                    "Every metric defined",
                    [
                        .definitions(
                            Metric.all.map { metric in
                                Document.Definition(
                                    name: metric.name, term: metric.title + (metric.unit.map { ", in \($0)" } ?? ""),
                                    text: [metric.definition, metric.note].compactMap { $0 }.joined(separator: " "))
                            })
                    ]),
            ])
    }

    /// Returns the drawings; those of each task, where a run mixes tasks. The course over time is that of all.
    private func plots(_ drawn: (HTMLCharts) -> () -> [Document.Plot]) -> [Block] {
        let parts =
            analysis.strata.isEmpty
            ? [HTMLCharts(analysis)]
            : analysis.strata.map { HTMLCharts($0.analysis, of: $0.title) } + [HTMLCharts(analysis, isMixed: true)]
        return parts.flatMap { drawn($0)() }.map(Block.plot)
    }
}

extension Document.Block {
    /// A list, or nothing where it would be empty.
    static func lists(_ items: [String]) -> [Self] { items.isEmpty ? [] : [.list(items)] }

    /// Blocks behind a line, or nothing where there are none.
    static func details(_ title: String, _ blocks: [Self]) -> [Self] {
        blocks.isEmpty ? [] : [.details(title, blocks)]
    }
}

extension Analysis {
    /// The report of the run.
    public var document: Document { RunReport(self).document }
}

extension TerminalReport {
    /// Returns the report of a run.
    package static func text(_ analysis: Analysis, width: Int? = 100, colour: Bool = false) -> String {
        text(analysis.document, width: width, colour: colour)
    }
}

extension MarkdownReport {
    /// Returns the report of a run.
    package static func text(_ analysis: Analysis) -> String { text(analysis.document) }
}

extension HTMLReport {
    /// Returns the report of a run.
    package static func text(_ analysis: Analysis) -> String { text(analysis.document) }
}
