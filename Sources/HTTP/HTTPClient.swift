public import ALCFSystem
import Synchronization

/// Sends requests over libcurl's multi interface: one thread for all of them, connections kept and used again.
///
/// Certificates are always checked, redirects are never followed, and credentials are only sent over TLS or to this
/// machine. The thread and libcurl itself start with the first request.
public final class HTTPClient: MeasuringTransport {
    /// The settings that all requests of a client share.
    public struct Configuration: Sendable {
        /// The `User-Agent` header.
        public var userAgent: String
        /// Certificates that the environment names, in place of the system's.
        public var certificates: CertificateAuthorities?
        /// Number of idle connections that are kept for further use.
        public var keptConnections = 16_384
        /// The most connections to one host; further requests wait for one, or share one over HTTP/2. Nil for as many
        /// as it takes.
        public var connectionsPerHost: Int?
        /// Full seconds of idleness after which a kept connection is given up: servers retire theirs after five and
        /// more, and a request that meets one is lost.
        public var idleLimit = 3
        /// The most bytes of one read, for which each exchange holds a buffer; nil for libcurl's own 16 KiB.
        public var readSize: Int?

        /// A configuration.
        public init(userAgent: String = "alcf", certificates: CertificateAuthorities? = nil) {
            self.userAgent = userAgent
            self.certificates = certificates
        }

        /// Returns the configuration for all of a program's requests, with the certificates that the environment names.
        ///
        /// - Parameter environment: the value of a variable; nil where it is not set.
        public static func fromEnvironment(
            userAgent: String = "alcf", environment: (String) -> String? = ProcessEnvironment.value
        ) -> Configuration {
            Configuration(userAgent: userAgent, certificates: CertificateAuthorities(environment: environment))
        }
    }

    private let configuration: Configuration
    private let lease = Mutex<EngineLease?>(nil)
    private let nextID = Atomic<Int>(0)

    /// A client; nothing is started yet.
    ///
    /// - Parameter configuration: by default with the certificates that the environment names.
    public init(_ configuration: Configuration = .fromEnvironment()) { self.configuration = configuration }

    /// Sends `request`; see ``HTTPTransport/send(_:)``.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse { try await send(request, nil) }

    /// Sends `request`; see ``HTTPTransport/send(_:offeringBodyTo:)``.
    public func send(
        _ request: HTTPRequest, offeringBodyTo taker: @escaping HTTPBodyTaker
    ) async throws -> HTTPResponse { try await send(request, taker) }

    private func send(_ request: HTTPRequest, _ taker: HTTPBodyTaker?) async throws -> HTTPResponse {
        try request.validate()
        let engine = try openLease()
        let id = newID()
        let channel = BodyChannel(
            queued: .now, resume: { engine.engine.resume(id) }, cancel: { engine.engine.cancel(id) },
            expectEnd: { engine.engine.expectEnd(id, within: $0) })
        let mailbox = Mailbox(channel, taker: taker.map { Self.lettingGo(request.content, $0) })
        return try await withTaskCancellationHandler {
            try await mailbox.head { engine.engine.start(request, id: id, observer: mailbox) }
        } onCancel: {
            channel.abandon()
        }
    }

    /// Lets the body of a request go when the answer's is taken: many answers may be under way for long.
    private static func lettingGo(_ content: HTTPContent?, _ taker: @escaping HTTPBodyTaker) -> HTTPBodyTaker {
        { response, beginning in
            let sink = taker(response, beginning)
            if sink != nil { content?.letGo() }
            return sink
        }
    }

    /// Sends `request`; see ``MeasuringTransport/start(_:_:)``.
    public func start(_ request: HTTPRequest, _ observer: any HTTPExchangeObserver) -> HTTPExchange {
        do {
            try request.validate()
            let engine = try openLease().engine
            let id = newID()
            engine.start(request, id: id, observer: observer)
            return HTTPExchange(cancel: { engine.cancel(id) }, expectEnd: { engine.expectEnd(id, within: $0) })
        } catch {
            let failure = error as? HTTPError ?? HTTPError(.other, "\(error)")
            observer.end(failure, timings: HTTPTimings(queued: .now))
            return HTTPExchange {}
        }
    }

    /// Opens connections; see ``MeasuringTransport/open(_:with:)``.
    public func open(_ count: Int, with request: HTTPRequest) async {
        await withTaskGroup { group in
            for _ in 0..<count {
                group.addTask { _ = try? await self.send(request).body.collect(upTo: 4 << 20) }
            }
        }
    }

    /// Runs `body` on the event loop's thread; where there is none to be had, in a task.
    public func call(at time: MonotonicTime, _ body: @escaping @Sendable () -> Void) {
        guard let lease = try? openLease() else { return TaskTimer.call(at: time, body) }
        lease.engine.call(at: time, body)
    }

    /// Requests that were begun and have not ended.
    var inFlight: Int { lease.withLock { $0?.engine.inFlight.load(ordering: .relaxed) ?? 0 } }

    /// Whether this is the thread that carries its exchanges.
    var isCurrentThread: Bool { lease.withLock { $0?.engine.loop.isCurrent } ?? false }

    private func newID() -> TransferID { TransferID(number: nextID.add(1, ordering: .relaxed).newValue) }

    private func openLease() throws -> EngineLease {
        try lease.withLock { lease in
            if let lease { return lease }
            let new = EngineLease(engine: try Engine(configuration))
            lease = new
            return new
        }
    }
}

/// Keeps the engine running while a client or one of its bodies is alive.
private final class EngineLease: Sendable {
    let engine: Engine
    init(engine: Engine) { self.engine = engine }
    deinit { engine.shutdown() }
}
