/// The groups of values that may depend on each other: those of one text, and those of neighbouring stretches of time.
///
/// Services have memory: a queue, a neighbour's job or a warm cache lasts for many requests. So values are counted in
/// stretches of time, in whose order a ``MemoryModel`` looks for what lasts.
package struct Dependence: Sendable, Hashable {
    /// The group of each value that resembles the others of it, as those of one passage do: from 0, in the order in
    /// which they first appear.
    package let groups: [Int]
    /// Number of groups.
    package let groupCount: Int
    /// The stretch of time of each value, from 0, without gaps; neighbours in time have neighbouring numbers.
    package let stretches: [Int]
    /// Number of stretches of time.
    package let stretchCount: Int

    /// Values in groups and in stretches, by any numbers; nil where there are not as many of both.
    package init?(groups: [Int], stretches: [Int]) {
        guard groups.count == stretches.count, !groups.isEmpty else { return nil }
        let ranks = Self.ranked(groups, below: groups.count)
        (self.groups, groupCount) = Self.numbered(ranks.numbers, below: ranks.count)
        (self.stretches, stretchCount) = Self.ranked(stretches, below: stretches.count)
    }

    /// Values in the order of time, each a stretch and a group of its own.
    package init(inOrder count: Int) {
        groups = Array(0..<count)
        stretches = groups
        (groupCount, stretchCount) = (count, count)
    }

    private init(_ whole: Dependence, at places: [Int]) {
        (groups, groupCount) = Self.numbered(places.map { whole.groups[$0] }, below: whole.groupCount)
        (stretches, stretchCount) = Self.ranked(places.map { whole.stretches[$0] }, below: whole.stretchCount)
    }

    /// The same for the values at some places only.
    package func at(_ places: [Int]) -> Dependence? {
        if places.isEmpty { return nil }
        return places.elementsEqual(groups.indices) ? self : Dependence(self, at: places)
    }

    /// Returns values with those of one group next to each other, in the order of the groups, and the groups' sizes.
    package func grouped(_ values: [Double]) -> (values: [Double], sizes: [Int]) {
        var sizes = [Int](repeating: 0, count: groupCount)
        for group in groups { sizes[group] += 1 }
        if groupCount == values.count { return (values, sizes) }
        var ends = [Int](repeating: 0, count: groupCount)
        for group in ends.indices.dropFirst() { ends[group] = ends[group - 1] + sizes[group - 1] }
        var arranged = values
        for (value, group) in zip(values, groups) {
            arranged[ends[group]] = value
            ends[group] += 1
        }
        return (arranged, sizes)
    }

    /// Numbers values from 0 in the order in which they first appear.
    private static func numbered(_ values: [Int], below limit: Int) -> (numbers: [Int], count: Int) {
        var table = [Int](repeating: -1, count: limit)
        var count = 0
        let numbers = values.map { value in
            if table[value] < 0 {
                table[value] = count
                count += 1
            }
            return table[value]
        }
        return (numbers, count)
    }

    /// Numbers values from 0 in their own order. It is fast if they are from 0 to `limit`.
    private static func ranked(_ values: [Int], below limit: Int) -> (numbers: [Int], count: Int) {
        guard values.allSatisfy({ (0..<limit).contains($0) }) else {
            let order = Set(values).sorted()
            let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($0.element, $0.offset) })
            return (values.map { places[$0] ?? 0 }, order.count)
        }
        var table = [Int](repeating: 0, count: limit)
        for value in values { table[value] = 1 }
        var count = 0
        for value in table.indices {
            let isThere = table[value]
            table[value] = count
            count += isThere
        }
        return (values.map { table[$0] }, count)
    }
}
