import ALCFClient
import ALCFJSON
import ALCFServe
import Testing

/// Every failure that was observed reaches a client as an error of its own API, and none as an answer.
struct ObservedFailureTests {
    @Test(arguments: Observed.answers)
    func answers(_ answer: Observed.Answer) {
        let error = ServedError(Observed.error(answer.status, answer.body))
        #expect(error.kind.rawValue == answer.kind, "\(answer.body)")
        for dialect in Dialect.allCases {
            #expect(error.status(in: dialect) >= 400)
            let message = error.body(in: dialect)["error"]?["message"]?.string
            #expect(message?.isEmpty == false && message?.contains("Traceback") == false)
        }
        // The gateway advises commands of another program.
        #expect(!error.message.contains("app.globus.org"))
    }

    @Test func bodyBeyondTheGatewaysMemory() {
        let body = #"{"error": {"code": "internal_error", "message": "Internal Server Error", "error_id": "a689"}}"#
        #expect(ServedError(Observed.error(500, body, requestSize: 3_000_000)).kind == .tooLarge)
    }

    @Test(arguments: Observed.streams.map(\.0))
    func messages(_ name: String) throws {
        let stream = try #require(Observed.streams.first { $0.0 == name }).1
        var translation = try Dialogue.translation(
            MessagesTranslation.self, #"{"max_tokens":9,"stream":true,"messages":[{"role":"user","content":"Hi"}]}"#)
        let events = Dialogue.events(&translation, stream)
        #expect(events.first?.name == "message_start")
        #expect(events.last?.name == "error")
        #expect(!events.contains { $0.name == "message_delta" || $0.name == "message_stop" })
        #expect(events.last?.data["error"]?["message"]?.string?.isEmpty == false)
        #expect(!events.dropLast().contains { $0.data.serialized().contains("[ERROR]") })
    }

    @Test(arguments: Observed.streams.map(\.0))
    func responses(_ name: String) throws {
        let stream = try #require(Observed.streams.first { $0.0 == name }).1
        var translation = try Dialogue.translation(ResponsesTranslation.self, #"{"input":"Hi","stream":true}"#)
        let events = Dialogue.events(&translation, stream)
        #expect(events.suffix(2).map(\.name) == ["error", "response.failed"])
        #expect(!events.contains { $0.name == "response.completed" || $0.name == "response.incomplete" })
        #expect(events.map { $0.data["sequence_number"] } == events.indices.map { .int($0) })
        #expect(!events.dropLast(2).contains { $0.data.serialized().contains("[ERROR]") })
    }
}
