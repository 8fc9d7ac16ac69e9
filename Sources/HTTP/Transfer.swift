import ALCFCrypto
import ALCFSystem
import CCurl

/// One exchange: libcurl's easy handle with all it points to, and the two places its results go.
///
/// Only ever touched on the event loop's thread, by ``Engine`` or by libcurl's callbacks, which get it unretained:
/// the engine keeps it until the easy handle is off the multi handle.
@safe final class Transfer {
    let id: TransferID
    private let easy: EasyHandle
    private let channel: BodyChannel
    private let url: HTTPURL
    private let timeouts: HTTPRequest.Timeouts
    private let isRepeatable: Bool
    private var head = ResponseHead()
    private var waitingForHead: CheckedContinuation<HTTPResponse, any Error>?
    /// A body over 60 KiB is read piece by piece, so that the last piece's time is known.
    private let upload: [UInt8]
    private var uploaded = 0
    private var lastRead: MonotonicTime?
    private var isPaused = false
    private let sink: (any HTTPBodySink)?
    private var isSinkInUse = false

    init(
        _ request: HTTPRequest, id: TransferID, channel: BodyChannel, options: HTTPClient.Configuration,
        head: CheckedContinuation<HTTPResponse, any Error>
    ) throws(HTTPError) {
        self.id = id
        easy = try EasyHandle()
        self.channel = channel
        url = request.url
        timeouts = request.timeouts
        isRepeatable = request.method == .get
        sink = request.sink
        waitingForHead = head
        let isLarge = (request.body?.count ?? 0) > 60 << 10
        upload = isLarge ? request.body ?? [] : []
        try easy.configure(request, options: options, readsBody: isLarge)
        unsafe easy.setCallbacks(user: Unmanaged.passUnretained(self).toOpaque())
        try easy.requireOptions()
    }

    static func of(_ raw: UnsafeMutableRawPointer) -> Transfer? { unsafe of(user: EasyHandle.user(of: raw)) }

    static func of(user: UnsafeMutableRawPointer?) -> Transfer? {
        guard let user = unsafe user else { return nil }
        return unsafe Unmanaged<Transfer>.fromOpaque(user).takeUnretainedValue()
    }

    /// Hands the easy handle to libcurl; what went wrong, if anything.
    func add(to multi: UnsafeMutableRawPointer) -> HTTPError? { unsafe easy.add(to: multi) }

    /// Takes the easy handle away from libcurl, which ends the exchange on the wire if it has not ended.
    func remove(from multi: UnsafeMutableRawPointer) { unsafe easy.remove(from: multi) }

    // MARK: What libcurl tells

    /// A connection stands, and the request is about to be written. False where it must not be.
    ///
    /// libcurl sends a request again, on a new connection, when a kept one breaks before the first byte of the answer. A
    /// POST may have reached the server by then: it is never sent twice behind the caller's back.
    func connected(at time: MonotonicTime) -> Bool {
        guard channel.timings.connected == nil || isRepeatable else { return false }
        channel.note { $0.connected = time }
        return true
    }

    /// A header line, or the blank one after the last. False where it is too much.
    func receive(headerLine line: UnsafeRawBufferPointer, at time: MonotonicTime) -> Bool {
        let step = unsafe head.append(line)
        if channel.timings.firstByte == nil, head.isFinal {
            channel.note { timings in
                timings.firstByte = time
                // A small body leaves in one write with the head, right when the connection stands.
                timings.sent = upload.isEmpty ? timings.connected : lastRead
            }
        }
        switch step {
        case .more: break
        case .tooLarge: return false
        case .complete(let status, let headers):
            noteConnection()
            isSinkInUse = sink?.accepts(status: status, headers: headers) ?? false
            let response = HTTPResponse(status: status, headers: headers, body: HTTPBody(channel: channel))
            waitingForHead.take()?.resume(returning: response)
        }
        return true
    }

    /// Body bytes. False to be asked again once the consumer has made room.
    func receive(body bytes: UnsafeRawBufferPointer, at time: MonotonicTime) -> Bool {
        if isSinkInUse, let sink {
            channel.noteRead(bytes.count, at: time)
            unsafe sink.receive(bytes.bindMemory(to: UInt8.self).span, at: time)
            return true
        }
        let fragment = unsafe HTTPFragment(time: time, bytes: [UInt8](bytes))
        switch channel.offer(fragment) {
        case .taken: return true
        case .full:
            isPaused = true
            return false
        }
    }

    /// Fills `buffer` with the next piece of the request's body; how much, 0 at the end.
    func provide(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, upload.count - uploaded)
        unsafe buffer.copyBytes(from: upload[uploaded..<uploaded + count])
        uploaded += count
        lastRead = .now
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

    /// What has run out by `now`, if anything has.
    func timeout(at now: MonotonicTime) -> HTTPError? {
        let timings = channel.timings
        if let limit = timeouts.total, now.seconds(since: timings.queued) > limit {
            return HTTPError(.timeoutTotal, "\(url.host) did not finish within \(limit) s")
        }
        if timings.firstByte == nil {
            guard let limit = timeouts.firstByte, let connected = timings.connected,
                now.seconds(since: connected) > limit
            else { return nil }
            return HTTPError(.timeoutFirstByte, "\(url.host) sent nothing for \(limit) s")
        }
        guard let limit = timeouts.idle, !isPaused, now.seconds(since: channel.lastActivity) > limit else { return nil }
        return HTTPError(.timeoutIdle, "\(url.host) stopped sending for \(limit) s in the middle of its answer")
    }

    func error(for result: CURLcode) -> HTTPError? {
        if result == CURLE_OK {
            return waitingForHead == nil ? nil : HTTPError(.malformed, "\(url.host) did not answer with HTTP")
        }
        let timings = channel.timings
        if result == CURLE_ABORTED_BY_CALLBACK, timings.connected != nil {
            return HTTPError(.disconnected, "the connection to \(url.host) broke before an answer came")
        }
        if timings.connected == nil, let status = easy.proxyStatus {
            return HTTPError(.connect, "the proxy refuses to connect to \(url.host): it answers \(status)")
        }
        return HTTPError(curl: result, detail: easy.errorText, host: url.host)
    }

    /// Gives the end to whoever waits for it.
    func finish(_ error: HTTPError?) {
        noteConnection()
        channel.note { $0.ended = .now }
        guard var error else { return channel.finish(.success(())) }
        error.timings = channel.timings
        channel.finish(.failure(error))
        waitingForHead.take()?.resume(throwing: error)
    }

    private func noteConnection() { channel.note { easy.read(into: &$0, isTLS: url.isTLS) } }
}
