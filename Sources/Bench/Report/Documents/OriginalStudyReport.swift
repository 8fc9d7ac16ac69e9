import ALCFStatistics
import ALCFSystem

/// The report of a file of the original study: its own figures, made again, beside the right ones.
extension AsPublished {
    private static let columns = ["in the file", "reproduced", "corrected"]

    /// The report: for each endpoint a table, then the ratios.
    package var document: Document {
        let tables =
            endpoints.map { endpoint in
                Self.table(
                    endpoint.name, endpoint.figures.map { ($0.name, [$0.published, $0.reproduced, $0.corrected]) })
            } + (endpoints.count == 2 ? [Self.ratios(endpoints[0], endpoints[1])] : [])
        return Document(
            title: "The original study's figures, as published and corrected",
            blocks: [
                .section(.init("figures", "Figures", .body, tables.map(Document.Block.table))),
                .section(
                    .init(
                        "method", "Method", .caveat,
                        [
                            .list([
                                "As published: the upper of the two middle values as the median, and prompt tokens among the tokens.",
                                "Corrected: true median, output tokens only.",
                            ])
                        ])),
            ])
    }

    private static func ratios(
        _ first: (name: String, figures: [Figure]), _ second: (name: String, figures: [Figure])
    ) -> Document.Table {
        func ratio(_ a: Double?, _ b: Double?) -> Double? { a.flatMap { a in b.flatMap { $0 != 0 ? a / $0 : nil } } }
        return table(
            "\(first.name) ÷ \(second.name)",
            zip(first.figures, second.figures).map { a, b in
                (
                    a.name,
                    [
                        ratio(a.published, b.published), ratio(a.reproduced, b.reproduced),
                        ratio(a.corrected, b.corrected),
                    ]
                )
            })
    }

    private static func table(_ title: String, _ rows: [(String, [Double?])]) -> Document.Table {
        Document.Table(title, columns, rows.map { ($0.0, $0.1.map { NumberText.significant($0, 4) }) })
    }
}
