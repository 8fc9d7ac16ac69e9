import Glibc

/// Numbers as text, the same in every report. What is not known is an en dash.
package enum NumberText {
    /// Text for a number that is not known.
    package static let unknown = "–"
    /// Text for a time that has no end.
    package static let infinite = "∞"

    /// With so many digits after the point; rounded half away from zero.
    package static func fixed(_ value: Double?, _ decimals: Int) -> String {
        guard let value, value.isFinite, abs(value) < 1e15 else { return unknown }
        let scale = pow(10, Double(decimals))
        let scaled = (abs(value) * scale).rounded()
        guard decimals > 0, scaled < 9e15 else {
            let whole = Int(clamping: abs(value).rounded())
            return (value < 0 && whole > 0 ? "−" : "") + String(whole)
        }
        let digits = String(Int(clamping: scaled))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let sign = value < 0 && scaled > 0 ? "−" : ""
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// The same for programs, whose minus sign is that of ASCII.
    package static func machine(_ value: Double, _ decimals: Int) -> String {
        fixed(value, decimals).replacing("−", with: "-")
    }

    /// With three digits that matter, never in powers of ten: 0.0123, 4.61, 12.3, 4610.
    package static func significant(_ value: Double?, _ digits: Int = 3) -> String {
        guard let value, value.isFinite, abs(value) < 1e15 else { return unknown }
        guard abs(value) >= 1e-9 else { return "0" }
        let magnitude = Int(clamping: log10(abs(value)).rounded(.down))
        // Rounding may add a digit: 9.996 is 10.0, not 10.00.
        let decimals = max(0, digits - 1 - magnitude)
        let rounded = (abs(value) * pow(10, Double(decimals))).rounded() / pow(10, Double(decimals))
        let carried = Int(clamping: log10(rounded).rounded(.down)) > magnitude
        return fixed(value, max(0, carried ? decimals - 1 : decimals))
    }

    /// A whole number of two digits that matter: 1006 is 1000, 384 is 380.
    package static func rounded(_ value: Double) -> String {
        guard value.isFinite, value >= 100, value < 1e15 else { return fixed(value, 0) }
        let unit = pow(10, log10(value).rounded(.down) - 1)
        return fixed((value / unit).rounded() * unit, 0)
    }

    /// With no more digits than it needs: `10`, `2.5`.
    package static func plain(_ value: Double) -> String {
        if let whole = Int(exactly: value) { return String(whole) }
        let text = significant(value)
        guard text.contains(".") else { return text }
        let short = String(text.reversed().drop { $0 == "0" }.reversed())
        return short.hasSuffix(".") ? String(short.dropLast()) : short
    }

    /// The digits after the point that a text made here has.
    package static func decimals(_ text: String) -> Int {
        text.firstIndex(of: ".").map { text[$0...].count - 1 } ?? 0
    }

    /// A share as a percentage: 95 % of 0.95.
    package static func percent(_ share: Double?, _ decimals: Int = 0) -> String {
        share.map { fixed(100 * $0, decimals) + " %" } ?? unknown
    }

    /// A ratio: two digits after the point below 2, one below 100, none above.
    package static func ratio(_ value: Double?) -> String {
        guard let value else { return unknown }
        if abs(value) < 0.1 { return significant(value, 2) }
        return fixed(value, abs(value) < 1.995 ? 2 : abs(value) < 99.95 ? 1 : 0)
    }

    /// With three digits that matter, or ∞.
    package static func open(_ value: Double?) -> String { value == .infinity ? infinite : significant(value) }

    /// A ratio, or ∞.
    package static func openRatio(_ value: Double?) -> String { value == .infinity ? infinite : ratio(value) }

    /// A p-value: never 0, as no test gives certainty.
    package static func probability(_ value: Double?) -> String {
        guard let value else { return unknown }
        return value < 0.0001 ? "< 0.0001" : value < 0.01 ? fixed(value, 4) : fixed(value, 2)
    }

    /// A p-value in a sentence: `p = 0.03`, `p < 0.0001`.
    package static func p(_ value: Double) -> String {
        let text = probability(value)
        return text.hasPrefix("<") ? "p \(text)" : "p = \(text)"
    }

    /// A count with its noun: `1 pair`, `20 pairs`.
    package static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
