/// The number of characters to insert, remove or replace to turn one text into the other (Levenshtein).
package enum EditDistance {
    /// Bytes of the longest text that may be a misspelt name: the work grows with the product of both lengths.
    private static let longest = 256

    /// The distance of two texts as bytes. Of texts that are too long for a name it is the longer one's length, the
    /// most that it can be.
    package static func between(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Int {
        let (left, right) = (Array(left), Array(right))
        guard max(left.count, right.count) <= longest else { return max(left.count, right.count) }
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(min(above, row[j]) + 1, diagonal + (a == b ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}
