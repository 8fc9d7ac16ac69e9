import ALCFAuth
import ALCFHTTP
import ALCFJSON
import ALCFRecord
import ALCFSystem
import Glibc

@testable import ALCFClient
@testable import ALCFLoad

/// Times single parts. Without arguments each of them, so many times over; with `NAME COUNT` one of them COUNT times and nothing
/// else, so that callgrind can count its instructions.
@main struct Micro {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        if let name = arguments.first, let count = arguments.last.flatMap({ Int($0) }) {
            guard let part = try parts().first(where: { $0.name == name }) else {
                print("There is no part '\(name)'.")
                exit(64)
            }
            return try await part.run(count)
        }
        print("part               ns, median    smallest    largest   per")
        for part in try parts() { print(try await part.line()) }
    }

    static func parts() throws -> [Part] {
        let chunk = Samples.chunk(" word")
        let events = Samples.stream(tokens: 128)
        let store = try Samples.tokenFile()
        let record = try Samples.record(requests: 100)
        return [
            Part("sse-record", per: "event", units: 132) {
                var reader = ChatStreamReader(isService: false, keepsText: false)
                reader.receive(events.span, at: .now)
                let recording = reader.finish(nil)
                guard recording.tokenEvents == 128, recording.failure == nil else { throw Wrong() }
            },
            Part("sse-parse", per: "event", units: 132) {
                var parser = ServerSentEventParser()
                guard try parser.feed(events, at: .now).count == 132 else { throw Wrong() }
            },
            Part("json-parse", per: "chunk", units: 1) {
                guard try JSONValue(parsing: chunk)["object"] == "chat.completion.chunk" else { throw Wrong() }
            },
            Part("json-write", per: "chunk", units: 1) { [value = try JSONValue(parsing: chunk)] in
                guard value.serializedBytes().count > 100 else { throw Wrong() }
            },
            Part("store-read", per: "token", units: 1) {
                // A manager of its own each time: the second asks its memory.
                guard try await store().accessToken().expose() == "AgMeasured" else { throw Wrong() }
            },
            Part("record-read", per: "request", units: 100) {
                guard try RecordReader.parse(record).samples.count == 100 else { throw Wrong() }
            },
        ]
    }
}

/// A part that did not do what it is timed for.
struct Wrong: Error {}
