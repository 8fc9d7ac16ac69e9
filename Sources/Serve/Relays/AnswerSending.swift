import ALCFHTTP
import Synchronization

/// The sending of one streamed answer, from before it is asked for: its pump is made when the answer begins, by the
/// thread that reads it.
final class AnswerSending: Sendable {
    /// Makes the relay, which takes out of the answer what is secret in the request.
    typealias RelayMaker = @Sendable (Redaction) -> sending any AnswerRelay

    private let responder: Responder
    private let headers: [(name: String, value: String)]
    private let progressLimit: Double?
    private let relay: RelayMaker
    private let pump = Mutex<AnswerPump?>(nil)

    /// - Parameters:
    ///   - headers: fields for the head of the answer.
    ///   - progressLimit: seconds within which something must bring the answer on; nil for no limit.
    init(
        to responder: Responder, headers: [(name: String, value: String)], progressLimit: Double?,
        _ relay: @escaping RelayMaker
    ) {
        self.responder = responder
        self.headers = headers
        self.progressLimit = progressLimit
        self.relay = relay
    }

    /// Returns the sink for an answer that begins.
    func begin(_ response: HTTPResponse) -> AnswerPump {
        let new = AnswerPump(
            relay(response.redaction), response.body, to: responder, headers: headers, progressLimit: progressLimit)
        pump.withLock { $0 = new }
        return new
    }

    /// Returns once all of an answer was sent on; one that no sink has taken is read now.
    func finish(_ response: HTTPResponse) async {
        if response.isTaken, let pump = pump.withLock({ $0 }) {
            await pump.wait()
        } else {
            await begin(response).run()
        }
    }

    /// The end of the answer; nil before it.
    var outcome: AnswerPump.Outcome? { pump.withLock { $0 }?.outcome }
}
