/// Gives each record of a data set an identifier of its own.
struct DataIdentifiers {
    private var seen: [String: [String]] = [:]

    /// Returns the identifier, with a number behind it where an earlier record has it; nil for an earlier record once more.
    ///
    /// - Parameter content: what makes two records the same.
    mutating func take(_ id: String, _ content: [String], _ notes: inout DataNotes, at place: String) -> String? {
        guard let earlier = seen[id] else {
            seen[id] = content
            return id
        }
        guard earlier != content else {
            notes.add(.repeated, at: place)
            return nil
        }
        notes.add(.renamed, at: place)
        var number = 2
        while seen["\(id)#\(number)"] != nil { number += 1 }
        let new = "\(id)#\(number)"
        seen[new] = content
        return new
    }
}
