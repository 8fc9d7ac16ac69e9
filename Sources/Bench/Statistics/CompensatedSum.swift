/// A sum with Neumaier's compensation (1974): the order of the values makes no difference that shows.
package struct CompensatedSum: Sendable {
    private var total = 0.0
    private var lost = 0.0

    /// A sum of nothing.
    package init() {}

    /// The sum so far.
    package var value: Double { total + lost }

    /// Adds a value.
    package mutating func add(_ value: Double) {
        let next = total + value
        lost += abs(total) >= abs(value) ? (total - next) + value : (value - next) + total
        total = next
    }
}
