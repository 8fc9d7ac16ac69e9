public import ALCFHTTP

extension InferenceClient {
    /// The time-outs for each kind of request.
    public struct Timeouts: Sendable, Hashable {
        /// For the gateway's own answers: lists, status, who am I.
        public var service: HTTPRequest.Timeouts
        /// For streamed answers of models, where ``clusters`` says nothing else.
        public var chat: HTTPRequest.Timeouts
        /// For answers of models in one piece, which begin when they are whole.
        public var whole: HTTPRequest.Timeouts
        /// For streamed answers of the models of a cluster, by its name in lower case.
        public var clusters: [String: HTTPRequest.Timeouts]
        /// The time within which something must bring a streamed answer on, once it has begun: a token, the end, the
        /// usage. Comments and empty events do not, though they are bytes, which the limits on bytes count. Nil for no
        /// limit.
        public var progress: Duration?

        /// Limits that suit the gateway, where nothing else is said.
        ///
        /// The gateway waits 300 s for an answer that Sophia gives in one piece, and 120 s for the next piece of any
        /// other cluster; each limit here is a little longer, so that it is the gateway that says what happened. What
        /// stands in front of a server waits 600 s at most, and an answer in one piece may take that long. No limit on
        /// the whole: an answer that still comes is a good one.
        public init(
            service: HTTPRequest.Timeouts = HTTPRequest.Timeouts(
                connect: .seconds(10), firstByte: .seconds(90), idle: .seconds(60), total: .seconds(180)),
            chat: HTTPRequest.Timeouts? = nil, whole: HTTPRequest.Timeouts? = nil,
            clusters: [String: HTTPRequest.Timeouts]? = nil, progress: Duration? = .seconds(330)
        ) {
            self.service = service
            self.chat =
                chat
                ?? HTTPRequest.Timeouts(
                    connect: .seconds(10), firstByte: .seconds(330), idle: .seconds(150), total: nil)
            self.whole =
                whole ?? chat
                ?? HTTPRequest.Timeouts(
                    connect: .seconds(10), firstByte: .seconds(660), idle: .seconds(150), total: nil)
            // Limits that the caller sets hold everywhere.
            self.clusters = clusters ?? (chat == nil ? Self.direct : [:])
            self.progress = progress
        }

        /// The limits for answers of models at `endpoint`.
        public func limits(at endpoint: ModelEndpoint, isStreaming: Bool) -> HTTPRequest.Timeouts {
            isStreaming ? clusters[endpoint.name.lowercased()] ?? chat : whole
        }

        /// The same with other limits on silence and on the whole, for every kind of answer; nil leaves what there is.
        ///
        /// - Parameters:
        ///   - idle: the time without anything, before an answer or within it.
        ///   - total: the time for a whole exchange. The gateway's own answers take no longer either.
        public func limited(idle: Duration?, total: Duration?) -> Timeouts {
            var copy = self
            func limit(_ limits: inout HTTPRequest.Timeouts) {
                if let idle { (limits.firstByte, limits.idle) = (idle, idle) }
                // A request that may take so long in all may also take so long to begin.
                if let total, idle == nil { limits.firstByte = limits.firstByte.map { max($0, total) } }
                if let total { limits.total = total }
            }
            limit(&copy.chat)
            limit(&copy.whole)
            for name in copy.clusters.keys { copy.clusters[name].map { limit(&copy.clusters[name, default: $0]) } }
            if let idle { copy.progress = idle }
            if let total { copy.service.total = min(total, copy.service.total ?? total) }
            return copy
        }

        /// The clusters that answer the gateway directly.
        private static let direct = Dictionary(
            uniqueKeysWithValues: KnownCluster.all.filter(\.answersDirectly).map {
                (
                    $0.name,
                    HTTPRequest.Timeouts(
                        connect: .seconds(10), firstByte: .seconds(150), idle: .seconds(150), total: nil)
                )
            })
    }
}
