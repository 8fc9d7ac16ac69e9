/// Returns elements in groups by a key, in the order in which the keys first appear.
@inlinable package func clusters<T, Key: Hashable>(_ elements: [T], by key: (T) -> Key) -> [[T]] {
    var order: [Key: Int] = [:]
    var groups: [[T]] = []
    // Neighbours are often of one group.
    var last: (key: Key, index: Int)?
    for element in elements {
        let key = key(element)
        if let last, last.key == key {
            groups[last.index].append(element)
            continue
        }
        let index = order[key, default: groups.count]
        if index == groups.count {
            order[key] = index
            groups.append([])
        }
        groups[index].append(element)
        last = (key, index)
    }
    return groups
}
