/// Elements in groups by a key, in the order in which the keys first appear.
package func clusters<T, Key: Hashable>(_ elements: [T], by key: (T) -> Key) -> [[T]] {
    var order: [Key: Int] = [:]
    var groups: [[T]] = []
    for element in elements {
        let index = order[key(element), default: groups.count]
        if index == groups.count {
            order[key(element)] = index
            groups.append([])
        }
        groups[index].append(element)
    }
    return groups
}
