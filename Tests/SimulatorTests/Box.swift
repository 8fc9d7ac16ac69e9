import ALCFCrypto
import ALCFJSON
import ALCFSystem
import Synchronization

@testable import ALCFSimulator

/// The routes without the network, at a time that stands still unless it is set.
final class Box: Sendable {
    let router: Router
    private let time = SharedTime()

    init(_ change: (inout SimulatorConfiguration) -> Void = { _ in }) {
        let time = time
        var configuration = SimulatorConfiguration(clock: WallClock { time.value.withLock { $0 } })
        change(&configuration)
        router = Router(configuration: configuration)
    }

    /// Seconds since 1970.
    func set(time now: Double) { time.value.withLock { $0 = now } }

    func get(_ target: String, _ headers: [(name: String, value: String)] = []) -> SimulatedResponse {
        router.response(to: SimulatedRequest("GET", target: target, headers: headers))
    }

    func post(
        _ target: String, _ body: String, _ headers: [(name: String, value: String)] = []
    ) -> SimulatedResponse {
        router.response(to: SimulatedRequest("POST", target: target, headers: headers, body: Array(body.utf8)))
    }

    /// A header with a good token for the gateway.
    func bearer() throws -> [(name: String, value: String)] {
        let tokens = try router.globus.issuer.issue(
            scopes: [SimulatedGlobus.gatewayScope], clientID: SimulatedGlobus.standardClientID, subject: .sampleUser,
            offline: true)
        return [("Authorization", "Bearer \(tokens[0].accessToken.expose())")]
    }
}

private final class SharedTime: Sendable {
    let value = Mutex(1_767_225_600.25)
}

extension SimulatedResponse {
    var text: String { String(decoding: plan.bytes, as: UTF8.self) }

    var json: JSONValue? { try? JSONValue(parsing: plan.bytes) }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The data of each event, `[DONE]` among them; what is no event is left out.
    var events: [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("data: ") }.map { String($0.dropFirst(6)) }
    }

    /// The JSON of each event.
    var chunks: [JSONValue] { events.compactMap { try? JSONValue(parsing: $0) } }
}

enum Paths {
    static let metis = "/resource_server/metis/api/v1/chat/completions"
    static let sophia = "/resource_server/sophia/vllm/v1/chat/completions"
}

enum Bodies {
    static let passage = """
        Context: The Argonne Advanced Photon Source opened in 1995. It was built by the Department of Energy in \
        Lemont. Sixty beamlines serve visitors.

        Question: When did the Advanced Photon Source open?

        Answer:
        """

    /// A chat request with one message of the user.
    static func chat(_ model: String, _ prompt: String = passage, _ extra: JSONObject = [:]) -> String {
        var body: JSONObject = [
            "model": .string(model), "messages": [["role": "user", "content": .string(prompt)]],
        ]
        body.merge(extra)
        return JSONValue.object(body).serialized()
    }

    static func stream(_ model: String, usage: Bool = false, _ extra: JSONObject = [:]) -> String {
        var more: JSONObject = ["stream": true]
        if usage { more["stream_options"] = ["include_usage": true] }
        more.merge(extra)
        return chat(model, passage, more)
    }
}
