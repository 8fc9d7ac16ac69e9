import Testing

@testable import ALCFHTTP

@Suite struct HTTPHeadersTests {
    @Test func findsFieldsWhateverTheCaseAndTheBlanks() {
        let headers = HTTPHeaders(
            lines: Array(
                "Content-Type:text/html \r\nX-Empty:\r\nno colon here\r\nRetry-After:\t 7\r\nretry-after: 9\r\n".utf8))
        #expect(headers["content-type"] == "text/html")
        #expect(headers["RETRY-AFTER"] == "7")
        #expect(headers["X-Empty"] == "")
        #expect(headers["X-Other"] == nil && headers["no colon here"] == nil && headers[""] == nil)
        #expect(headers.fields.map(\.name) == ["Content-Type", "X-Empty", "Retry-After", "retry-after"])
        #expect(HTTPHeaders(headers.fields)["Retry-After"] == "7")
        #expect(HTTPHeaders()["a"] == nil)
    }

    @Test func aHeadIsCompleteAtItsBlankLineAndInformationalOnesArePassedOver() {
        var head = ResponseHead()
        func take(_ line: String) -> ResponseHead.Step {
            var text = line
            return text.withUTF8 { unsafe head.append(UnsafeRawBufferPointer($0)) }
        }
        for line in ["HTTP/1.1 100 Continue\r\n", "X: 1\r\n", "\r\n", "HTTP/2 404\r\n", "Y: 2\r\n"] {
            guard case .more = take(line) else {
                Issue.record("complete at \(line)")
                return
            }
        }
        guard case .complete = take("\r\n") else {
            Issue.record("not complete")
            return
        }
        #expect(head.status == 404 && head.headers["X"] == nil && head.headers["y"] == "2")
        guard case .more = take("Trailer: 1\r\n") else {
            Issue.record("a trailer counts")
            return
        }
        #expect(head.headers["Trailer"] == nil)
    }
}
