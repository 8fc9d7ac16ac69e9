/// An error that says what happened, and what to do about it.
public protocol RemediedError: Error, Sendable, CustomStringConvertible {
    /// What happened, in a sentence, without secrets.
    var message: String { get }
    /// What the user can do; nil where there is no more to say than ``message`` does.
    var remedy: String? { get }
}

extension RemediedError {
    /// The message alone.
    public var description: String { message }
}
