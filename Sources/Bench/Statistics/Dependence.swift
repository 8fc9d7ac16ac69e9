/// The groups of values that may depend on each other: those of one text, and those of neighbouring stretches of time.
///
/// Services have memory: a queue, a neighbour's job or a warm cache lasts for many requests. So values are counted in
/// stretches of time, in whose order a ``MemoryModel`` looks for what lasts.
package struct Dependence: Sendable, Hashable {
    /// The group of each value that resembles the others of it, as those of one passage do. Any numbers.
    package let groups: [Int]
    /// The stretch of time of each value, from 0, without gaps; neighbours in time have neighbouring numbers.
    package let stretches: [Int]

    /// Values in groups and in stretches; nil where there are not as many of both.
    package init?(groups: [Int], stretches: [Int]) {
        guard groups.count == stretches.count, !groups.isEmpty else { return nil }
        self.groups = groups
        let order = Set(stretches).sorted()
        let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($0.element, $0.offset) })
        self.stretches = stretches.map { places[$0] ?? 0 }
    }

    /// Values in the order of time, each a stretch and a group of its own.
    package init(inOrder count: Int) {
        groups = Array(0..<count)
        stretches = Array(0..<count)
    }

    /// Number of stretches of time.
    package var stretchCount: Int { (stretches.last.map { _ in stretches.max() ?? 0 } ?? -1) + 1 }

    /// The same for the values at some places only.
    package func at(_ places: [Int]) -> Dependence? {
        Dependence(groups: places.map { groups[$0] }, stretches: places.map { stretches[$0] })
    }
}
