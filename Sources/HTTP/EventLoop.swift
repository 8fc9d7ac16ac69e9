import ALCFSystem
import CLinux
import Glibc
import Synchronization

/// The work that an ``EventLoop`` serves. Every call comes on the loop's thread.
protocol EventLoopHandler: AnyObject, Sendable {
    /// A socket can be read, written, or is broken (`EPOLLIN`, `EPOLLOUT`, `EPOLLERR`, `EPOLLHUP`).
    func ready(_ socket: CInt, _ events: UInt32)
    /// Returns the time when ``expire()`` must be called at the latest; nil for never.
    func deadline() -> MonotonicTime?
    /// The deadline may have passed.
    func expire()
}

/// One thread that waits in epoll, and runs Swift jobs between waits: the serial executor of ``Engine``.
///
/// epoll is level-triggered, because libcurl does not promise to read a socket until it is empty.
final class EventLoop: SerialExecutor {
    private enum Work { case job(UnownedJob), call(@Sendable () -> Void) }

    private let epoll = epoll_create1(CInt(EPOLL_CLOEXEC))
    private let wake = eventfd(0, CInt(EFD_NONBLOCK) | CInt(EFD_CLOEXEC))
    private let inbox = Mutex<[Work]>([])
    private let thread = Atomic<UInt>(0)
    private let isStopped = Atomic<Bool>(false)

    deinit {
        close(epoll)
        close(wake)
    }

    /// Starts the thread, which keeps itself and `handler` alive until ``stop()``.
    ///
    /// - Throws: ``HTTPError`` when the system gives no thread or descriptor.
    func start(_ handler: any EventLoopHandler) throws(HTTPError) {
        guard epoll >= 0, wake >= 0, alcf_epoll_set(epoll, CInt(EPOLL_CTL_ADD), wake, EPOLLIN.rawValue) == 0 else {
            throw HTTPError(.other, "no file descriptors left for the network (ulimit -n)")
        }
        let start = unsafe Unmanaged.passRetained(Start(loop: self, handler: handler)).toOpaque()
        var id = pthread_t()
        let result = unsafe pthread_create(&id, nil, eventLoopThread, start)
        guard result == 0 else {
            unsafe Unmanaged<Start>.fromOpaque(start).release()
            throw HTTPError(.other, "the system gives no thread for the network")
        }
        pthread_detach(id)
    }

    /// Lets the thread end once it has done what was submitted before.
    func stop() { submit { [self] in isStopped.store(true, ordering: .relaxed) } }

    /// Runs `call` on the loop's thread, after what was submitted before.
    func submit(_ call: @escaping @Sendable () -> Void) { post(.call(call)) }

    // MARK: SerialExecutor

    func enqueue(_ job: consuming ExecutorJob) { post(.job(UnownedJob(job))) }

    func checkIsolated() { precondition(isCurrent, "not on the event loop's thread") }

    func isIsolatingCurrentContext() -> Bool? { isCurrent }

    /// Whether this is the loop's own thread.
    var isCurrent: Bool { thread.load(ordering: .relaxed) == UInt(pthread_self()) }

    private func post(_ work: Work) {
        let isFirst = inbox.withLock { inbox in
            inbox.append(work)
            return inbox.count == 1
        }
        if isFirst, !isCurrent { _ = alcf_eventfd_signal(wake) }
    }

    // MARK: Sockets

    /// - Parameter isKnown: whether it was watched before. Either may be wrong, where a descriptor was closed and given
    ///   out anew.
    func watch(_ socket: CInt, _ events: UInt32, isKnown: Bool) {
        let (first, second) = isKnown ? (EPOLL_CTL_MOD, EPOLL_CTL_ADD) : (EPOLL_CTL_ADD, EPOLL_CTL_MOD)
        if alcf_epoll_set(epoll, CInt(first), socket, events) != 0 {
            _ = alcf_epoll_set(epoll, CInt(second), socket, events)
        }
    }

    /// A socket that is closed already, or was never watched, is no error.
    func forget(_ socket: CInt) { _ = alcf_epoll_set(epoll, CInt(EPOLL_CTL_DEL), socket, 0) }

    // MARK: The thread

    fileprivate func run(_ handler: any EventLoopHandler) {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        // Otherwise the kernel may wake it 50 µs late, to save power.
        alcf_exact_timers()
        var sockets = [CInt](repeating: 0, count: 256)
        var masks = [UInt32](repeating: 0, count: 256)
        while true {
            runInbox()
            if isStopped.load(ordering: .relaxed) { break }
            let left = nanoseconds(until: handler.deadline())
            let count = unsafe alcf_epoll_wait(epoll, &sockets, &masks, 256, left)
            for index in 0..<max(0, Int(count)) {
                if sockets[index] == wake {
                    alcf_eventfd_drain(wake)
                } else {
                    handler.ready(sockets[index], masks[index])
                }
            }
            handler.expire()
        }
    }

    private func runInbox() {
        while true {
            let batch = inbox.withLock { inbox in
                let batch = inbox
                inbox.removeAll(keepingCapacity: true)
                return batch
            }
            if batch.isEmpty { return }
            for work in batch {
                switch work {
                case .job(let job): unsafe job.runSynchronously(on: asUnownedSerialExecutor())
                case .call(let call): call()
                }
            }
        }
    }

    /// −1 for ever.
    private func nanoseconds(until deadline: MonotonicTime?) -> Int64 {
        deadline.map { max(0, $0.nanoseconds - MonotonicTime.now.nanoseconds) } ?? -1
    }
}

/// The values that the new thread is handed.
private final class Start {
    let loop: EventLoop
    let handler: any EventLoopHandler

    init(loop: EventLoop, handler: any EventLoopHandler) {
        self.loop = loop
        self.handler = handler
    }
}

private func eventLoopThread(_ raw: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let raw = unsafe raw else { return nil }
    let start = unsafe Unmanaged<Start>.fromOpaque(raw).takeRetainedValue()
    start.loop.run(start.handler)
    return nil
}
