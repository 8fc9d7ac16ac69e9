import ALCFCrypto
import ALCFSystem
import CCurl
import CLinux

/// One exchange: an easy handle of libcurl's with all it points to, and the observer who is told of it.
///
/// Only ever touched on the event loop's thread, by ``Engine`` or by libcurl's callbacks, which get it unretained:
/// the engine keeps it until the easy handle is off the multi handle.
@safe final class Transfer {
    let id: TransferID
    let easy: EasyHandle
    private let observer: any HTTPExchangeObserver
    private let clock: ReadClock
    private let url: HTTPURL
    private let timeouts: HTTPRequest.Timeouts
    private let isRepeatable: Bool
    private let authorities: CertificateAuthorities
    private var timings: HTTPTimings
    private var head = ResponseHead()
    private var hasBegun = false
    /// A body over 60 KiB is read piece by piece, so that the last piece's time is known.
    private var upload: [UInt8]
    private var uploaded = 0
    private var lastUpload: MonotonicTime?
    private var lastRead: MonotonicTime?
    /// Number of socket reads that brought bytes of the body, and of these bytes: not in `timings`, which is handed out
    /// and so checked at each access.
    private var reads = 0
    private var bytesReceived = 0
    private var isPaused = false
    /// The connection; nil before there is one, and for an answer over a kept one that came before libcurl had to wait.
    private var socket: CInt?
    /// Packets that the connection had sent again before this exchange; nil where the kernel does not tell.
    private var earlierRetransmissions: Int?
    /// Nil where the connection is shared with other requests.
    private var flood: FloodWatch?
    /// Whether the head, or what came behind the body in its form, was more than is taken.
    private var isHeadTooLarge = false
    private var isStatusMalformed = false
    /// Time when nothing more was wanted, and the latest time for the end.
    private var rest: (since: MonotonicTime, deadline: MonotonicTime)?

    init(
        _ request: HTTPRequest, id: TransferID, queued: MonotonicTime, easy: EasyHandle,
        observer: any HTTPExchangeObserver, clock: ReadClock, options: HTTPClient.Configuration
    ) throws(HTTPError) {
        self.id = id
        self.easy = easy
        self.observer = observer
        self.clock = clock
        url = request.url
        timeouts = request.timeouts
        isRepeatable = request.method == .get
        authorities = options.certificates ?? .ofSystem
        timings = HTTPTimings(queued: queued)
        timings.started = .now
        if request.version == .http1 { flood = FloodWatch(from: queued) }
        let isLarge = (request.body?.count ?? 0) > 60 << 10
        upload = isLarge ? request.body ?? [] : []
        try easy.configure(request, options: options, authorities: authorities, readsBody: isLarge)
        unsafe easy.setCallbacks(user: Unmanaged.passUnretained(self).toOpaque())
        try easy.requireOptions()
    }

    static func of(_ raw: UnsafeMutableRawPointer) -> Transfer? { unsafe of(user: EasyHandle.user(of: raw)) }

    static func of(user: UnsafeMutableRawPointer?) -> Transfer? {
        guard let user = unsafe user else { return nil }
        return unsafe Unmanaged<Transfer>.fromOpaque(user).takeUnretainedValue()
    }

    // MARK: What libcurl tells

    /// A connection stands, and the request is about to be written. False where it must not be.
    ///
    /// libcurl sends a request again, on a new connection, when a kept one breaks before the first byte of the answer.
    /// A POST may have reached the server by then: it is never sent twice behind the caller's back.
    func connected(at time: MonotonicTime) -> Bool {
        guard timings.connected == nil || isRepeatable else { return false }
        timings.connected = time
        // Those of a new connection are this exchange's own.
        if easy.newConnections > 0 { earlierRetransmissions = 0 }
        return true
    }

    /// The connection is waited on. Of a kept one, this is so right after the request was written: long before any of
    /// it can have been sent again.
    func waits(on socket: CInt) {
        self.socket = socket
        guard timings.connected != nil, earlierRetransmissions == nil else { return }
        earlierRetransmissions = SocketReading(socket: socket)?.retransmissions
    }

    /// Reads the network under the connection, while there surely is one: once the exchange has ended, the number of
    /// its socket may be another's. libcurl tells the socket of an exchange (`CURLINFO_ACTIVESOCKET`) only afterwards.
    func readSocket() {
        guard timings.connected != nil, timings.ended == nil, timings.socket == nil, let socket,
            var reading = SocketReading(socket: socket)
        else { return }
        reading.retransmissions = earlierRetransmissions.flatMap { earlier in
            reading.retransmissions.map { max(0, $0 - earlier) }
        }
        timings.socket = reading
    }

    /// A header line, or the blank one after the last. False where it is too much.
    func receive(headerLine line: UnsafeRawBufferPointer) -> Bool {
        let step = unsafe head.append(line)
        if timings.firstByte == nil, head.isFinal {
            timings.firstByte = .now
            // A small body leaves in one write with the head, right when the connection stands.
            timings.sent = upload.isEmpty ? timings.connected : lastUpload
        }
        switch step {
        case .more: break
        case .tooLarge:
            isHeadTooLarge = true
            return false
        case .malformed:
            isStatusMalformed = true
            return false
        case .complete:
            hasBegun = true
            // It is not sent again: the answer to it has begun.
            if uploaded == upload.count { (upload, uploaded) = ([], 0) }
            easy.read(into: &timings, isTLS: url.isTLS)
            readSocket()
            observer.begin(status: head.status, headers: head.headers, timings: timings)
        }
        return true
    }

