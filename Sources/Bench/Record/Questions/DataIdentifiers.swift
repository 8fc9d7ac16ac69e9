/// Gives each record of a data set an identifier of its own.
struct DataIdentifiers {
    private var taken: Set<String> = []
    /// Contents of the records with one identifier.
    private var contents: [String: Set<[String]>] = [:]

    /// Returns the identifier, with a number behind it where an earlier record has it; nil for an earlier record once
    /// more.
    ///
    /// - Parameter content: what makes two records the same.
    package mutating func take(_ id: String, _ content: [String], _ notes: inout DataNotes, at place: String) -> String?
    {
        guard contents[id, default: []].insert(content).inserted else {
            notes.add(.repeated, at: place)
            return nil
        }
        if taken.insert(id).inserted { return id }
        notes.add(.renamed, at: place)
        var number = contents[id]?.count ?? 2
        while !taken.insert("\(id)#\(number)").inserted { number += 1 }
        return "\(id)#\(number)"
    }
}
