import ALCFStatistics
import ALCFSystem
import Glibc

/// A drawing area with axes. Every drawing has a title and a description, for those who do not see it.
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

    /// The width of drawings that are made in a task: that of a report's page, or of a picture for a paper.
    @TaskLocal static var width = 640.0

    let height: Double
    let width = Self.width
    let x: Scale
    let y: Scale
    private let left: Double
    private var axes: (x: Drawing.Axis?, y: Drawing.Axis?)
    private(set) var shapes: [Drawing.Shape] = []

    /// An area with room for axes; `yLabels` are wider than numbers.
    init(height: Double = 300, left: Double = 64, x: ClosedRange<Double>, y: ClosedRange<Double>) {
        self.height = height
        self.left = left
        self.x = Scale(low: x.lowerBound, high: x.upperBound, from: left, to: width - 14)
        self.y = Scale(low: y.lowerBound, high: y.upperBound, from: height - 44, to: 14)
    }

    private mutating func add(_ form: Drawing.Form, _ role: String?, series: Int? = nil, title: String? = nil) {
        shapes.append(Drawing.Shape(form: form, role: role, series: series, title: title))
    }

    mutating func xAxis(_ label: String) {
        axes.x = Drawing.Axis(label: label, scale: x)
        // A narrow drawing has room for fewer numbers.
        let ticks = x.ticks
        let step = max(1, Int((Double(ticks.count) / max(2, (x.to - x.from) / 48)).rounded(.up)))
        for tick in stride(from: 0, to: ticks.count, by: step).map({ ticks[$0] }) {
            line((x(tick), y.to), (x(tick), y.from), class: "grid")
            text(NumberText.fixed(tick, x.decimals), at: (x(tick), y.from + 17), anchor: "middle")
        }
        line((left, y.from), (width - 14, y.from), class: "axis")
        text(label, at: ((left + width - 14) / 2, height - 8), anchor: "middle", class: "label")
    }

    mutating func yAxis(_ label: String, format: ((Double) -> String)? = nil) {
        axes.y = Drawing.Axis(label: label, scale: y)
        for tick in y.ticks {
            line((left, y(tick)), (width - 14, y(tick)), class: "grid")
            text(format?(tick) ?? NumberText.fixed(tick, y.decimals), at: (left - 7, y(tick) + 4), anchor: "end")
        }
        add(.text(label, (13, (y.from + y.to) / 2), .middle, isUpright: true), "label")
    }

    mutating func line(_ a: (Double, Double), _ b: (Double, Double), class name: String, series: Int? = nil) {
        add(.line(a, b), name, series: series)
    }

    mutating func path(_ points: [(Double, Double)], class name: String) {
        if !points.isEmpty { add(.path(points), name) }
    }

    /// A mark whose form differs between targets, so that colour is not needed to tell them apart.
    mutating func mark(_ at: (Double, Double), target: Int, title: String? = nil) {
        add(.mark(at), "mark t\(target % 6)", series: target, title: title)
    }

    /// A circle around a mark.
    mutating func ring(_ at: (Double, Double), radius: Double) { add(.circle(at, radius: radius), "knee") }

    /// - Parameter series: the target whose it is, where its class does not say so.
    mutating func rectangle(
        _ origin: (Double, Double), _ size: (Double, Double), class name: String, series: Int? = nil,
        title: String? = nil
    ) {
        add(.rectangle(origin, (max(size.0, 0.6), size.1)), name, series: series, title: title)
    }

    mutating func text(
        _ text: String, at: (Double, Double), anchor: String = "start", class name: String? = nil
    ) {
        add(.text(text, at, Drawing.Anchor(rawValue: anchor) ?? .start, isUpright: false), name)
    }

    /// The drawing with its words, and what it shows as a table.
    ///
    /// - Parameter series: the names of the targets, where the drawing has them and there is no legend.
    func figure(
        id: String, title: String, description: String, legend: [String], fallback: Document.Table?,
        series: [String]? = nil
    ) -> Document.Plot {
        let drawing = Drawing(
            width: width, height: height, shapes: shapes, x: axes.x, y: axes.y, series: series ?? legend)
        return Document.Plot(
            id: id, title: title, description: description, legend: legend, table: fallback, drawing: drawing)
    }

    /// A coordinate to a tenth.
    static func n(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let tenths = Int(clamping: (min(max(value, -1e9), 1e9) * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(sign)\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}
