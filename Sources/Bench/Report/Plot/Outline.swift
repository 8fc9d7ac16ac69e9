import ALCFSystem

/// Lines and curves, as SVG and PDF know them.
struct Outline: Sendable {
    /// A step of the pen.
    enum Step: Sendable {
        case move((Double, Double))
        case line((Double, Double))
        case curve((Double, Double), (Double, Double), (Double, Double))
        case close
    }

    private(set) var steps: [Step] = []

    init(_ steps: [Step] = []) { self.steps = steps }

    /// A line through points.
    init(through points: [(Double, Double)], isClosed: Bool = false) {
        guard let first = points.first else { return }
        steps = [.move(first)] + points.dropFirst().map(Step.line) + (isClosed ? [.close] : [])
    }

    /// A circle of four curves.
    init(circle centre: (Double, Double), radius: Double) {
        let (x, y) = centre
        steps = [.move((x + radius, y))]
        for (a, b) in [((1.0, 0.0), (0.0, 1.0)), ((0, 1), (-1, 0)), ((-1, 0), (0, -1)), ((0, -1), (1, 0))] {
            func point(_ from: (Double, Double), _ to: (Double, Double)) -> (Double, Double) {
                (x + radius * (from.0 + Self.quarter * to.0), y + radius * (from.1 + Self.quarter * to.1))
            }
            steps.append(.curve(point(a, b), point(b, a), (x + radius * b.0, y + radius * b.1)))
        }
        steps.append(.close)
    }

    /// The strokes of a letter; see `strokeGlyphs`.
    init(strokes: String) {
        var words = strokes.split(separator: " ")[...]
        var pen = (0.0, 0.0)
        while let word = words.popFirst(), let letter = word.first {
            var numbers = [Double(word.dropFirst())]
            for _ in 1..<(letter == "C" ? 6 : 2) { numbers.append(words.popFirst().flatMap { Double($0) }) }
            let values = numbers.map { $0 ?? 0 }
            let end = (values[values.count - 2], values[values.count - 1])
            switch letter {
            case "M": steps.append(.move(end))
            case "L": steps.append(.line(end))
            case "H":
                steps.append(
                    .curve(
                        (pen.0 + Self.quarter * (end.0 - pen.0), pen.1),
                        (end.0, end.1 + Self.quarter * (pen.1 - end.1)), end))
            case "V":
                steps.append(
                    .curve(
                        (pen.0, pen.1 + Self.quarter * (end.1 - pen.1)),
                        (end.0 + Self.quarter * (pen.0 - end.0), end.1), end))
            default: steps.append(.curve((values[0], values[1]), (values[2], values[3]), end))
            }
            pen = end
        }
    }

    /// The share of a radius at which a cubic curve's control point makes a quarter of a circle.
    private static let quarter = 0.552_284_75

    mutating func add(_ other: Outline) { steps += other.steps }

    /// Returns the same with each point moved.
    func mapped(_ move: (Double, Double) -> (Double, Double)) -> Outline {
        Outline(
            steps.map { step in
                switch step {
                case .move(let point): .move(move(point.0, point.1))
                case .line(let point): .line(move(point.0, point.1))
                case .curve(let a, let b, let c): .curve(move(a.0, a.1), move(b.0, b.1), move(c.0, c.1))
                case .close: .close
                }
            })
    }
}
