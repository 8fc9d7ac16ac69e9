import ALCFSystem

/// The legend of a picture: a sample of each series with its name, in as many rows as it takes.
struct PictureLegend {
    /// The width of a sample.
    static let sample = 24.0

    /// A series with its place.
    struct Entry {
        let series: Int
        let name: String
        let x: Double
        let row: Int
    }

    let entries: [Entry]
    let rows: Int
    private let shapes: [Drawing.Shape]

    init(_ plot: Document.Plot, width: Double) {
        shapes = plot.drawing.shapes
        var (x, row) = (6.0, 0)
        entries = plot.legend.enumerated().map { series, name in
            let size = Self.sample + 5 + StrokeFont.width(name.safeOnOneLine, Picture.text)
            if x > 6, x + size > width - 6 { (x, row) = (6, row + 1) }
            defer { x += size + 18 }
            return Entry(series: series, name: name, x: x, row: row)
        }
        rows = plot.legend.isEmpty ? 0 : row + 1
    }

    /// Returns a sample of a series, made of what the drawing has of it.
    func sample(_ entry: Entry, at point: (Double, Double)) -> [Picture.Ink] {
        let own = shapes.filter { $0.series == entry.series }
        let (x, y) = point
        var result: [Picture.Ink] = []
        if let path = own.first(where: { if case .path = $0.form { !$0.has("band") } else { false } }) {
            let form = Drawing.Form.path([(x, y), (x + Self.sample, y)])
            result += PictureStyle.inks(Drawing.Shape(form: form, role: path.role, series: entry.series))
        }
        if own.contains(where: { if case .mark = $0.form { true } else { false } }) {
            result.append(PictureStyle.mark((x + Self.sample / 2, y), entry.series))
        }
        if result.isEmpty, let box = own.first(where: { if case .rectangle = $0.form { true } else { false } }) {
            let form = Drawing.Form.rectangle((x + 2, y - 5), (Self.sample - 4, 10))
            result += PictureStyle.inks(Drawing.Shape(form: form, role: box.role, series: entry.series))
        }
        return result
    }
}
