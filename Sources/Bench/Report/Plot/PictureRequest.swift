package import ALCFRecord
import ALCFSystem

/// A wish for pictures, as in `paper.pdf` for all charts of a report, or `ecdf=latency.svg` for one.
package struct PictureRequest: Sendable, Hashable {
    /// The chart; nil for all of the report.
    package let chart: String?
    /// The path without its ending.
    package let base: String
    let format: Format

    /// A format of pictures.
    enum Format: String, CaseIterable, Sendable { case svg, pdf }

    /// A file that is to be written.
    package struct File: Sendable {
        /// The path.
        package let path: String
        /// The contents.
        package let bytes: [UInt8]
    }

    /// Reads a wish.
    ///
    /// - Throws: ``BenchError`` if it names no file of a known format.
    package init(_ text: String) throws(BenchError) {
        var path = text[...]
        var chart: String?
        if let sign = text.firstIndex(of: "="),
            text[..<sign].allSatisfy({ $0.isLetter || $0.isNumber || "-_#".contains($0) })
        {
            chart = String(text[..<sign])
            path = text[text.index(after: sign)...]
        }
        guard let format = Format.allCases.first(where: { path.lowercased().hasSuffix(".\($0.rawValue)") }),
            let name = path.split(separator: "/", omittingEmptySubsequences: false).last, name.count > 4
        else {
            throw BenchError(
                .plot, "'\(text)' is no name of a picture",
                remedy: "Give FILE.svg or FILE.pdf for all charts, or CHART=FILE.svg for one.")
        }
        (self.chart, self.base, self.format) = (chart, UserPath.expanded(String(path.dropLast(4))), format)
    }

    /// Returns the files of the charts that are wished for: each picture, and its numbers beside it.
    ///
    /// - Parameter millimetres: the width of the pictures.
    /// - Throws: ``BenchError`` if the report has no such chart, with the names of those it has.
    package static func files(
        _ requests: [PictureRequest], of document: Document, millimetres: Double
    ) throws(BenchError) -> [File] {
        let plots = document.plots(width: Picture.units(millimetres: millimetres))
        var files: [File] = []
        for request in requests {
            for file in try request.files(plots, document.notices) {
                guard let same = files.first(where: { $0.path == file.path }) else {
                    files.append(file)
                    continue
                }
                // The numbers of one chart in two formats are the same.
                guard same.bytes == file.bytes else {
                    throw BenchError(
                        .plot, "two charts would be written to \(file.path)", remedy: "Give each a name of its own.")
                }
            }
        }
        return files
    }

    private func files(_ plots: [Document.Plot], _ notices: [String]) throws(BenchError) -> [File] {
        guard !plots.isEmpty else {
            throw BenchError(
                .plot, "this report has no charts", remedy: "There is too little to draw in what was measured.")
        }
        var names: [String] = []
        for plot in plots {
            let same = names.count { $0 == plot.id || $0.hasPrefix("\(plot.id)#") }
            names.append(same == 0 ? plot.id : "\(plot.id)#\(same + 1)")
        }
        let chosen = zip(names, plots).filter { chart == nil || $0.0 == chart }
        guard !chosen.isEmpty else {
            throw BenchError(
                .plot, "this report has no chart '\(chart ?? "")'",
                remedy: "Its charts are \(names.joined(separator: ", ")).")
        }
        return chosen.flatMap { name, plot in
            let path = chart == nil ? "\(base)-\(name)" : base
            let picture = Picture(plot, notices: notices)
            return [
                File(
                    path: "\(path).\(format.rawValue)", bytes: format == .svg ? Array(picture.svg.utf8) : picture.pdf),
                File(path: "\(path).csv", bytes: Array(PlotNumbers.csv(plot).utf8)),
            ]
        }
    }

    /// Whether a file begins as one that this writes, so that it may be replaced.
    package static func isOwn(_ start: [UInt8]) -> Bool {
        let text = String(decoding: start.prefix(64), as: UTF8.self)
        return text.hasPrefix(Picture.svgMark) || text.hasPrefix("%PDF-1.4\n\(Picture.pdfMark)")
            || text.hasPrefix(PlotNumbers.mark)
    }
}

extension BenchError.Code {
    /// A picture that was asked for cannot be made.
    package static let plot = BenchError.Code("plot")
}
