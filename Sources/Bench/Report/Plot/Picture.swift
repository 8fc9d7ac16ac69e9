import ALCFSystem

/// A chart for a paper: the drawing with its legend on white, in inks that are told apart without colour, and with
/// labels that need no font.
struct Picture: Sendable {
    /// An outline with its paint.
    struct Ink: Sendable {
        var outline: Outline
        var stroke: PictureStyle.Colour?
        var width = 1.0
        var dash: [Double] = []
        var fill: PictureStyle.Colour?
        /// Of strokes and fills alike, from 0 to 1.
        var opacity = 1.0
        /// The text that the outline spells.
        var words: String?
    }

    let title: String
    let description: String
    /// In units, of which ``points`` is the size.
    let width: Double
    let height: Double
    private(set) var inks: [Ink] = []

    /// The size of a unit in points of 1/72 inch; a text is then 7.6 points high.
    static let points = 0.634
    /// The height of text in units.
    static let text = 12.0

    /// The width in units of a picture that is so wide in millimetres.
    static func units(millimetres: Double) -> Double { (millimetres / 25.4 * 72 / points).rounded() }

    /// - Parameter notices: what must be read before anything else; the first words of each are in the picture.
    init(_ plot: Document.Plot, notices: [String] = []) {
        let drawing = plot.drawing
        title = plot.title
        description = plot.description
        width = drawing.width
        let row = 17.0
        let words = notices.map(Self.brief)
        let keys = PictureLegend(plot, width: drawing.width)
        let top = row * Double(words.count + keys.rows) + (words.isEmpty && keys.rows == 0 ? 0 : 4)
        height = drawing.height + top
        for (index, text) in words.enumerated() {
            write(text, at: (6, row * Double(index) + 13), .start, colour: PictureStyle.ink)
        }
        for key in keys.entries {
            let y = row * Double(words.count + key.row) + 9
            inks += keys.sample(key, at: (key.x, y)).map { $0 }
            write(key.name, at: (key.x + PictureLegend.sample + 5, y + 4.3), .start, colour: PictureStyle.ink)
        }
        for shape in drawing.shapes { add(shape, down: top) }
    }

    /// `SIMULATED` of `SIMULATED: these figures …`; a whole sentence where it has no such beginning.
    private static func brief(_ notice: String) -> String {
        let head = notice.prefix { $0 != ":" }
        return head.count < 40 ? String(head) : String(notice.prefix(60))
    }

    private mutating func add(_ shape: Drawing.Shape, down: Double) {
        if case .text(let text, let at, let anchor, let isUpright) = shape.form {
            let colour = shape.has("label") ? PictureStyle.ink : PictureStyle.soft
            return write(text, at: (at.0, at.1 + down), anchor, colour: colour, isUpright: isUpright)
        }
        inks += PictureStyle.inks(shape).map { ink in
            var ink = ink
            ink.outline = ink.outline.mapped { ($0, $1 + down) }
            return ink
        }
    }

    private mutating func write(
        _ text: String, at: (Double, Double), _ anchor: Drawing.Anchor, colour: PictureStyle.Colour,
        isUpright: Bool = false
    ) {
        let text = text.safeOnOneLine
        inks.append(
            Ink(
                outline: StrokeFont.outline(text, at: at, anchor, isUpright: isUpright, size: Self.text),
                stroke: colour, width: StrokeFont.stroke * StrokeFont.scale(Self.text), words: text))
    }
}
