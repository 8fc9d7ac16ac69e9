public import ALCFSystem

/// The reason that a simulator cannot run.
public struct SimulatorError: RemediedError {
    /// A kind of error; codes may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// A fault that cannot be read.
        public static let invalidFault = Code("invalid_fault")
        /// A speed that is not above 0, or a port that is none.
        public static let invalidConfiguration = Code("invalid_configuration")
        /// The port is taken or not allowed.
        public static let cannotListen = Code("cannot_listen")
    }

    /// Kind of the error.
    public let code: Code
    /// Description of the error, in a sentence.
    public let message: String
    /// Remedy for the user.
    public let remedy: String?
    /// Error that caused it.
    public let underlying: (any Error)?

    init(_ code: Code, _ message: String, remedy: String? = nil, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.underlying = underlying
    }
}
