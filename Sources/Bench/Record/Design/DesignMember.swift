/// One member of a ``Design``: its name in the record, the type of its values, and their limits.
public struct DesignMember<Value: MemberValue>: Sendable {
    /// Its name in the record.
    public let key: String
    /// Whether it is written as `null`, and not left out, where there is no value.
    let isAlwaysWritten: Bool
    /// Says what a value must be that is beyond the limits; nil for one within them.
    let limits: @Sendable (Value) -> String?

    /// A member without limits.
    init(_ key: String, isAlwaysWritten: Bool = false) {
        self.key = key
        self.isAlwaysWritten = isAlwaysWritten
        limits = { _ in nil }
    }
}

extension DesignMember where Value: Comparable {
    /// A member whose values lie within a range.
    init(_ key: String, in range: ClosedRange<Value>, isAlwaysWritten: Bool = false) {
        self.key = key
        self.isAlwaysWritten = isAlwaysWritten
        limits = { range.contains($0) ? nil : "must be from \(range.lowerBound) to \(range.upperBound)" }
    }
}
