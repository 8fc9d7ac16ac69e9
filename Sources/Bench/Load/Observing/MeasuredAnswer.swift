public import ALCFClient
public import ALCFHTTP

/// What came of a measured request.
public struct MeasuredAnswer: Sendable {
    /// The status; nil where no answer came.
    public internal(set) var status: Int?
    /// When what happened on the wire.
    public let timings: HTTPTimings?
    /// A streamed answer, as far as it came.
    public internal(set) var recording: ChatStreamRecording?
    /// An answer in one piece.
    public internal(set) var completion: ChatCompletion?
    /// Why there is no answer, or not all of it.
    public internal(set) var failure: ClientError?

    init(status: Int?, timings: HTTPTimings?) {
        self.status = status
        self.timings = timings
    }
}
