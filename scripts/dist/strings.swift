// A module that is called _StringProcessing and has of it the searches that the program uses, which the compiler imports everywhere. The
// real one brings regular expressions and their parser with it, 1.2 MB of which nothing is used: a linker cannot take it apart. Where the
// program comes to use another function of it, the linker finds this and the real one, names both, and ends: that function belongs here too.

extension Collection where Element: Equatable {
    /// Whether `other` occurs in it; nothing occurs everywhere.
    public func contains<C: Collection>(_ other: C) -> Bool where C.Element == Element { first(other, in: startIndex..<endIndex) != nil }

    /// Returns where `other` occurs, one after the other without overlapping; nothing occurs at every place.
    public func ranges<C: Collection>(of other: C) -> [Range<Index>] where C.Element == Element {
        var found: [Range<Index>] = []
        var start = startIndex
        while let range = first(other, in: start..<endIndex) {
            found.append(range)
            if !range.isEmpty { start = range.upperBound } else if range.upperBound == endIndex { break } else { start = index(after: start) }
        }
        return found
    }

    /// Returns the parts between the occurrences of `separator`, of which there are at most `maxSplits`.
    public func split<C: Collection>(separator: C, maxSplits: Int, omittingEmptySubsequences: Bool) -> [SubSequence]
    where C.Element == Element {
        var parts: [SubSequence] = []
        var start = startIndex
        for range in separator.isEmpty ? [] : ranges(of: separator) {
            guard parts.count < maxSplits else { break }
            if !omittingEmptySubsequences || start != range.lowerBound { parts.append(self[start..<range.lowerBound]) }
            start = range.upperBound
        }
        if !omittingEmptySubsequences || start != endIndex { parts.append(self[start...]) }
        return parts
    }

    private func first<C: Collection>(_ other: C, in range: Range<Index>) -> Range<Index>? where C.Element == Element {
        var start = range.lowerBound
        while true {
            var (place, rest) = (start, other[...])
            while place < range.upperBound, let next = rest.first, self[place] == next {
                formIndex(after: &place)
                rest = rest.dropFirst()
            }
            if rest.isEmpty { return start..<place }
            guard place < range.upperBound else { return nil }
            formIndex(after: &start)
        }
    }
}

extension BidirectionalCollection where Element: Comparable {
    /// Returns the first place where `other` occurs.
    public func firstRange<C: Collection>(of other: C) -> Range<Index>? where C.Element == Element {
        guard !other.isEmpty else { return startIndex..<startIndex }
        var start = startIndex
        while start < endIndex {
            var (place, rest) = (start, other[...])
            while place < endIndex, let next = rest.first, self[place] == next {
                formIndex(after: &place)
                rest = rest.dropFirst()
            }
            if rest.isEmpty { return start..<place }
            if place == endIndex { return nil }
            formIndex(after: &start)
        }
        return nil
    }
}

extension RangeReplaceableCollection where Element: Equatable {
    /// Returns it with at most `maxReplacements` occurrences of `other` replaced.
    public func replacing<C: Collection, Replacement: Collection>(
        _ other: C, with replacement: Replacement, maxReplacements: Int
    ) -> Self where C.Element == Element, Replacement.Element == Element {
        var result = Self()
        var start = startIndex
        for range in ranges(of: other).prefix(Swift.max(0, maxReplacements)) {
            result.append(contentsOf: self[start..<range.lowerBound])
            result.append(contentsOf: replacement)
            start = range.upperBound
        }
        result.append(contentsOf: self[start...])
        return result
    }

    /// Replaces at most `maxReplacements` occurrences of `other`.
    public mutating func replace<C: Collection, Replacement: Collection>(
        _ other: C, with replacement: Replacement, maxReplacements: Int
    ) where C.Element == Element, Replacement.Element == Element {
        self = replacing(other, with: replacement, maxReplacements: maxReplacements)
    }
}

extension StringProtocol {
    /// Whether `other` occurs in it, as characters.
    public func contains(_ other: String) -> Bool {
        let (text, part) = (self[...], other[...])
        return text.firstRange(of: part) != nil
    }
}
