/// The inks of pictures for papers, by the classes of the reports' style sheet. Targets differ in dash, in mark and in
/// brightness, so that a print without colour tells them apart.
enum PictureStyle {
    /// A colour; each part from 0 to 1.
    struct Colour: Sendable, Hashable {
        let red: Double
        let green: Double
        let blue: Double

        init(_ hex: UInt32) {
            (red, green, blue) = (
                Double(hex >> 16 & 255) / 255, Double(hex >> 8 & 255) / 255, Double(hex & 255) / 255
            )
        }
    }

    static let ink = Colour(0x00_0000)
    static let soft = Colour(0x33_3333)
    private static let paper = Colour(0xFF_FFFF)
    private static let line = Colour(0xD8_D8D8)
    private static let bad = Colour(0x9A_1B14)
    private static let series = [0x00_456F, 0xE0_7B00, 0x00_795A, 0xA3_437F, 0x6B_5FC7, 0x7A_6A00].map {
        Colour($0)
    }
    private static let dashes: [[Double]] = [[], [7, 3], [1.5, 3], [7, 3, 1.5, 3], [12, 4], [4, 2, 4, 5]]

    static func colour(_ series: Int?) -> Colour { series.map { Self.series[$0 % Self.series.count] } ?? ink }
    static func dash(_ series: Int?) -> [Double] { series.map { dashes[$0 % dashes.count] } ?? [] }

    /// Returns the inks of a shape that is no text.
    static func inks(_ shape: Drawing.Shape) -> [Picture.Ink] {
        let colour = colour(shape.series)
        switch shape.form {
        case .text: return []
        case .mark(let at): return [mark(at, shape.series ?? 0)]
        case .circle(let at, let radius):
            return [Picture.Ink(outline: Outline(circle: at, radius: radius), stroke: ink, width: 1.3)]
        case .line(let a, let b):
            let outline = Outline(through: [a, b])
            return switch shape.kind {
            case "grid": [Picture.Ink(outline: outline, stroke: line, width: 0.6)]
            case "axis": [Picture.Ink(outline: outline, stroke: ink, width: 0.9)]
            case "cross": [Picture.Ink(outline: outline, stroke: ink, width: 1.1, dash: [3, 3])]
            case "whisker": [Picture.Ink(outline: outline, stroke: ink, width: 0.9)]
            case "median": [Picture.Ink(outline: outline, stroke: ink, width: 2.4)]
            default: [Picture.Ink(outline: outline, stroke: colour, width: 1.3)]
            }
        case .path(let points):
            if shape.has("band") {
                return [
                    Picture.Ink(
                        outline: Outline(through: points, isClosed: true), fill: colour,
                        opacity: shape.has("far") ? 0.1 : 0.18)
                ]
            }
            if shape.kind == "mark" {
                return [Picture.Ink(outline: Outline(through: points, isClosed: true), fill: colour)]
            }
            return [
                Picture.Ink(
                    outline: Outline(through: points), stroke: colour, width: 1.6, dash: dash(shape.series))
            ]
        case .rectangle(let origin, let size): return rectangle(origin, size, shape, colour)
        }
    }

    private static func rectangle(
        _ origin: (Double, Double), _ size: (Double, Double), _ shape: Drawing.Shape, _ colour: Colour
    ) -> [Picture.Ink] {
        let corners = [
            origin, (origin.0 + size.0, origin.1), (origin.0 + size.0, origin.1 + size.1),
            (origin.0, origin.1 + size.1),
        ]
        let outline = Outline(through: corners, isClosed: true)
        switch shape.kind {
        case "box":
            return [
                Picture.Ink(outline: outline, fill: colour, opacity: 0.2),
                Picture.Ink(outline: outline, stroke: ink, width: 1.1),
            ]
        case "failed":
            // Crossed out, as red alone is lost in a print.
            var crossed = outline
            crossed.add(Outline(through: [corners[0], corners[2]]))
            crossed.add(Outline(through: [corners[1], corners[3]]))
            return [Picture.Ink(outline: crossed, stroke: bad, width: 0.9)]
        default:
            if shape.has("wait") {
                return [
                    Picture.Ink(outline: outline, fill: colour, opacity: 0.25),
                    Picture.Ink(outline: outline, stroke: colour, width: 0.5),
                ]
            }
            return [Picture.Ink(outline: outline, fill: colour)] + hatching(origin, size, shape.series ?? 0)
        }
    }

    /// White strokes over a bar that is wide enough for them, by which bars of one row are told apart without colour.
    private static func hatching(
        _ origin: (Double, Double), _ size: (Double, Double), _ series: Int
    ) -> [Picture.Ink] {
        guard series % 6 > 0, size.0 >= 6, size.1 >= 6 else { return [] }
        let (left, top, right, bottom) = (origin.0, origin.1, origin.0 + size.0, origin.1 + size.1)
        var lines = Outline()
        let gap = 4.5
        // Lines of one slope, cut at the bar's edges.
        func slanted(_ sign: Double) {
            for offset in stride(from: gap / 2 - size.1, to: size.0, by: gap) {
                let (from, to) = (max(0, -offset), min(size.1, size.0 - offset))
                guard from < to else { continue }
                func y(_ along: Double) -> Double { sign > 0 ? top + along : bottom - along }
                lines.add(Outline(through: [(left + offset + from, y(from)), (left + offset + to, y(to))]))
            }
        }
        switch series % 6 {
        case 1: slanted(-1)
        case 2: slanted(1)
        case 3:
            for y in stride(from: top + gap / 2, to: bottom, by: gap) {
                lines.add(Outline(through: [(left, y), (right, y)]))
            }
        case 4:
            slanted(1)
            slanted(-1)
        default:
            for x in stride(from: left + gap / 2, to: right, by: gap) {
                lines.add(Outline(through: [(x, top), (x, bottom)]))
            }
        }
        return [Picture.Ink(outline: lines, stroke: paper, width: 1)]
    }

    /// A mark whose form tells its series.
    static func mark(_ at: (Double, Double), _ series: Int) -> Picture.Ink {
        let (x, y) = at
        let colour = colour(series)
        func filled(_ outline: Outline) -> Picture.Ink { Picture.Ink(outline: outline, fill: colour, opacity: 0.75) }
        func open(_ outline: Outline) -> Picture.Ink { Picture.Ink(outline: outline, stroke: colour, width: 1.1) }
        switch series % 6 {
        case 0: return filled(Outline(circle: at, radius: 3))
        case 1:
            return open(
                Outline(
                    through: [(x - 2.7, y - 2.7), (x + 2.7, y - 2.7), (x + 2.7, y + 2.7), (x - 2.7, y + 2.7)],
                    isClosed: true))
        case 2: return filled(Outline(through: [(x, y - 3.8), (x + 3.5, y + 2.6), (x - 3.5, y + 2.6)], isClosed: true))
        case 3:
            return open(Outline(through: [(x, y - 3.9), (x + 3.9, y), (x, y + 3.9), (x - 3.9, y)], isClosed: true))
        case 4:
            var cross = Outline(through: [(x - 3, y - 3), (x + 3, y + 3)])
            cross.add(Outline(through: [(x + 3, y - 3), (x - 3, y + 3)]))
            return open(cross)
        default: return open(Outline(circle: at, radius: 3.1))
        }
    }
}
