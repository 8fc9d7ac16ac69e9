import NIOCore
import Synchronization

/// The answers that are under way, and the connections they go to, for a server that stops.
final class AnswerCount: Sendable {
    private let state = Mutex((answers: 0, channels: [ObjectIdentifier: any Channel]()))

    /// Takes note of an answer.
    func began() { state.withLock { $0.answers += 1 } }

    /// Takes note of an answer's end.
    func ended() { state.withLock { $0.answers -= 1 } }

    /// Takes note of a connection, until it is closed; false where there are too many.
    func add(_ channel: any Channel) -> Bool {
        let isTaken = state.withLock { state in
            guard state.channels.count < ServeDefaults.connections else { return false }
            state.channels[ObjectIdentifier(channel)] = channel
            return true
        }
        guard isTaken else { return false }
        channel.closeFuture.whenComplete { [self] _ in
            state.withLock { $0.channels[ObjectIdentifier(channel)] = nil }
        }
        return true
    }

    /// Closes all connections, and waits until their answers have noticed, for a second at most.
    func finish() async {
        for channel in state.withLock({ Array($0.channels.values) }) { channel.close(promise: nil) }
        for _ in 0..<200 {
            if state.withLock({ $0.answers == 0 }) { return }
            try? await Task.sleep(for: .milliseconds(5))
        }
    }
}
