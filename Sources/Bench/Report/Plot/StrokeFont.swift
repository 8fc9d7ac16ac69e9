import ALCFSystem

/// A font of strokes, of our own design, for pictures that are sent to journals. A label that is drawn needs no font:
/// nothing is missing where there is none, and no check for embedded fonts can refuse it.
enum StrokeFont {
    /// The height of a capital, in the units of the letters.
    static let capital = 14.0
    /// Room between two letters.
    static let gap = 3.4
    /// The width of a stroke.
    static let stroke = 1.55

    /// The size of a unit of the letters at a size of text, whose capitals are 0.72 of it.
    static func scale(_ size: Double) -> Double { size * 0.72 / capital }

    /// A letter: its width, and its strokes from the left of it.
    struct Glyph: Sendable {
        let width: Double
        let path: Outline
    }

    /// Returns the letter, or nil if the font has none.
    static func glyph(_ scalar: Unicode.Scalar) -> Glyph? { glyphs[scalar] }

    /// Shown for a letter that the font has not.
    static let missing = Glyph(width: 7, path: Outline(strokes: "M0 0 L7 0 L7 14 L0 14 L0 0"))

    /// Returns the width of a text of a size.
    static func width(_ text: String, _ size: Double) -> Double {
        let widths = text.unicodeScalars.map { (glyphs[$0] ?? missing).width + gap }
        return max(0, widths.reduce(0, +) - gap) * scale(size)
    }

    /// Returns the strokes of a text that begins at a point, or ends or has its middle there, with y growing downwards.
    static func outline(
        _ text: String, at point: (Double, Double), _ anchor: Drawing.Anchor, isUpright: Bool, size: Double
    ) -> Outline {
        let (scale, width) = (scale(size), width(text, size))
        var place = anchor == .start ? 0 : anchor == .middle ? -width / 2 : -width
        var result = Outline()
        for scalar in text.unicodeScalars {
            let glyph = glyphs[scalar] ?? missing
            result.add(
                glyph.path.mapped { x, y in
                    let (along, up) = (place + x * scale, y * scale)
                    return isUpright ? (point.0 - up, point.1 - along) : (point.0 + along, point.1 - up)
                })
            place += (glyph.width + gap) * scale
        }
        return result
    }

    private static let glyphs: [Unicode.Scalar: Glyph] = {
        var result = strokeGlyphs.mapValues { Glyph(width: $0.width, path: Outline(strokes: $0.strokes)) }
        for (letter, parts) in strokeComposites {
            guard let base = result[parts.base], let mark = strokeAccents[parts.mark] else { continue }
            var path = base.path
            let rise = parts.base.properties.isUppercase ? 4.0 : 0
            path.add(Outline(strokes: mark).mapped { ($0 + base.width / 2, $1 + rise) })
            result[letter] = Glyph(width: base.width, path: path)
        }
        result["\u{A0}"] = result[" "]
        result["\u{202F}"] = result[" "]
        return result
    }()
}
