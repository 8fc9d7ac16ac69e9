/// What a record says: figures for each target, comparisons of each two, warnings.
public struct Analysis: Sendable {
    /// The record it was made from.
    public let record: Record

    /// Works out everything from a record.
    public init(_ record: Record) {
        self.record = record
    }
}
