import ALCFServe
import Testing

/// Requests as they come, taken apart.
struct ClientRequestTests {
    @Test(arguments: [
        ("/v1/models/openai%2Fgpt-oss-120b", "/v1/models/openai/gpt-oss-120b"), ("/a%zz%4", "/a%zz%4"),
        ("/a+b", "/a+b"),
        ("/%E2%82%AC", "/€"), ("/?x=1", "/"), ("", ""),
    ])
    func pathsAreDecoded(target: String, path: String) {
        #expect(ClientRequest("GET", target: target, headers: []).path == path)
    }

    @Test func queriesAreDecoded() {
        let request = ClientRequest("GET", target: "/p?a=1&b=x%20y+z&c&a=2&=", headers: [])
        #expect(request.query == ["a": "2", "b": "x y z", "c": "", "": ""])
    }

    @Test func fieldsCompareWithoutRegardToCase() {
        let request = ClientRequest("GET", target: "/", headers: [("X-Api-Key", "1"), ("x-api-key", "2")])
        #expect(request["x-api-key"] == "1")
        #expect(request["host"] == nil)
    }
}
