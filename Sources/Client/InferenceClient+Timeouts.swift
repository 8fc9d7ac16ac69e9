public import ALCFHTTP

extension InferenceClient {
    /// How long to wait, for each kind of request.
    public struct Timeouts: Sendable, Hashable {
        /// For the gateway's own answers: lists, status, who am I.
        public var service: HTTPRequest.Timeouts
        /// For answers of models, streamed or not, where ``clusters`` says nothing else.
        public var chat: HTTPRequest.Timeouts
        /// For answers of the models of a cluster, by its name in lower case.
        public var clusters: [String: HTTPRequest.Timeouts]

        /// Limits that suit the gateway, where nothing else is said.
        ///
        /// The gateway waits 300 s for an answer that Sophia gives in one piece, and 120 s for the next piece of any
        /// other cluster; each limit here is a little longer, so that it is the gateway that says what happened. No
        /// limit on the whole: an answer that still comes is a good one.
        public init(
            service: HTTPRequest.Timeouts = HTTPRequest.Timeouts(connect: 10, firstByte: 90, idle: 60, total: 180),
            chat: HTTPRequest.Timeouts? = nil, clusters: [String: HTTPRequest.Timeouts]? = nil
        ) {
            self.service = service
            self.chat = chat ?? HTTPRequest.Timeouts(connect: 10, firstByte: 330, idle: 150, total: nil)
            // Limits that the caller sets hold everywhere.
            self.clusters = clusters ?? (chat == nil ? Self.direct : [:])
        }

        /// The limits for answers of models at `endpoint`.
        public func limits(at endpoint: ChatEndpoint) -> HTTPRequest.Timeouts {
            clusters[endpoint.name.lowercased()] ?? chat
        }

        /// The clusters that answer the gateway directly.
        private static let direct = [
            "metis": HTTPRequest.Timeouts(connect: 10, firstByte: 150, idle: 150, total: nil),
            "minerva": HTTPRequest.Timeouts(connect: 10, firstByte: 150, idle: 150, total: nil),
            "tara": HTTPRequest.Timeouts(connect: 10, firstByte: 150, idle: 150, total: nil),
        ]
    }
}
