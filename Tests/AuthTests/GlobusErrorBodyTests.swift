import ALCFJSON
import Testing

@testable import ALCFAuth

@Suite struct GlobusErrorBodyTests {
    func body(_ text: String, _ contentType: String? = nil) throws -> GlobusErrorBody {
        try #require(GlobusErrorBody(json: JSONValue(parsing: text), contentType: contentType))
    }

    @Test func oauth() throws {
        let plain = try body(#"{"error":"invalid_grant"}"#)
        #expect(plain.error == "invalid_grant")
        #expect(plain.summary == "invalid_grant")
        #expect(plain.requirements == nil)
        let wordy = try body(#"{"error":"invalid_scope","error_description":"No such scope"}"#)
        #expect(wordy.summary == "No such scope")
    }

    @Test func severalErrors() throws {
        let text = """
            {"errors":[{"id":"1a","code":"FORBIDDEN","title":"T","detail":"D"},{"id":"1b","code":"FORBIDDEN",
            "title":"only a title"}],"error":"forbidden","error_description":"Forbidden"}
            """
        let body = try body(text)
        #expect(body.error == "forbidden")
        #expect(body.code == "FORBIDDEN")
        #expect(body.messages == ["D", "only a title"])
        #expect(body.requestID == "1a")
    }

    @Test func codesCountWhereAllAgree() throws {
        #expect(try body(#"{"errors":[{"code":"A"},{"code":"B"}]}"#).code == nil)
        #expect(try body(#"{"errors":[{"code":"A"},{"detail":"x"}]}"#).code == nil)
    }

    @Test func transferStyle() throws {
        let flat = #"{"code":"ClientError","message":"M","request_id":"R","errors":[{"code":"X","detail":"D"}]}"#
        #expect(try body(flat).code == "ClientError")
        #expect(try body(flat).summary == "M (request R)")
        #expect(try body(flat, "application/vnd.api+json").code == "X")
    }

    @Test func requirementsInEveryShape() throws {
        let full = try body(
            """
            {"code":"AuthorizationRequired","authorization_parameters":{"session_message":"Reauthenticate",
            "session_required_policies":["p"],"session_required_identities":["i"],"session_required_mfa":true,
            "session_required_single_domain":"a.gov,b.gov","required_scopes":["s"],"prompt":"login","new":1}}
            """
        ).requirements
        #expect(full?.message == "Reauthenticate")
        #expect(full?.policies == ["p"])
        #expect(full?.identities == ["i"])
        #expect(full?.domains == ["a.gov", "b.gov"])
        #expect(full?.multiFactor == true)
        #expect(full?.scopes == ["s"])
        #expect(full?.prompt == "login")
        #expect(
            try body(#"{"code":"ConsentRequired","required_scopes":["a","b"]}"#).requirements?.scopes == ["a", "b"])
        #expect(try body(#"{"code":"ConsentRequired","required_scope":"a"}"#).requirements?.scopes == ["a"])
        #expect(
            try body(#"{"error":"dependent_consent_required","errors":[{"unapproved_scopes":["u"]}]}"#)
                .requirements?.scopes == ["u"])
        #expect(
            try body(#"{"errors":[{"authorization_parameters":{"session_required_policies":"p,q"}}]}"#)
                .requirements?.policies == ["p", "q"])
    }

    @Test func whatIsNoObjectIsNone() throws {
        #expect(GlobusErrorBody(json: "text") == nil)
        #expect(try body("{}").summary == "no reason given")
        #expect(try body(#"{"errors":"text","error":5}"#).summary == "no reason given")
    }
}
