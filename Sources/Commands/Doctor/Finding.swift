/// The result of looking for something.
enum Finding<Value: Sendable>: Sendable {
    case found(Value)
    case failed(any Error)
    /// With the reason.
    case notTried(String)

    var value: Value? { if case .found(let value) = self { value } else { nil } }
}
