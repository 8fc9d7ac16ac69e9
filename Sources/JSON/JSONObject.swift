/// The members of a JSON object, in the order they came.
///
/// Most objects are small, and looking through a few names is faster than hashing one: only a large object has an
/// index.
public struct JSONObject: Sendable, Hashable {
    /// The members, in order.
    private(set) var members: [(key: String, value: JSONValue)] = []
    /// Place of each name; nil for a small object.
    private var index: [String: Int]?

    /// From so many members on there is an index.
    private static let indexed = 24

    /// An object without members.
    public init() {}

    /// An object with these members; of two with one name, the later counts.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        self.members.reserveCapacity(members.underestimatedCount)
        for (key, value) in members { self[key] = value }
    }

    /// The names, in order, each once.
    public var keys: [String] { members.map(\.key) }

    /// The member's value. Setting nil removes the member; setting a new one appends it.
    public subscript(key: String) -> JSONValue? {
        get { place(of: key).map { members[$0].value } }
        set {
            let place = place(of: key)
            switch (place, newValue) {
            case (let place?, let value?): members[place].value = value
            case (nil, let value?):
                members.append((key, value))
                if index != nil { index?[key] = members.count - 1 } else { makeIndex() }
            case (let place?, nil):
                members.remove(at: place)
                index = nil
                makeIndex()
            case (nil, nil): break
            }
        }
    }

    /// Number of members.
    public var count: Int { members.count }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// Adds the members of `other`, which win over those with the same name here.
    public mutating func merge(_ other: JSONObject) {
        for (key, value) in other { self[key] = value }
    }

    private func place(of key: String) -> Int? {
        if let index { return index[key] }
        return members.firstIndex { $0.key == key }
    }

    private mutating func makeIndex() {
        guard members.count >= Self.indexed else { return }
        index = Dictionary(members.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { $1 })
    }

    /// Equal when the members are, whatever their order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.members.allSatisfy { right[$0.key] == $0.value }
    }

    /// Hashes the members, whatever their order.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
    }
}

extension JSONObject: Sequence {
    /// The members in order.
    public func makeIterator() -> IndexingIterator<[(key: String, value: JSONValue)]> { members.makeIterator() }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// An object with these members, in this order.
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self.init(elements) }
}
