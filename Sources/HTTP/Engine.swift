import ALCFSystem
import CCurl
import CLinux

/// Owns libcurl's multi handle and the transfers on it. Everything in here, and every callback of libcurl, runs on the
/// event loop's thread.
///
/// `@safe`: the pointers never leave, and the multi handle lives until ``shutdown()``, the last thing that runs.
@safe actor Engine {
    nonisolated let loop = EventLoop()
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.asUnownedSerialExecutor() }

    /// How often idle and total timeouts are looked at.
    private static let sweepInterval = 0.05

    private var multi: UnsafeMutableRawPointer?
    private var transfers: [TransferID: Transfer] = [:]
    /// When libcurl wants to be called although no socket moved.
    private var curlDeadline: MonotonicTime?
    private var nextSweep: MonotonicTime?

    init() throws(HTTPError) {
        guard curlIsReady else { throw HTTPError(.other, "libcurl could not be initialised") }
        try loop.start(self)
    }

    /// Starts a transfer and returns with the head of its response.
    func perform(_ request: HTTPRequest, id: TransferID, channel: BodyChannel, options: HTTPClient.Configuration)
        async throws -> HTTPResponse
    {
        try await withCheckedThrowingContinuation { continuation in
            do throws(HTTPError) {
                let multi = try unsafe openMulti()
                let transfer = try Transfer(request, id: id, channel: channel, options: options, head: continuation)
                // A task that was cancelled on the way here has said so already.
                guard !channel.isEnded else { return transfer.finish(HTTPError(.cancelled, "cancelled")) }
                transfers[id] = transfer
                channel.note { $0.started = .now }
                if let error = unsafe transfer.add(to: multi) { end(id, error) }
                if nextSweep == nil { nextSweep = MonotonicTime.now.advanced(by: Self.sweepInterval) }
            } catch {
                channel.finish(.failure(error))
                continuation.resume(throwing: error)
            }
        }
    }

    /// The consumer took what was waiting: libcurl may read on.
    nonisolated func resume(_ id: TransferID) {
        loop.submit { [self] in assumeIsolated { $0.transfers[id]?.unpause() } }
    }

    /// Nobody wants the rest.
    nonisolated func cancel(_ id: TransferID) {
        loop.submit { [self] in assumeIsolated { $0.end(id, HTTPError(.cancelled, "cancelled")) } }
    }

    /// Ends all transfers, the connections and the thread. Nothing may be asked afterwards.
    nonisolated func shutdown() {
        loop.submit { [self] in
            assumeIsolated { engine in
                for id in engine.transfers.keys { engine.end(id, HTTPError(.cancelled, "the client was closed")) }
                if let multi = unsafe engine.multi.take() { unsafe curl_multi_cleanup(multi) }
            }
        }
        loop.stop()
    }

    // MARK: The multi handle

    private func openMulti() throws(HTTPError) -> UnsafeMutableRawPointer {
        if let multi = unsafe multi { return unsafe multi }
        guard let multi = unsafe curl_multi_init() else { throw HTTPError(.other, "out of memory") }
        let me = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe alcf_multi_setopt_pointer(multi, CURLMOPT_SOCKETDATA, me)
        unsafe alcf_multi_setopt_pointer(multi, CURLMOPT_TIMERDATA, me)
        unsafe alcf_multi_setopt_socket(multi) { _, socket, what, user, _ in
            unsafe engine(user)?.assumeIsolated { $0.watch(socket, what) }
            return 0
        }
        unsafe alcf_multi_setopt_timer(multi) { _, milliseconds, user in
            unsafe engine(user)?.assumeIsolated { $0.setTimer(milliseconds) }
            return 0
        }
        unsafe self.multi = unsafe multi
        return unsafe multi
    }

    private func watch(_ socket: CInt, _ what: CInt) {
        switch what {
        case CURL_POLL_IN: loop.watch(socket, EPOLLIN.rawValue)
        case CURL_POLL_OUT: loop.watch(socket, EPOLLOUT.rawValue)
        case CURL_POLL_INOUT: loop.watch(socket, EPOLLIN.rawValue | EPOLLOUT.rawValue)
        default: loop.forget(socket)
        }
    }

    /// Must not call libcurl: only the time is kept.
    private func setTimer(_ milliseconds: Int) {
        curlDeadline = milliseconds < 0 ? nil : MonotonicTime.now.advanced(by: Double(milliseconds) / 1000)
    }

    private func act(_ socket: CInt, _ mask: CInt) {
        guard let multi = unsafe multi else { return }
        var running: CInt = 0
        unsafe curl_multi_socket_action(multi, socket, mask, &running)
        var result = CURLE_OK
        while let easy = unsafe alcf_multi_next_done(multi, &result) {
            guard let transfer = unsafe Transfer.of(easy) else { continue }
            end(transfer.id, transfer.error(for: result))
        }
    }

    private func end(_ id: TransferID, _ error: HTTPError?) {
        guard let transfer = transfers.removeValue(forKey: id) else { return }
        if let multi = unsafe multi { unsafe transfer.remove(from: multi) }
        transfer.finish(error)
    }

    private func sweep() {
        let now = MonotonicTime.now
        for (id, transfer) in transfers {
            if let error = transfer.timeout(at: now) { end(id, error) }
        }
        nextSweep = transfers.isEmpty ? nil : now.advanced(by: Self.sweepInterval)
    }
}

extension Engine: EventLoopHandler {
    nonisolated func ready(_ socket: CInt, _ events: UInt32) {
        var mask: CInt = 0
        if events & EPOLLIN.rawValue != 0 { mask |= CURL_CSELECT_IN }
        if events & EPOLLOUT.rawValue != 0 { mask |= CURL_CSELECT_OUT }
        if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { mask |= CURL_CSELECT_ERR }
        assumeIsolated { $0.act(socket, mask) }
    }

    nonisolated func deadline() -> MonotonicTime? {
        assumeIsolated { engine in [engine.curlDeadline, engine.nextSweep].compactMap(\.self).min() }
    }

    nonisolated func expire() {
        assumeIsolated { engine in
            let now = MonotonicTime.now
            if let deadline = engine.curlDeadline, now >= deadline {
                engine.curlDeadline = nil
                engine.act(CURL_SOCKET_BAD, 0)
            }
            if let sweep = engine.nextSweep, now >= sweep { engine.sweep() }
        }
    }
}

/// Tells transfers apart; never used twice.
struct TransferID: Hashable, Sendable {
    let number: Int
}

/// libcurl's global state, set up once and never torn down, since other code of the process may use libcurl too.
private let curlIsReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

private func engine(_ user: UnsafeMutableRawPointer?) -> Engine? {
    guard let user = unsafe user else { return nil }
    return unsafe Unmanaged<Engine>.fromOpaque(user).takeUnretainedValue()
}
