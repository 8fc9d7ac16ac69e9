/// The number of characters to insert, remove or replace to turn one text into the other (Levenshtein).
package enum EditDistance {
    /// The distance of two texts as bytes.
    package static func between(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Int {
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
