public import ALCFSystem

/// The reason that a benchmark cannot be prepared, recorded or reported.
public struct BenchError: RemediedError {
    /// A kind of error; codes may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code as text, as in `data_set`.
        public let description: String
        /// A code of that name.
        public init(_ description: String) { self.description = description }

        /// The question file is not what it must be.
        public static let dataSet = Code("data_set")
        /// A data set could not be fetched: the network or its server failed.
        public static let unavailable = Code("data_set_unavailable")
        /// More questions were asked for than there are.
        public static let tooFewQuestions = Code("too_few_questions")
        /// The record cannot be written.
        public static let recordWrite = Code("record_write")
        /// The record cannot be read, or is not a record.
        public static let recordRead = Code("record_read")
    }

    /// Kind of the error.
    public let code: Code
    /// Description in a sentence, without secrets.
    public let message: String
    /// Remedy for the user.
    public let remedy: String?
    /// The error that led to this one.
    public let underlying: (any Error)?

    /// An error with all that is known about it.
    public init(_ code: Code, _ message: String, remedy: String? = nil, underlying: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.remedy = remedy
        self.underlying = underlying
    }
}
