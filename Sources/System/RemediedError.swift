/// An error that says what happened, and what to do about it.
public protocol RemediedError: Error, Sendable, CustomStringConvertible {
    /// A sentence that says what happened, without secrets.
    var message: String { get }
    /// The next step for the user; nil where ``message`` says all there is.
    var remedy: String? { get }
}

extension RemediedError {
    /// The message alone.
    public var description: String { message }
}
