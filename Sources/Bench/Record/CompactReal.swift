/// A real number or none in eight bytes, for what is in memory by the million. What is not a number is none.
@propertyWrapper
public struct CompactReal: Sendable, Hashable {
    private var number = Double.nan

    /// None.
    public init() {}

    /// A number, or none.
    public init(wrappedValue: Double?) { number = wrappedValue ?? .nan }

    /// The number; nil for none.
    public var wrappedValue: Double? {
        get { number.isNaN ? nil : number }
        set { number = newValue ?? .nan }
    }

    /// Whether both are the same number, or none.
    public static func == (left: Self, right: Self) -> Bool { left.wrappedValue == right.wrappedValue }

    /// Hashes the number.
    public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}
