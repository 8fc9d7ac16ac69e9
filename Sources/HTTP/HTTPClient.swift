import ALCFSystem
import Synchronization

/// Sends requests over libcurl's multi interface: one thread for all of them, connections kept and used again.
///
/// Certificates are always checked, redirects are never followed, and credentials are only sent over TLS or to this
/// machine. The thread and libcurl itself start with the first request.
public final class HTTPClient: HTTPTransport {
    /// What all requests of a client share.
    public struct Configuration: Sendable {
        /// The `User-Agent` header.
        public var userAgent: String
        /// A file of trusted certificates in PEM, in place of the system's.
        public var certificateBundle: String?

        /// A configuration.
        public init(userAgent: String = "alcf", certificateBundle: String? = nil) {
            self.userAgent = userAgent
            self.certificateBundle = certificateBundle
        }
    }

    private let configuration: Configuration
    private let lease = Mutex<EngineLease?>(nil)
    private let nextID = Atomic<Int>(0)

    /// A client; nothing is started yet.
    public init(_ configuration: Configuration = Configuration()) { self.configuration = configuration }

    /// Sends `request`; see ``HTTPTransport/send(_:)``.
    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try request.validate()
        let lease = try openLease()
        let id = TransferID(number: nextID.add(1, ordering: .relaxed).newValue)
        let channel = BodyChannel(
            queued: .now, resume: { lease.engine.resume(id) }, cancel: { lease.engine.cancel(id) })
        return try await withTaskCancellationHandler {
            try await lease.engine.perform(request, id: id, channel: channel, options: configuration)
        } onCancel: {
            channel.abandon()
        }
    }

    private func openLease() throws -> EngineLease {
        try lease.withLock { lease in
            if let lease { return lease }
            let new = EngineLease(engine: try Engine())
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
