/// A number as it is written in JSON, with its digits read.
struct JSONNumberText {
    /// The place behind it.
    let end: Int
    /// The digits without their point; those beyond eighteen are not in it.
    private let digits: UInt64
    /// Number of digits from the first that is not 0.
    private let count: Int
    /// Power of ten that the digits are multiplied by.
    private let exponent: Int
    private let isNegative: Bool
    /// Whether it has neither fraction nor exponent.
    let isInteger: Bool

    /// Reads the number at a place of a line.
    init(_ bytes: [UInt8], _ start: Int) throws(JSONLineScan.Irregular) {
        let text = bytes.span
        var index = start
        var digits: UInt64 = 0
        var count = 0
        var exponent = 0
        /// Reads digits; how many there are.
        func read(_ text: Span<UInt8>, each shift: Int) -> Int {
            let first = index
            while index < text.count {
                let digit = text[index] &- UInt8(ascii: "0")
                guard digit < 10 else { break }
                if count > 0 || digit > 0 { count += 1 }
                if count <= 18 {
                    digits = digits &* 10 &+ UInt64(digit)
                    exponent += shift
                } else {
                    exponent += shift + 1
                }
                index += 1
            }
            return index - first
        }
        func next(_ text: Span<UInt8>) -> UInt8 { index < text.count ? text[index] : 0 }
        isNegative = next(text) == UInt8(ascii: "-")
        if isNegative { index += 1 }
        let isZeroFirst = next(text) == UInt8(ascii: "0")
        let whole = read(text, each: 0)
        guard whole == 1 || (whole > 1 && !isZeroFirst) else { throw JSONLineScan.Irregular() }
        var isInteger = true
        if next(text) == UInt8(ascii: ".") {
            index += 1
            isInteger = false
            guard read(text, each: -1) > 0 else { throw JSONLineScan.Irregular() }
        }
        if next(text) | 0x20 == UInt8(ascii: "e") {
            index += 1
            isInteger = false
            let isBelow = next(text) == UInt8(ascii: "-")
            if isBelow || next(text) == UInt8(ascii: "+") { index += 1 }
            let first = index
            var power = 0
            while index < text.count, index - first < 4, case let digit = text[index] &- UInt8(ascii: "0"), digit < 10 {
                power = power * 10 + Int(digit)
                index += 1
            }
            guard index > first else { throw JSONLineScan.Irregular() }
            exponent += isBelow ? -power : power
        }
        guard index < text.count, Self.ends(before: text[index]) else { throw JSONLineScan.Irregular() }
        end = index
        self.digits = digits
        self.count = count
        self.exponent = exponent
        self.isInteger = isInteger
    }

    /// The whole number that it is; nil for one with a fraction, and for one that may not fit.
    var int: Int? {
        guard isInteger, count <= 18, digits > 0 || !isNegative else { return nil }
        return isNegative ? -Int(digits) : Int(digits)
    }

    /// Whether it has so few digits that it must have a value.
    var isShort: Bool { !isInteger && abs(exponent) < 100 }

    /// The number, where one rounding gives it (Clinger 1990): its digits and the power of ten are exact, and so their
    /// quotient or product is rounded right. Nil where more is needed.
    var double: Double? {
        if isInteger { return int.map(Double.init) }
        guard count <= 18, digits < 1 << 53, abs(exponent) <= 22 else { return nil }
        let value = Double(digits)
        let power = Self.powers[abs(exponent)]
        let size = exponent < 0 ? value / power : value * power
        return isNegative ? -size : size
    }

    /// Whether a value may end before this byte.
    static func ends(before byte: UInt8) -> Bool { byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") }

    private static let powers: [Double] = (0...22).map { power in (0..<power).reduce(1) { size, _ in size * 10 } }
}
