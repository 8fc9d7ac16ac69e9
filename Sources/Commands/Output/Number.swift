import ALCFSystem

/// Numbers as text, without Foundation.
enum Number {
    /// With so many digits after the point; `–` for what is no number.
    static func fixed(_ value: Double?, _ digits: Int) -> String {
        guard let value, value.isFinite, abs(value) < 1e15 else { return "–" }
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        let scaled = Int(clamping: (abs(value) * scale).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard digits > 0 else { return sign + String(scaled) }
        let fraction = String(scaled % Int(clamping: scale))
        return sign + "\(scaled / Int(clamping: scale))."
            + String(repeating: "0", count: max(0, digits - fraction.count)) + fraction
    }
}
