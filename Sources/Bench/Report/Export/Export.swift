import ALCFJSON
public import ALCFRecord
import ALCFSystem

/// A run in the form that another program, or a paper, wants.
package enum Export: String, Sendable, Hashable, CaseIterable {
    /// One line for each request.
    case csv
    /// Format of `vllm bench serve --save-result --save-detailed`, for one target.
    case vllm
    /// A table for a paper.
    case latex
    /// A paragraph for its methods section.
    case methods
    /// The report.
    case markdown
    /// The summary.
    case json
    /// The report as one file for a browser.
    case html

    /// The text.
    ///
    /// - Parameter target: the target's name, for forms that hold one only.
    /// - Throws: ``BenchError`` where a form holds one target and there are several, or none of that name.
    package func text(_ analysis: Analysis, target: String? = nil) throws(BenchError) -> String {
        switch self {
        case .csv: CSVExport.text(analysis.record)
        case .vllm: VLLMExport.json(analysis, try Self.one(target, analysis)).serialized(.pretty) + "\n"
        case .latex: LaTeXReport.tables(analysis.document)
        case .methods: MethodsText.text(analysis).safeForTerminal + "\n"
        case .markdown: MarkdownReport.text(analysis)
        case .json: DocumentForm.json.text(analysis.document)
        case .html: HTMLReport.text(analysis)
        }
    }

    private static func one(_ name: String?, _ analysis: Analysis) throws(BenchError) -> TargetSummary {
        let names = analysis.targets.map(\.target.name)
        let found =
            name == nil && names.count == 1 ? analysis.targets.first : analysis.targets.first { $0.target.name == name }
        guard let found else {
            throw BenchError(
                .export,
                name.map { "there is no target '\($0)'" } ?? "this form holds one target, and there are \(names.count)",
                remedy: "give --target with one of \(names.joined(separator: ", "))")
        }
        return found
    }
}

extension BenchError.Code {
    /// A form that cannot hold what is to be exported.
    public static let export = BenchError.Code("export")
}
