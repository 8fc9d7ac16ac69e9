import ALCFSystem

extension Picture {
    /// The line of a PDF of ours by which a file is known that may be replaced.
    static let pdfMark = "%picture by alcf"

    /// The picture as a file of PDF 1.4: one page of its size, outlines only, so without fonts; nothing in it depends
    /// on the time or the machine.
    var pdf: [UInt8] {
        let size = "\(Self.number(width * Self.points)) \(Self.number(height * Self.points))"
        let opacities = Set(inks.map(\.opacity)).sorted()
        let states = opacities.enumerated().map {
            "/G\($0.offset) << /ca \(Self.number($0.element)) /CA \(Self.number($0.element)) >>"
        }
        let content = content(opacities)
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 \(size)] /Contents 4 0 R /Resources << /ExtGState << "
                + states.joined(separator: " ") + " >> >> >>",
            "<< /Length \(content.utf8.count) >>\nstream\n\(content)endstream",
            "<< /Title \(Self.string(title)) /Subject \(Self.string(description)) /Producer (alcf) >>",
        ]
        var text = "%PDF-1.4\n\(Self.pdfMark)\n"
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(text.utf8.count)
            text += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let table = text.utf8.count
        text += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for place in places {
            let digits = String(place)
            text += String(repeating: "0", count: max(0, 10 - digits.count)) + digits + " 00000 n \n"
        }
        text += "trailer\n<< /Size \(objects.count + 1) /Root 1 0 R /Info 5 0 R >>\nstartxref\n\(table)\n%%EOF\n"
        return Array(text.utf8)
    }

    /// The drawing's commands, in units with y growing downwards.
    private func content(_ opacities: [Double]) -> String {
        let unit = Self.scale(Self.points)
        var text = "\(unit) 0 0 -\(unit) 0 \(Self.number(height * Self.points)) cm\n1 J 1 j\n"
        var last: Ink?
        for ink in inks {
            if ink.opacity != last?.opacity ?? 1 || last == nil {
                text += "/G\(opacities.firstIndex(of: ink.opacity) ?? 0) gs\n"
            }
            if let stroke = ink.stroke {
                if stroke != last?.stroke { text += Self.colour(stroke) + " RG\n" }
                text += Self.number(ink.width) + " w\n"
                text += "[\(ink.dash.map(Self.number).joined(separator: " "))] 0 d \(ink.dash.isEmpty ? 1 : 0) J\n"
            }
            if let fill = ink.fill { text += Self.colour(fill) + " rg\n" }
            text += Self.path(ink.outline)
            text += ink.stroke == nil ? ink.fill == nil ? "n\n" : "f\n" : ink.fill == nil ? "S\n" : "B\n"
            last = ink
        }
        return text
    }

    private static func path(_ outline: Outline) -> String {
        outline.steps.map { step in
            switch step {
            case .move(let point): "\(pair(point)) m\n"
            case .line(let point): "\(pair(point)) l\n"
            case .curve(let a, let b, let c): "\(pair(a)) \(pair(b)) \(pair(c)) c\n"
            case .close: "h\n"
            }
        }.joined()
    }

    private static func scale(_ value: Double) -> String { NumberText.fixed(value, 4) }

    private static func colour(_ colour: PictureStyle.Colour) -> String {
        [colour.red, colour.green, colour.blue].map { NumberText.fixed($0, 3) }.joined(separator: " ")
    }

    /// A text: in parentheses, or in UTF-16 where it is more than ASCII.
    private static func string(_ text: String) -> String {
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            let units = text.safeOnOneLine.utf16.map { unit in
                let digits = String(unit, radix: 16, uppercase: true)
                return String(repeating: "0", count: 4 - digits.count) + digits
            }
            return "<FEFF\(units.joined())>"
        }
        return "(" + text.map { "\\()".contains($0) ? "\\\($0)" : String($0) }.joined() + ")"
    }
}
