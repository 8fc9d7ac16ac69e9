import ALCFJSON
import ALCFSystem

/// The numbers of a drawing as comma-separated values: every point that is drawn, a row each, in the units of its axes.
enum PlotNumbers {
    /// The beginning of the first line, by which a file is known that may be replaced.
    static let mark = "series,shape,number,point"

    static func csv(_ plot: Document.Plot) -> String {
        let drawing = plot.drawing
        if drawing.x == nil, drawing.y == nil, let table = plot.table { return csv(table) }
        let columns = [drawing.x?.label, drawing.y?.label].compactMap(\.self)
        let shapes = drawing.shapes.filter(isData)
        let hasWords = shapes.contains { $0.title != nil }
        var rows = [[mark] + (columns + (hasWords ? ["about"] : [])).map { CSVExport.cell(.string($0)) }]
        var counts: [String: Int] = [:]
        for shape in shapes {
            let name = shape.series.flatMap { drawing.series.indices.contains($0) ? drawing.series[$0] : nil } ?? ""
            let kind = Self.kind(of: shape)
            counts["\(kind) \(name)", default: 0] += 1
            for (index, point) in points(shape).enumerated() {
                let values = [
                    drawing.x.map { $0.scale.value(at: point.0) }, drawing.y.map { $0.scale.value(at: point.1) },
                ].compactMap(\.self)
                rows.append(
                    [CSVExport.cell(.string(name)), kind, String(counts["\(kind) \(name)"] ?? 1), String(index + 1)]
                        + values.map(number) + (hasWords ? [CSVExport.cell(.string(shape.title ?? ""))] : []))
            }
        }
        return rows.map { $0.joined(separator: ",") + "\r\n" }.joined()
    }

    /// The table of a drawing without axes of numbers.
    private static func csv(_ table: Document.Table) -> String {
        ([[mark] + table.columns] + table.rows.map { row in [row.label, "table", "", ""] + row.cells.map(\.full) })
            .map { row in
                row.enumerated().map { $0.offset == 0 && row[0] == mark ? mark : CSVExport.cell(.string($0.element)) }
                    .joined(separator: ",") + "\r\n"
            }.joined()
    }

    private static func isData(_ shape: Drawing.Shape) -> Bool {
        if case .text = shape.form { return false }
        return shape.kind != "grid" && shape.kind != "axis"
    }

    private static func kind(of shape: Drawing.Shape) -> String {
        switch shape.kind {
        case "cross": "crossover"
        case "spread": "interval"
        case "band": shape.has("far") ? "band to p99" : "band to p95"
        case "bar", "failed": (shape.kind == "bar" ? "answered" : "failed") + (shape.has("wait") ? ", waiting" : "")
        case "": "shape"
        default: shape.kind
        }
    }

    private static func points(_ shape: Drawing.Shape) -> [(Double, Double)] {
        switch shape.form {
        case .line(let a, let b): [a, b]
        case .path(let points): points
        case .mark(let at), .circle(let at, _): [at]
        case .rectangle(let origin, let size): [origin, (origin.0 + size.0, origin.1 + size.1)]
        case .text: []
        }
    }

    /// A number to a millionth, without zeros at its end.
    private static func number(_ value: Double) -> String {
        let rounded = (value * 1e6).rounded() / 1e6
        guard rounded.isFinite else { return "" }
        return Int(exactly: rounded).map(String.init) ?? "\(rounded)"
    }
}

extension Chart.Scale {
    /// The value whose place is that.
    func value(at place: Double) -> Double { to == from ? low : low + (place - from) / (to - from) * (high - low) }
}
