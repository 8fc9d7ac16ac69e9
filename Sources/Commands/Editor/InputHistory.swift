/// The lines entered before, to be recalled.
struct InputHistory {
    private(set) var entries: [String] = []
    /// Place of the shown entry; the count of entries for the line that is being written.
    private var place = 0
    private var draft = ""

    /// Keeps an entry, unless it is the last one again.
    mutating func add(_ entry: String) {
        if entries.last != entry, !entry.isEmpty { entries.append(entry) }
        place = entries.count
    }

    /// The entry before the one shown; nil where there is none.
    ///
    /// - Parameter current: what is being written, to come back to.
    mutating func previous(_ current: String) -> String? {
        guard place > 0 else { return nil }
        if place == entries.count { draft = current }
        place -= 1
        return entries[place]
    }

    /// The entry after the one shown, and at last what was being written.
    mutating func next() -> String? {
        guard place < entries.count else { return nil }
        place += 1
        return place == entries.count ? draft : entries[place]
    }
}
