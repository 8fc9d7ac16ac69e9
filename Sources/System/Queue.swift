/// First in, first out, in constant time: an array with an index of its first element, so that taking one moves no
/// other.
///
/// The space is kept for what comes next: a queue that is filled and emptied again and again allocates nothing. Public,
/// since the compiler specialises no `package` generic in another module, which costs 4,000 instructions for each
/// request that is measured.
public struct Queue<Element> {
    @usableFromInline var elements: [Element?] = []
    @usableFromInline var head = 0

    /// An empty queue.
    @inlinable public init() {}

    /// Number of elements.
    @inlinable public var count: Int { elements.count - head }
    /// Whether none waits.
    @inlinable public var isEmpty: Bool { head == elements.count }
    /// The one that has waited longest; nil where none waits.
    @inlinable public var first: Element? { isEmpty ? nil : elements[head] }

    /// Adds an element behind all others.
    @inlinable public mutating func append(_ element: Element) { elements.append(element) }

    /// Takes the element that has waited longest; nil where none waits.
    @inlinable public mutating func popFirst() -> Element? {
        guard !isEmpty else { return nil }
        let first = elements[head].take()
        head += 1
        if isEmpty {
            removeAll()
        } else if head >= 64, head > elements.count / 2 {
            // As many are taken as remain: each is moved once in its life, on average.
            elements.removeFirst(head)
            head = 0
        }
        return first
    }

    /// Takes all out, and keeps their space.
    @inlinable public mutating func removeAll() {
        elements.removeAll(keepingCapacity: true)
        head = 0
    }
}

extension Queue: Sendable where Element: Sendable {}
