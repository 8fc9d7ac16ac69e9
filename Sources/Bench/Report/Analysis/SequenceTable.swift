/// A number for each request, by its place in the schedule: in a list where the requests were counted one by one, as
/// those of our own records are.
struct SequenceTable: Sendable, Hashable {
    private var list: [Int32] = []
    private var others: [Int: Int] = [:]

    /// Lists longer than so many times the number of requests would be mostly empty.
    private static let sparsest = 4

    /// A table without numbers.
    init() {}

    /// A table without numbers, for requests with these sequence numbers.
    init(for sequences: some Collection<Int>) {
        guard let most = sequences.max(), most < Self.sparsest * sequences.count + 1_000 else { return }
        list = [Int32](repeating: -1, count: most + 1)
    }

    /// The number of a request; nil where there is none. Numbers are 0 or more.
    subscript(sequence: Int) -> Int? {
        get {
            if list.indices.contains(sequence), list[sequence] >= 0 { return Int(list[sequence]) }
            return others[sequence]
        }
        set {
            if list.indices.contains(sequence), let number = newValue.map(Int32.init(exactly:)) ?? -1 {
                list[sequence] = number
            } else {
                others[sequence] = newValue
            }
        }
    }
}
