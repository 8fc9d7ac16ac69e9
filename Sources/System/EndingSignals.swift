@preconcurrency import Dispatch
import Glibc
import Synchronization

/// Signals that ask the program to end. Each is watched in one place, on a queue of its own, where anything may be
/// called.
enum EndingSignals {
    private struct Listener {
        let handler: @Sendable () -> Void
        var isTold = false
    }

    private struct State {
        var sources: [Int32: any DispatchSourceSignal] = [:]
        var listeners: [Int: Listener] = [:]
        var children: [Int: pid_t] = [:]
        var count = 0
    }

    private static let state = Mutex(State())
    private static let queue = DispatchQueue(label: "signals")

    /// From now on what is in ``Leftovers`` is removed before a signal ends the program. Signals that are ignored, as
    /// `nohup` asks for, or that others handle, are left alone.
    static func watch() {
        state.withLock { state in
            for number in [SIGINT, SIGTERM, SIGHUP] where isDefault(number) { watch(number, &state) }
        }
    }

    /// Calls `handler` at the first SIGINT or SIGTERM, instead of ending the program. A second one ends it.
    ///
    /// - Returns: what ``ignore(_:)`` takes.
    static func listen(_ handler: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            for number in [SIGINT, SIGTERM] { watch(number, &state) }
            state.count += 1
            state.listeners[state.count] = Listener(handler: handler)
            return state.count
        }
    }

    /// Calls the handler no more.
    static func ignore(_ number: Int) { state.withLock { $0.listeners[number] = nil } }

    /// Hands requests to end on to a child, instead of ending the program.
    ///
    /// - Returns: what ``stopHandingOn(_:)`` takes.
    static func handOn(to child: pid_t) -> Int {
        state.withLock { state in
            for number in [SIGTERM, SIGHUP] where isDefault(number) { watch(number, &state) }
            state.count += 1
            state.children[state.count] = child
            return state.count
        }
    }

    /// Hands nothing on to the child any more.
    static func stopHandingOn(_ number: Int) { state.withLock { $0.children[number] = nil } }

    /// Removes temporary files, and ends the program as the signal does by itself.
    static func endProgram(by number: Int32) {
        Leftovers.removeAll()
        signal(number, SIG_DFL)
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, number)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        kill(getpid(), number)
    }

    private static func watch(_ number: Int32, _ state: inout State) {
        guard state.sources[number] == nil else { return }
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler { receive(number) }
        source.resume()
        state.sources[number] = source
    }

    private static func receive(_ number: Int32) {
        let child = state.withLock { state in state.children.max { $0.key < $1.key }?.value }
        if let child, number != SIGINT {
            kill(child, number)
            return
        }
        let untold = state.withLock { state -> (@Sendable () -> Void)? in
            // Nobody listens for the end of a terminal: there is nobody left to be polite to.
            guard number != SIGHUP, let newest = state.listeners.keys.max(), state.listeners[newest]?.isTold == false
            else { return nil }
            state.listeners[newest]?.isTold = true
            return state.listeners[newest]?.handler
        }
        if let untold { untold() } else { endProgram(by: number) }
    }

    private static func isDefault(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 0
    }
}
