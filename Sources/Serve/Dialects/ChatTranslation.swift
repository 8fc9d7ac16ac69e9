package import ALCFClient
package import ALCFJSON

/// The translation of one request into chat completions, and of its answer back, for a cluster that lacks the client's
/// own route. Pure: it does no I/O.
///
/// A streamed answer is ``begin()``, then ``receive(_:)`` for each chunk, then ``finish()`` or ``fail(_:)``.
package protocol ChatTranslation: Sendable {
    /// - Parameters:
    ///   - request: the client's body.
    ///   - circumstances: facts that the body does not hold.
    /// - Throws: ``ServedError`` with the name of the first thing that cannot be translated.
    init(_ request: JSONObject, _ circumstances: TranslationCircumstances) throws(ServedError)

    /// The body for chat completions, without `model`; with `stream` and `stream_options` where the client streams.
    var chatBody: JSONObject { get }

    /// Changes that lose nothing but that a reader of the log may want to know of.
    var notes: [String] { get }

    /// The fault of the answer so far that no chunk by itself shows; nil for none.
    var fault: ServedError? { get }

    /// Returns the events before the first chunk.
    mutating func begin() -> [ServedEvent]

    /// Returns the events that a chunk completes.
    mutating func receive(_ chunk: ChatChunk) -> [ServedEvent]

    /// Returns the last events of a complete answer.
    mutating func finish() -> [ServedEvent]

    /// Returns the last events of an answer that broke.
    mutating func fail(_ error: ServedError) -> [ServedEvent]

    /// Returns the whole answer, for a client that does not stream.
    mutating func answer(_ completion: ChatCompletion) -> JSONValue
}