    /// Body bytes. False to be asked again once the observer has made room.
    func receive(body bytes: UnsafeRawBufferPointer) -> Bool {
        let time = clock.time(id)
        isPaused = unsafe !observer.receive(bytes.bindMemory(to: UInt8.self).span, at: time)
        if isPaused { return false }
        if lastRead != time { reads += 1 }
        lastRead = time
        bytesReceived += bytes.count
        return true
    }

    /// All that one read brought has been received.
    func readEnded() { observer.readEnded() }

    /// Fills `buffer` with the next piece of the request's body; how much, 0 at the end.
    func provide(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, upload.count - uploaded)
        unsafe buffer.copyBytes(from: upload[uploaded..<uploaded + count])
        uploaded += count
        lastUpload = .now
        return count
    }

    /// libcurl must send the body again, on another connection.
    func rewind(to offset: Int) { uploaded = min(max(0, offset), upload.count) }

    func unpause() {
        guard isPaused else { return }
        isPaused = false
        easy.unpause()
    }

    // MARK: The end

    /// Nothing is wanted any more but the end.
    func expectEnd(within seconds: Double) {
        guard rest == nil else { return }
        let now = MonotonicTime.now
        rest = (now, now.advanced(by: seconds))
    }

    /// Returns the time-out that has expired by `now`; nil for none.
    func timeout(at now: MonotonicTime) -> HTTPError? {
        guard timings.ended == nil else { return nil }
        if let rest, now >= rest.deadline {
            // All that was waited for had come then.
            timings.ended = rest.since
            return HTTPError(.cancelled, "\(url.host) did not end its answer after the last byte")
        }
        if let limit = timeouts.total?.seconds, now.seconds(since: timings.queued) > limit {
            return HTTPError(.timeoutTotal, "\(url.host) did not finish within \(limit) s")
        }
        if flood?.isFlood(at: now, useful: bytesReceived + head.size, onWire: bytesOnWire) == true {
            return HTTPError(
                .malformed,
                "\(url.host) sent \(FloodWatch.allowance >> 20) MiB that contain almost nothing of an answer")
        }
        guard let firstByte = timings.firstByte else {
            guard let limit = timeouts.firstByte?.seconds, let connected = timings.connected,
                now.seconds(since: connected) > limit
            else { return nil }
            return HTTPError(.timeoutFirstByte, "\(url.host) sent nothing for \(limit) s")
        }
        guard let limit = timeouts.idle?.seconds, !isPaused, now.seconds(since: lastRead ?? firstByte) > limit else {
            return nil
        }
        return HTTPError(.timeoutIdle, "\(url.host) stopped sending for \(limit) s in the middle of its answer")
    }

    /// Number of bytes that came over the connection, for earlier requests too; nil if it is not known.
    private var bytesOnWire: Int? {
        let count = socket.map { alcf_bytes_received($0) } ?? -1
        return count >= 0 ? Int(count) : nil
    }

    func error(for result: CURLcode) -> HTTPError? {
        // libcurl calls a line that is longer than it takes a lack of memory.
        if isHeadTooLarge || result == CURLE_OUT_OF_MEMORY, timings.connected != nil {
            return HTTPError(.tooLarge, "\(url.host) sent headers without end", curlCode: Int(result.rawValue))
        }
        if isStatusMalformed {
            return HTTPError(.malformed, "\(url.host) answered without a status of three digits")
        }
        if result == CURLE_OK {
            return hasBegun ? nil : HTTPError(.malformed, "\(url.host) did not answer with HTTP")
        }
        if isRetired(result) {
            var error = HTTPError(
                .disconnected,
                "the server at \(url.host) closed the connection, which was kept from an earlier request, before an answer came"
            )
            error.isRetiredConnection = true
            return error
        }
        if result == CURLE_ABORTED_BY_CALLBACK, timings.connected != nil {
            return HTTPError(.disconnected, "the connection to \(url.host) broke before an answer came")
        }
        if [CURLE_BAD_CONTENT_ENCODING, CURLE_WRITE_ERROR].contains(result), hasBegun,
            let coding = HTTPCoding.foreign(head.headers)
        {
            return HTTPError(
                .malformed,
                "\(url.host) encodes its answer as '\(coding)', which was not asked for and cannot be decoded")
        }
        if timings.connected == nil, let status = easy.proxyStatus {
            return HTTPError(.connect, "the proxy refuses to connect to \(url.host): it answers \(status)")
        }
        return HTTPError(curl: result, detail: easy.errorText, host: url.host, authorities: authorities)
    }

    /// Whether it is the connection's end, and not an answer to the request, that came.
    private func isRetired(_ result: CURLcode) -> Bool {
        guard timings.firstByte == nil, let connected = timings.connected,
            MonotonicTime.now.seconds(since: connected) < Self.retirementTime
        else { return false }
        switch result {
        // libcurl was about to send it again, which it does for a kept connection only.
        case CURLE_ABORTED_BY_CALLBACK: return true
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR: return easy.newConnections == 0
        default: return false
        }
    }

    /// Seconds within which a request learns that its connection was closed before it came. A server that took it and
    /// broke later has failed.
    private static let retirementTime = 1.0

    /// Whether the end leads on to something that takes longer than a read.
    var leadsOn: Bool { observer.leadsOn }

    /// It is over on the wire.
    func noteEnd() { timings.ended = .now }

    /// Tells the end.
    func finish(_ error: HTTPError?) {
        if !hasBegun { easy.read(into: &timings, isTLS: url.isTLS) }
        if timings.ended == nil { noteEnd() }
        (timings.reads, timings.bytesReceived) = (reads, bytesReceived)
        var error = error
        error?.timings = timings
        observer.end(error, timings: timings)
    }
}
