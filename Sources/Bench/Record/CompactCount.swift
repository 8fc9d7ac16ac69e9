/// A whole number or none in eight bytes, for what is in memory by the million. The least `Int` is none.
@propertyWrapper
public struct CompactCount: Sendable, Hashable {
    private var number = Int.min

    /// None.
    public init() {}

    /// A number, or none.
    public init(wrappedValue: Int?) { number = wrappedValue ?? .min }

    /// The number; nil for none.
    public var wrappedValue: Int? {
        get { number == .min ? nil : number }
        set { number = newValue ?? .min }
    }
}
