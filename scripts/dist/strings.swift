// The seven functions of Swift's _StringProcessing that the program calls, by that module's name and with its symbols, so that the linker
// takes them in place of the real ones: those come with all of Swift's regular expressions, 1.3 MB. test.sh holds them against the real ones.

extension Collection where Element: Equatable {
    fileprivate func range<C: Collection>(of other: C, from start: Index) -> Range<Index>? where C.Element == Element {
        var start = start
        while true {
            var here = start
            var wanted = other.startIndex
            while wanted != other.endIndex, here != endIndex, self[here] == other[wanted] {
                formIndex(after: &here)
                other.formIndex(after: &wanted)
            }
            if wanted == other.endIndex { return start..<here }
            if here == endIndex && start == endIndex { return nil }
            formIndex(after: &start)
        }
    }

    public func contains<C: Collection>(_ other: C) -> Bool where C.Element == Element {
        range(of: other, from: startIndex) != nil
    }

    public func ranges<C: Collection>(of other: C) -> [Range<Index>] where C.Element == Element {
        var found: [Range<Index>] = []
        var start = startIndex
        while let range = range(of: other, from: start) {
            found.append(range)
            start = range.upperBound
            if range.isEmpty {
                if start == endIndex { break }
                formIndex(after: &start)
            }
        }
        return found
    }

    public func split<C: Collection>(
        separator: C, maxSplits: Int = .max, omittingEmptySubsequences: Bool = true
    ) -> [SubSequence] where C.Element == Element {
        var parts: [SubSequence] = []
        var start = startIndex
        var end = startIndex
        while parts.count < maxSplits, let range = range(of: separator, from: end) {
            end = range.upperBound
            if range.isEmpty {
                if end == endIndex { break }
                formIndex(after: &end)
            }
            if !omittingEmptySubsequences || start != range.lowerBound { parts.append(self[start..<range.lowerBound]) }
            start = range.upperBound
        }
        if !omittingEmptySubsequences || start != endIndex { parts.append(self[start..<endIndex]) }
        return parts
    }
}

extension StringProtocol {
    public func contains(_ other: String) -> Bool { range(of: other, from: startIndex) != nil }
}

extension BidirectionalCollection where Element: Comparable {
    public func firstRange<C: Collection>(of other: C) -> Range<Index>? where C.Element == Element {
        range(of: other, from: startIndex)
    }
}

extension RangeReplaceableCollection where Element: Equatable {
    public func replacing<C: Collection, Replacement: Collection>(
        _ other: C, with replacement: Replacement, maxReplacements: Int = .max
    ) -> Self where C.Element == Element, Replacement.Element == Element {
        var result = Self()
        var start = startIndex
        for range in ranges(of: other).prefix(maxReplacements) {
            result.append(contentsOf: self[start..<range.lowerBound])
            result.append(contentsOf: replacement)
            start = range.upperBound
        }
        result.append(contentsOf: self[start...])
        return result
    }

    public mutating func replace<C: Collection, Replacement: Collection>(
        _ other: C, with replacement: Replacement, maxReplacements: Int = .max
    ) where C.Element == Element, Replacement.Element == Element {
        self = replacing(other, with: replacement, maxReplacements: maxReplacements)
    }
}
