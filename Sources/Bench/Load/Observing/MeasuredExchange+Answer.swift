package import ALCFClient
package import ALCFHTTP
package import ALCFJSON

extension MeasuredExchange {
    /// The answer to a measured request, streamed or in one piece.
    package struct Answer: Sendable {
        /// The status; nil where no answer came.
        package let status: Int?
        /// When what happened on the wire.
        package let timings: HTTPTimings?
        /// A streamed answer, as far as it came.
        package internal(set) var recording: ChatStreamRecording?
        /// An answer in one piece.
        package internal(set) var completion: ChatCompletion?
        /// The reason that there is no answer, or not all of it.
        package internal(set) var failure: ClientError?

        /// The first answer's text; nil where none came, or it was not kept.
        package var text: String? { completion?.content ?? recording?.text }
        /// The model's finish reason.
        package var finishReason: String? { completion?.finishReason ?? recording?.finishReason }
        /// The model that says it answered.
        package var model: String? { completion?.model ?? recording?.model }
        /// The server's `system_fingerprint`.
        package var fingerprint: String? { completion?.fingerprint ?? recording?.fingerprint }
        /// The tokens that the server counted.
        package var usage: Usage? { completion?.usage ?? recording?.usage }

        /// The durations that the server reports: SambaNova's with the usage, Sophia's beside it. Nil where there are
        /// none.
        package var serverTimings: JSONObject? {
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
