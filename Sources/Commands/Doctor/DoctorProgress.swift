import Synchronization

/// The line that says what is waited for.
final class DoctorProgress: Sendable {
    private let waiting = Mutex<[String]>([])
    private let show: @Sendable (String) -> Void

    /// - Parameter show: shows a line in the place of the last one.
    init(show: @escaping @Sendable (String) -> Void) { self.show = show }

    /// Does `work`, which is called `name`.
    func during<Value: Sendable>(_ name: String, _ work: () async -> Value) async -> Value {
        change { $0.append(name) }
        let value = await work()
        change { $0.removeAll { $0 == name } }
        return value
    }

    private func change(_ change: (inout [String]) -> Void) {
        let names = waiting.withLock { names in
            change(&names)
            return names
        }
        if !names.isEmpty { show("Checking \(names.joined(separator: ", ")) …") }
    }
}
