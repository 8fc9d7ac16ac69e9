public import ALCFClient
public import ALCFHTTP
public import ALCFJSON

extension MeasuredExchange {
    /// The answer to a measured request, streamed or in one piece.
    public struct Answer: Sendable {
        /// The status; nil where no answer came.
        public let status: Int?
        /// When what happened on the wire.
        public let timings: HTTPTimings?
        /// A streamed answer, as far as it came.
        public internal(set) var recording: ChatStreamRecording?
        /// An answer in one piece.
        public internal(set) var completion: ChatCompletion?
        /// The reason that there is no answer, or not all of it.
        public internal(set) var failure: ClientError?

        /// The first answer's text; nil where none came, or it was not kept.
        public var text: String? { completion?.content ?? recording?.text }
        /// The model's finish reason.
        public var finishReason: String? { completion?.finishReason ?? recording?.finishReason }
        /// The model that says it answered.
        public var model: String? { completion?.model ?? recording?.model }
        /// The server's `system_fingerprint`.
        public var fingerprint: String? { completion?.fingerprint ?? recording?.fingerprint }
        /// The tokens that the server counted.
        public var usage: Usage? { completion?.usage ?? recording?.usage }

        /// The durations that the server reports: SambaNova's with the usage, Sophia's beside it. Nil where there are
        /// none.
        public var serverTimings: JSONObject? {
            var timings = usage?.serverTimings ?? JSONObject()
            if let seconds = completion?.responseTime { timings["response_time"] = .double(seconds) }
            return timings.isEmpty ? nil : timings
        }

        init(status: Int?, timings: HTTPTimings?) {
            self.status = status
            self.timings = timings
        }
    }
}
