import ALCFStatistics
import ALCFSystem
import Glibc

/// A drawing area with axes, in SVG. Every drawing has a title and a description, for those who do not see it.
struct Chart {
    /// A range of values on a line of the drawing.
    struct Scale {
        let low: Double
        let high: Double
        let from: Double
        let to: Double

        func callAsFunction(_ value: Double) -> Double {
            high > low ? from + (value - low) / (high - low) * (to - from) : (from + to) / 2
        }

        /// The digits after the point that tell neighbouring ticks apart.
        var decimals: Int { high > low ? max(0, -Int(clamping: max(-12, log10(step + 1e-12)).rounded(.down))) : 0 }

        private var step: Double {
            let unit = pow(10, log10((high - low) / 6).rounded(.down))
            return [1, 2, 5, 10].map { $0 * unit }.first { (high - low) / $0 <= 7 } ?? 10 * unit
        }

        /// Round values on the scale, four to eight of them.
        var ticks: [Double] {
            guard high > low, (high - low).isFinite else { return [low] }
            let step = step
            let first = Int(clamping: (low / step).rounded(.up))
            let last = Int(clamping: (high / step + 1e-9).rounded(.down))
            return first <= last && last.addingClamped(-20) <= first ? (first...last).map { Double($0) * step } : []
        }
    }

    static let width = 640.0
    let height: Double
    let x: Scale
    let y: Scale
    private let left: Double
    private(set) var shapes: [HTML] = []

    /// An area with room for axes; `yLabels` are wider than numbers.
    init(height: Double = 300, left: Double = 64, x: ClosedRange<Double>, y: ClosedRange<Double>) {
        self.height = height
        self.left = left
        self.x = Scale(low: x.lowerBound, high: x.upperBound, from: left, to: Self.width - 14)
        self.y = Scale(low: y.lowerBound, high: y.upperBound, from: height - 44, to: 14)
    }

    package mutating func add(_ shape: HTML) { shapes.append(shape) }

    mutating func xAxis(_ label: String) {
        for tick in x.ticks {
            line((x(tick), y.to), (x(tick), y.from), class: "grid")
            text(NumberText.fixed(tick, x.decimals), at: (x(tick), y.from + 17), anchor: "middle")
        }
        line((left, y.from), (Self.width - 14, y.from), class: "axis")
        text(label, at: ((left + Self.width - 14) / 2, height - 8), anchor: "middle", class: "label")
    }

    mutating func yAxis(_ label: String, format: ((Double) -> String)? = nil) {
        for tick in y.ticks {
            line((left, y(tick)), (Self.width - 14, y(tick)), class: "grid")
            text(format?(tick) ?? NumberText.fixed(tick, y.decimals), at: (left - 7, y(tick) + 4), anchor: "end")
        }
        add(
            .tag(
                "text",
                [
                    ("transform", "translate(13 \(Self.n((y.from + y.to) / 2))) rotate(-90)"),
                    ("text-anchor", "middle"),
                    ("class", "label"),
                ], .text(label)))
    }

    mutating func line(_ a: (Double, Double), _ b: (Double, Double), class name: String) {
        add(
            .tag(
                "line",
                [
                    ("x1", Self.n(a.0)), ("y1", Self.n(a.1)), ("x2", Self.n(b.0)), ("y2", Self.n(b.1)), ("class", name),
                ]))
    }

    mutating func path(_ points: [(Double, Double)], class name: String) {
        guard let first = points.first else { return }
        let rest = points.dropFirst().map { "L\(Self.n($0.0)) \(Self.n($0.1))" }.joined()
        add(.tag("path", [("d", "M\(Self.n(first.0)) \(Self.n(first.1))" + rest), ("class", name)]))
    }

    /// A mark whose form differs between targets, so that colour is not needed to tell them apart.
    mutating func mark(_ at: (Double, Double), target: Int, title: String? = nil) {
        let name = "mark t\(target % 6)"
        let children = title.map { [HTML.tag("title", [], .text($0))] } ?? []
        if target.isMultiple(of: 2) {
            add(
                .tag(
                    "circle", [("cx", Self.n(at.0)), ("cy", Self.n(at.1)), ("r", "3.2"), ("class", name)], all: children
                ))
        } else {
            rectangle((at.0 - 2.8, at.1 - 2.8), (5.6, 5.6), class: name, children)
        }
    }

    /// A circle around a mark.
    mutating func ring(_ at: (Double, Double), radius: Double) {
        add(
            .tag(
                "circle",
                [("cx", Self.n(at.0)), ("cy", Self.n(at.1)), ("r", Self.n(radius)), ("class", "knee")]))
    }

    mutating func rectangle(
        _ origin: (Double, Double), _ size: (Double, Double), class name: String, _ children: [HTML] = []
    ) {
        add(
            .tag(
                "rect",
                [
                    ("x", Self.n(origin.0)), ("y", Self.n(origin.1)), ("width", Self.n(max(size.0, 0.6))),
                    ("height", Self.n(size.1)), ("class", name),
                ], all: children))
    }

    mutating func text(
        _ text: String, at: (Double, Double), anchor: String = "start", class name: String? = nil
    ) {
        add(
            .tag(
                "text", [("x", Self.n(at.0)), ("y", Self.n(at.1)), ("text-anchor", anchor), ("class", name)],
                .text(text)))
    }

    /// The drawing with its words, and what it shows as a table.
    func figure(
        id: String, title: String, description: String, legend: [String], fallback: Document.Table?
    ) -> Document.Plot {
        let svg = HTML.tag(
            "svg",
            [
                ("viewBox", "0 0 \(Self.n(Self.width)) \(Self.n(height))"), ("role", "img"),
                ("aria-labelledby", "\(id)-t \(id)-d"),
            ],
            .tag("title", [("id", "\(id)-t")], .text(title)),
            .tag("desc", [("id", "\(id)-d")], .text(description)), .fragment(shapes))
        return Document.Plot(
            id: id, title: title, description: description, legend: legend, table: fallback, drawing: svg)
    }

    /// A coordinate to a tenth.
    static func n(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let tenths = Int(clamping: (min(max(value, -1e9), 1e9) * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}
