import ALCFSystem
import CCurl
import CLinux
import Synchronization

/// Owns libcurl's multi handle and the transfers on it. Everything in here, and every callback of libcurl, runs on the
/// event loop's thread.
///
/// `@safe`: the pointers never leave, and the multi handle lives until ``shutdown()``, the last thing that runs.
@safe actor Engine {
    nonisolated let loop = EventLoop()
    /// Requests that were begun and have not ended.
    nonisolated let inFlight = Atomic<Int>(0)
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.asUnownedSerialExecutor() }

    /// Seconds between two checks of idle and total time-outs, and number of transfers that are checked at once: of
    /// many, all are checked within ``sweepTime``, some at a time, since a stamp must not wait for the others' check.
    private static let sweepInterval = 0.05
    private static let sweptAtOnce = 64
    private static let sweepTime = 0.2
    /// Number of easy handles that are kept for further use; each holds some 10 KB.
    private static let spareHandles = 256
    private static let reusesHandles = (try? HTTPLibrary.loaded())?.forgetsHeaders == true

    private let options: HTTPClient.Configuration
    private var multi: UnsafeMutableRawPointer?
    private var transfers: [TransferID: Transfer] = [:]
    private var spares: [EasyHandle] = []
    private var timers = TimerQueue()
    private let readClock = ReadClock()
    private var ended = EndedExchanges()
    /// Time when libcurl wants to be called even if no socket moves.
    private var curlDeadline: MonotonicTime?
    private var nextSweep: MonotonicTime?
    /// Transfers that the present check has not come to.
    private var unswept: [TransferID] = []
    /// Sockets that epoll watches, and those of them that libcurl does not want to hear of now.
    private var watchedSockets: Set<CInt> = []
    private var idleSockets: Set<CInt> = []
    /// libcurl must not be called from its own callbacks.
    private var isInCallback = false

    init(_ options: HTTPClient.Configuration) throws(HTTPError) {
        try EasyHandle.requireLibrary()
        guard curlIsReady else { throw HTTPError(.other, "libcurl could not be initialised") }
        self.options = options
        try loop.start(self)
    }

    /// Starts a transfer: at once where the loop's thread asks, and libcurl is not at work.
    nonisolated func start(_ request: HTTPRequest, id: TransferID, observer: any HTTPExchangeObserver) {
        let queued = MonotonicTime.now
        inFlight.add(1, ordering: .relaxed)
        onLoop { $0.begin(request, id: id, queued: queued, observer: observer) }
    }

    /// Runs `body` on the loop's thread at `time`, or as soon afterwards as can be.
    nonisolated func call(at time: MonotonicTime, _ body: @escaping @Sendable () -> Void) {
        onLoop { $0.timers.add(time, body) }
    }

    /// There is room for what comes: libcurl may read on.
    nonisolated func resume(_ id: TransferID) {
        loop.submit { [self] in
            assumeIsolated { engine in
                engine.readClock.expectRead()
                engine.guarded { engine.transfers[id]?.unpause() }
                engine.endReads()
            }
        }
    }

    /// Nobody wants the rest.
    nonisolated func cancel(_ id: TransferID) {
        onLoop { $0.end(id, HTTPError(.cancelled, "cancelled")) }
    }

    /// Nobody wants the rest, but the connection is worth so many seconds.
    nonisolated func expectEnd(_ id: TransferID, within seconds: Double) {
        onLoop { $0.transfers[id]?.expectEnd(within: seconds) }
    }

    /// Ends all transfers, the connections and the thread, and runs what waits for a time: something may wait for that
    /// in turn. Nothing may be asked afterwards.
    nonisolated func shutdown() {
        loop.submit { [self] in
            assumeIsolated { engine in
                for id in engine.transfers.keys { engine.end(id, HTTPError(.cancelled, "the client was closed")) }
                engine.spares = []
                while let call = engine.timers.pop() { call() }
                if let multi = unsafe engine.multi.take() { unsafe curl_multi_cleanup(multi) }
            }
        }
        loop.stop()
    }

    private nonisolated func onLoop(_ body: @escaping @Sendable (isolated Engine) -> Void) {
        if loop.isCurrent, assumeIsolated({ !$0.isInCallback }) { return assumeIsolated(body) }
        loop.submit { [self] in assumeIsolated(body) }
    }

    // MARK: Transfers

    private func begin(
        _ request: HTTPRequest, id: TransferID, queued: MonotonicTime, observer: any HTTPExchangeObserver
    ) {
        guard observer.isWanted else {
            inFlight.subtract(1, ordering: .relaxed)
            return observer.end(HTTPError(.cancelled, "cancelled"), timings: HTTPTimings(queued: queued))
        }
        do throws(HTTPError) {
            let multi = try unsafe openMulti()
            let easy = if let spare = spares.popLast() { spare } else { try EasyHandle() }
            let transfer = try Transfer(
                request, id: id, queued: queued, easy: easy, observer: observer, clock: readClock, options: options)
            transfers[id] = transfer
            if let error = guarded({ unsafe transfer.easy.add(to: multi) }) { end(id, error) } else { actInTime() }
            if nextSweep == nil { nextSweep = MonotonicTime.now.advanced(by: Self.sweepInterval) }
        } catch {
            inFlight.subtract(1, ordering: .relaxed)
            observer.end(error, timings: HTTPTimings(queued: queued))
        }
    }

    private func end(_ id: TransferID, _ error: HTTPError?) {
        guard let transfer = transfers.removeValue(forKey: id) else { return }
        transfer.readSocket()
        if let multi = unsafe multi { guarded { unsafe transfer.easy.remove(from: multi) } }
        inFlight.subtract(1, ordering: .relaxed)
        transfer.finish(error)
        guard Self.reusesHandles, spares.count < Self.spareHandles else { return }
        transfer.easy.reset()
        spares.append(transfer.easy)
    }

    // MARK: The multi handle

    private func openMulti() throws(HTTPError) -> UnsafeMutableRawPointer {
        if let multi = unsafe multi { return unsafe multi }
        guard let multi = unsafe curl_multi_init() else { throw HTTPError(.other, "out of memory") }
        let me = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe alcf_multi_setopt_pointer(multi, CURLMOPT_SOCKETDATA, me)
        unsafe alcf_multi_setopt_pointer(multi, CURLMOPT_TIMERDATA, me)
        // Otherwise connections are closed when there are more than four times as many as requests in flight.
        unsafe alcf_multi_setopt_long(multi, CURLMOPT_MAXCONNECTS, options.keptConnections)
        unsafe alcf_multi_setopt_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, options.connectionsPerHost ?? 0)
        unsafe alcf_multi_setopt_socket(multi) { easy, socket, what, user, _ in
            if what != CURL_POLL_REMOVE, let easy = unsafe easy { unsafe Transfer.of(easy)?.waits(on: socket) }
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
        let mask: UInt32
        switch what {
        case CURL_POLL_IN: mask = EPOLLIN.rawValue
        case CURL_POLL_OUT: mask = EPOLLOUT.rawValue
        case CURL_POLL_INOUT: mask = EPOLLIN.rawValue | EPOLLOUT.rawValue
        default:
            // A kept connection is soon wanted again: it stays with epoll until it has something to say.
            idleSockets.insert(socket)
            return
        }
        idleSockets.remove(socket)
        loop.watch(socket, mask, isKnown: !watchedSockets.insert(socket).inserted)
    }

    /// Must not call libcurl: only the time is kept.
    private func setTimer(_ milliseconds: Int) {
        curlDeadline = milliseconds < 0 ? nil : MonotonicTime.now.advanced(by: Double(milliseconds) / 1000)
    }

    private func act(_ socket: CInt, _ mask: CInt) {
        guard let multi = unsafe multi else { return }
        if idleSockets.remove(socket) != nil {
            watchedSockets.remove(socket)
            return loop.forget(socket)
        }
        var running: CInt = 0
        readClock.expectRead()
        guarded { _ = unsafe curl_multi_socket_action(multi, socket, mask, &running) }
        endReads()
        var result = CURLE_OK
        while let easy = unsafe alcf_multi_next_done(multi, &result) {
            guard let transfer = unsafe Transfer.of(easy) else { continue }
            transfer.noteEnd()
            ended.append((transfer.id, transfer.error(for: result)), leadsOn: transfer.leadsOn)
        }
    }

    /// Has libcurl do what it has set a time for, if that has come. A new request is written at once: of many, the
    /// first must not wait for the last.
    private func actInTime() {
        guard let deadline = curlDeadline, MonotonicTime.now >= deadline else { return }
        curlDeadline = nil
        act(CURL_SOCKET_BAD, 0)
    }

    private func endReads() {
        for id in readClock.takeReaders() { transfers[id]?.readEnded() }
    }

    private func finishSome() {
        for (id, error) in ended.takeSome() { end(id, error) }
    }

    /// Calls libcurl, which may call back.
    private func guarded<T>(_ call: () -> T) -> T {
        isInCallback = true
        defer { isInCallback = false }
        return call()
    }

    private func sweep() {
        let now = MonotonicTime.now
        if unswept.isEmpty { unswept = Array(transfers.keys) }
        for _ in 0..<Self.sweptAtOnce {
            guard let id = unswept.popLast() else { break }
            if let error = transfers[id]?.timeout(at: now) { end(id, error) }
        }
        let share = Double(Self.sweptAtOnce) / Double(max(1, transfers.count))
        nextSweep = transfers.isEmpty ? nil : now.advanced(by: min(Self.sweepInterval, Self.sweepTime * share))
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
        assumeIsolated { engine in
            guard engine.ended.isEmpty else { return .now }
            var first = engine.curlDeadline
            for other in [engine.nextSweep, engine.timers.next] {
                guard let other else { continue }
                first = first.map { min($0, other) } ?? other
            }
            return first
        }
    }

    nonisolated func expire() {
        assumeIsolated { engine in
            let now = MonotonicTime.now
            while let call = engine.timers.pop(until: now) { call() }
            engine.actInTime()
            if !engine.ended.isEmpty { engine.finishSome() }
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
