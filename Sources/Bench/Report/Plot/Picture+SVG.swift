import ALCFSystem

extension Picture {
    /// The first line of an SVG of ours, by which a file is known that may be replaced.
    static let svgMark = "<!-- picture by alcf -->"

    /// The picture as a file of SVG 1.1, with labels as outlines, and the words of each as its name for readers who do
    /// not see it.
    var svg: String {
        let millimetres = { (units: Double) in Self.number(units * Self.points / 72 * 25.4) + "mm" }
        let root = HTML.tag(
            "svg",
            [
                ("xmlns", "http://www.w3.org/2000/svg"), ("width", millimetres(width)),
                ("height", millimetres(height)), ("viewBox", "0 0 \(Self.number(width)) \(Self.number(height))"),
                ("role", "img"), ("fill", "none"), ("stroke-linecap", "round"), ("stroke-linejoin", "round"),
            ],
            .tag("title", [], .text(title)), .tag("desc", [], .text(description)),
            .tag("rect", [("width", "100%"), ("height", "100%"), ("fill", "#fff")]),
            .fragment(inks.map(Self.element)))
        return "\(Self.svgMark)\n\(root.rendered)\n"
    }

    private static func element(_ ink: Ink) -> HTML {
        let isFaint = ink.opacity < 1
        return .tag(
            "path",
            [
                ("d", data(ink.outline)), ("stroke", ink.stroke.map(hex)),
                ("stroke-width", ink.stroke.map { _ in number(ink.width) }),
                ("stroke-dasharray", ink.dash.isEmpty ? nil : ink.dash.map(number).joined(separator: " ")),
                ("stroke-linecap", ink.dash.isEmpty ? nil : "butt"), ("fill", ink.fill.map(hex)),
                ("opacity", isFaint ? number(ink.opacity) : nil),
                ("role", ink.words == nil ? nil : "img"), ("aria-label", ink.words),
            ])
    }

    private static func data(_ outline: Outline) -> String {
        outline.steps.map { step in
            switch step {
            case .move(let point): "M\(pair(point))"
            case .line(let point): "L\(pair(point))"
            case .curve(let a, let b, let c): "C\(pair(a)) \(pair(b)) \(pair(c))"
            case .close: "Z"
            }
        }.joined()
    }

    static func pair(_ point: (Double, Double)) -> String { "\(number(point.0)) \(number(point.1))" }

    private static func hex(_ colour: PictureStyle.Colour) -> String {
        let digits = [colour.red, colour.green, colour.blue].map { part in
            let text = String(Int(clamping: (part * 255).rounded()), radix: 16)
            return text.count < 2 ? "0" + text : text
        }
        return "#" + digits.joined()
    }

    /// A number to a hundredth, without zeros at its end.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let hundredths = Int(clamping: (min(max(value, -1e9), 1e9) * 100).rounded())
        let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
        let digits = rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : ".\(rest < 10 ? "0" : "")\(rest)"
        return (hundredths < 0 ? "-" : "") + String(whole) + digits
    }
}
