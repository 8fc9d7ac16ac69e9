/// Values found by their rank without sorting them all (Hoare 1961): linear in their number, where sorting is not.
///
/// Each search leaves the values closer to their order, so that the next one is faster.
package struct Selection: Sendable {
    private var values: [Double]

    /// Below so many values, sorting is the fastest.
    private static let few = 24

    /// Values to search, none of which may be a NaN.
    package init(_ values: [Double]) { self.values = values }

    /// Returns the value that has `count` others before it in ascending order. The count must be below theirs.
    package mutating func value(at rank: Int) -> Double {
        var (low, high) = (0, values.count - 1)
        // The middle of three is a poor pivot for some orders: these are sorted instead, as large ones take long.
        var patience = 2 * (values.count.bitWidth - values.count.leadingZeroBitCount) + 4
        while high - low >= Self.few {
            guard patience > 0 else { break }
            patience -= 1
            let (left, right) = partition(low, high)
            if rank <= left { high = left } else if rank >= right { low = right } else { return values[rank] }
        }
        values[low...high].sort()
        return values[rank]
    }

    /// Returns the value at a quantile, linear between ranks: see ``Statistics/quantile(_:_:)``.
    package mutating func quantile(_ probability: Double) -> Double {
        let rank = probability * Double(values.count - 1)
        let below = Int(rank.rounded(.down))
        let above = min(below + 1, values.count - 1)
        let (low, high) = (value(at: below), value(at: above))
        return low + (rank - Double(below)) * (high - low)
    }

    /// Moves what is below a pivot to the left and what is above it to the right. Returns the last place of the left
    /// part and the first of the right one; what lies between equals the pivot.
    private mutating func partition(_ low: Int, _ high: Int) -> (left: Int, right: Int) {
        let pivot = Self.middle(values[low], values[low + (high - low) / 2], values[high])
        var (left, right) = (low, high)
        while left <= right {
            while values[left] < pivot { left += 1 }
            while values[right] > pivot { right -= 1 }
            guard left <= right else { break }
            values.swapAt(left, right)
            left += 1
            right -= 1
        }
        return (right, left)
    }

    private static func middle(_ a: Double, _ b: Double, _ c: Double) -> Double { max(min(a, b), min(max(a, b), c)) }
}
