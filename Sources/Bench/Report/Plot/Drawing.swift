import ALCFSystem

/// A drawing as shapes, in units of a screen's pixels, with y growing downwards. A report's page shows it in the
/// colours of its style sheet, a paper as a ``Picture``.
struct Drawing: Sendable {
    let width: Double
    let height: Double
    let shapes: [Shape]
    /// The axes; nil for one without numbers.
    let x: Axis?
    let y: Axis?
    /// The names of the series that shapes belong to.
    let series: [String]

    /// An axis with numbers.
    struct Axis: Sendable {
        let label: String
        let scale: Chart.Scale
    }

    /// A shape, and its meaning.
    struct Shape: Sendable {
        let form: Form
        /// The classes of the style sheet.
        let role: String?
        /// The series that it belongs to; nil for none.
        let series: Int?
        /// Words that a reader sees on pointing at it.
        let title: String?

        init(form: Form, role: String?, series: Int? = nil, title: String? = nil) {
            self.form = form
            self.role = role
            self.title = title
            self.series =
                series
                ?? role?.split(separator: " ").compactMap { $0.first == "t" ? Int($0.dropFirst()) : nil }.first
        }

        /// The first of its classes: its kind.
        var kind: String { role?.split(separator: " ").first.map(String.init) ?? "" }

        /// Whether one of its classes is that.
        func has(_ name: Substring) -> Bool { role?.split(separator: " ").contains(name) ?? false }
    }

    /// The geometry of a shape.
    enum Form: Sendable {
        case line((Double, Double), (Double, Double))
        case path([(Double, Double)])
        case mark((Double, Double))
        case circle((Double, Double), radius: Double)
        case rectangle((Double, Double), (Double, Double))
        case text(String, (Double, Double), Anchor, isUpright: Bool)
    }

    /// The point of a text that is at its place.
    enum Anchor: String, Sendable { case start, middle, end }
}

extension Drawing {
    /// The drawing for a page, with the words of its plot.
    func html(_ plot: Document.Plot) -> HTML {
        .tag(
            "svg",
            [
                ("viewBox", "0 0 \(Chart.n(width)) \(Chart.n(height))"), ("role", "img"),
                ("aria-labelledby", "\(plot.id)-t \(plot.id)-d"),
            ],
            .tag("title", [("id", "\(plot.id)-t")], .text(plot.title)),
            .tag("desc", [("id", "\(plot.id)-d")], .text(plot.description)), .fragment(shapes.map(\.html)))
    }
}

extension Drawing.Shape {
    fileprivate var html: HTML {
        let n = Chart.n
        let children = title.map { [HTML.tag("title", [], .text($0))] } ?? []
        func box(_ origin: (Double, Double), _ size: (Double, Double)) -> HTML {
            .tag(
                "rect",
                [
                    ("x", n(origin.0)), ("y", n(origin.1)), ("width", n(size.0)), ("height", n(size.1)),
                    ("class", role),
                ], all: children)
        }
        func circle(_ at: (Double, Double), _ radius: Double) -> HTML {
            .tag("circle", [("cx", n(at.0)), ("cy", n(at.1)), ("r", n(radius)), ("class", role)], all: children)
        }
        switch form {
        case .line(let a, let b):
            return .tag(
                "line", [("x1", n(a.0)), ("y1", n(a.1)), ("x2", n(b.0)), ("y2", n(b.1)), ("class", role)])
        case .path(let points):
            let first = points.first.map { "M\(n($0.0)) \(n($0.1))" } ?? ""
            let rest = points.dropFirst().map { "L\(n($0.0)) \(n($0.1))" }.joined()
            return .tag("path", [("d", first + rest), ("class", role)])
        case .mark(let at):
            return (series ?? 0).isMultiple(of: 2)
                ? circle(at, 3.2) : box((at.0 - 2.8, at.1 - 2.8), (5.6, 5.6))
        case .circle(let at, let radius): return circle(at, radius)
        case .rectangle(let origin, let size): return box(origin, size)
        case .text(let text, let at, let anchor, isUpright: true):
            return .tag(
                "text",
                [
                    ("transform", "translate(\(n(at.0)) \(n(at.1))) rotate(-90)"), ("text-anchor", anchor.rawValue),
                    ("class", role),
                ], .text(text))
        case .text(let text, let at, let anchor, isUpright: false):
            return .tag(
                "text", [("x", n(at.0)), ("y", n(at.1)), ("text-anchor", anchor.rawValue), ("class", role)],
                .text(text))
        }
    }
}
