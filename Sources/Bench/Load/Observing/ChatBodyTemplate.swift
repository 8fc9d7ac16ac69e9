package import ALCFClient
package import ALCFJSON

/// Bodies of requests that differ in one text alone: what is around it is written once.
package struct ChatBodyTemplate: Sendable {
    private let head: [UInt8]
    private let tail: [UInt8]

    /// - Parameter request: makes the request for a text, which must be in it once.
    package init(streaming: Bool, _ request: (String) -> ChatRequest) {
        self.init { request($0).body(streaming: streaming) }
    }

    /// - Parameter body: makes the body for a text, which must be in it once.
    package init(_ body: (String) -> JSONObject) {
        // A text that occurs nowhere else, and is written as it is.
        var marker = "text"
        var written: [UInt8] = []
        var places: [Int] = []
        repeat {
            marker += "-\(marker.utf8.count)"
            written = JSONValue.object(body(marker)).serializedBytes()
            places = Self.places(of: Array("\"\(marker)\"".utf8), in: written)
        } while places.count > 1
        let place = places.first ?? written.count
        head = Array(written[..<place])
        tail = Array(written[min(written.count, place + marker.utf8.count + 2)...])
    }

    /// The body with this text.
    package func body(_ text: String) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(head.count + tail.count + text.utf8.count + text.utf8.count / 8 + 2)
        body += head
        body += JSONValue.string(text).serializedBytes()
        body += tail
        return body
    }

    private static func places(of needle: [UInt8], in bytes: [UInt8]) -> [Int] {
        guard bytes.count >= needle.count else { return [] }
        return (0...bytes.count - needle.count).filter { bytes[$0] == needle[0] && bytes[$0...].starts(with: needle) }
    }
}
