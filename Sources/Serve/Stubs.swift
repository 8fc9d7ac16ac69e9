package import ALCFClient
import ALCFHTTP
package import ALCFJSON
import ALCFSystem

package final class ComparisonFile: Sendable {
    package func summary() throws -> JSONValue { nil }; package func append(_ c: Comparison) throws {}
}
package struct Comparison { package init(vote: JSONObject) throws(ServedError) {} }
package enum PageAssets {
    package static func file(_ p: String) -> (contentType: String, bytes: [UInt8])? { nil };
    package static let securityHeaders: [(name: String, value: String)] = []
}
package enum TokenEstimate { package static func inputTokens(_ b: JSONObject) -> Int { 0 } }
package struct MessagesTranslation: ChatTranslation {
    package init(_ request: JSONObject, _ circumstances: TranslationCircumstances) throws(ServedError) {};
    package var chatBody: JSONObject { [:] }; package var notes: [String] { [] };
    package mutating func begin() -> [ServedEvent] { [] };
    package mutating func receive(_ chunk: ChatChunk) -> [ServedEvent] { [] };
    package mutating func finish() -> [ServedEvent] { [] };
    package mutating func fail(_ error: ServedError) -> [ServedEvent] { [] };
    package mutating func answer(_ c: ChatCompletion) -> JSONValue { nil }
}
package typealias ResponsesTranslation = MessagesTranslation
struct NativeRelay: AnswerRelay {
    init(_ d: Dialect, redaction: Redaction) {}; mutating func receive(_ fragment: HTTPFragment) {};
    mutating func take() -> [UInt8] { [] }; var isDone: Bool { false }; var hasFailed: Bool { false };
    var lastProgress: MonotonicTime? { nil };
    mutating func finish(_ error: HTTPError?) -> RelayedAnswer { RelayedAnswer() }
}
