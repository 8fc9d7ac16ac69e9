extension FixedWidthInteger {
    /// The whole number nearest to `value` towards zero that this type holds: its least or greatest one for what lies
    /// beyond, and 0 for what is no number.
    ///
    /// `Int(value)` ends the program for these; nothing that comes from a file, a server or the command line may.
    ///
    /// Inlined, since reports make text of many numbers, and unspecialised this is a hundred times as slow.
    @inlinable
    package init(clamping value: Double) {
        if value.isNaN {
            self = 0
        } else {
            self = Self(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
        }
    }

    /// The sum of both, or the least or greatest number of this type where it lies beyond.
    package func addingClamped(_ other: Self) -> Self {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other < 0 ? .min : .max) : sum
    }

    /// The product of both, or the least or greatest number of this type where it lies beyond.
    package func multipliedClamped(by other: Self) -> Self {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? ((self < 0) != (other < 0) ? .min : .max) : product
    }
}
