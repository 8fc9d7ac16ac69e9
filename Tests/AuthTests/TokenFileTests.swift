import ALCFCrypto
import ALCFJSON
import Testing

@testable import ALCFAuth

@Suite struct TokenFileTests {
    @Test func readsWhatTheSDKWrites() throws {
        let file = try TokenFile(parsing: Array(Samples.sdkFile().utf8))
        let entry = try #require(try file.entry(Samples.gateway))
        #expect(entry.accessToken.expose() == "AgOldAccess")
        #expect(entry.refreshToken?.expose() == "AgOldRefresh")
        #expect(entry.expiresAt == 1_795_475_776)
        #expect(entry.identityID == Samples.identity)
        #expect(entry.tokenType == "Bearer")
        #expect(entry.grants(Samples.scope))
        #expect(file.resourceServers == [Samples.gateway, "auth.globus.org"])
        #expect(file.identityIDs == [Samples.identity])
    }

    @Test func writesBackTheSameDocument() throws {
        let file = try TokenFile(parsing: Array(Samples.sdkFile().utf8))
        #expect(try JSONValue(parsing: file.bytes) == JSONValue(parsing: Samples.sdkFile()))
    }

    @Test func keepsWhatIsNotOurs() throws {
        let text = """
            {"later": [1, 2], "data": {"other namespace": {"x": {"access_token": 7}}, "DEFAULT": {
              "transfer.api.globus.org": {"resource_server": "transfer.api.globus.org", "scope": "all", "odd": true,
                "access_token": "AgT", "expires_at_seconds": 1},
              "\(Samples.gateway)": {"resource_server": "\(Samples.gateway)", "scope": "old", "note": "kept",
                "access_token": "AgOldAccess", "expires_at_seconds": 1, "refresh_token": "AgOldRefresh"}}},
             "format_version": "2.0", "globus-sdk.version": "3.65.0"}
            """
        var file = try TokenFile(parsing: Array(text.utf8))
        file.set(
            TokenEntry(
                resourceServer: Samples.gateway, identityID: Samples.identity, scope: Samples.scope,
                accessToken: Secret("AgNewAccess"), refreshToken: Secret("AgNewRefresh"), expiresAt: 99))
        let before = try JSONValue(parsing: text)
        let after = try JSONValue(parsing: file.bytes)
        #expect(after["later"] == before["later"])
        #expect(after["globus-sdk.version"] == "3.65.0")
        #expect(after["data"]?["other namespace"] == before["data"]?["other namespace"])
        let (old, new) = (before["data"]?["DEFAULT"], after["data"]?["DEFAULT"])
        #expect(new?["transfer.api.globus.org"] == old?["transfer.api.globus.org"])
        let entry = new?[Samples.gateway]
        #expect(entry?["note"] == "kept")
        #expect(entry?["access_token"] == "AgNewAccess")
        #expect(entry?["refresh_token"] == "AgNewRefresh")
        #expect(entry?["expires_at_seconds"] == .int(99))
        #expect(entry?["identity_id"] == .string(Samples.identity))
        #expect(entry?["token_type"] == "Bearer")
    }

    @Test func omitsWhatIsNotKnownRatherThanWritingNull() throws {
        var file = TokenFile()
        file.set(TokenEntry(resourceServer: "r", scope: "s", accessToken: Secret("a"), expiresAt: 1, tokenType: nil))
        let entry = try JSONValue(parsing: file.bytes)["data"]?["DEFAULT"]?["r"]
        #expect(entry?.object?.keys == ["resource_server", "scope", "access_token", "expires_at_seconds"])
    }

    @Test func newFileHasWhatTheSDKRequires() throws {
        let json = try JSONValue(parsing: TokenFile().bytes)
        #expect(json["data"]?["DEFAULT"] == [:])
        #expect(json["format_version"] == "2.0")
        #expect(json["globus-sdk.version"]?.string != nil)
    }

    @Test func upgradesFormat1() throws {
        let text = """
            {"by_rs": {"\(Samples.gateway)": {"scope": "\(Samples.scope)", "access_token": "AgOldAccess",
              "refresh_token": null, "expires_at_seconds": 5, "token_type": "Bearer",
              "resource_server": "\(Samples.gateway)"}}, "format_version": "1.0", "globus-sdk.version": "3.0.0"}
            """
        let file = try TokenFile(parsing: Array(text.utf8))
        #expect(try file.entry(Samples.gateway)?.accessToken.expose() == "AgOldAccess")
        #expect(try file.entry(Samples.gateway)?.refreshToken == nil)
        let json = try JSONValue(parsing: file.bytes)
        #expect(json["format_version"] == "2.0")
        #expect(json["by_rs"] == nil)
        #expect(json["data"]?["DEFAULT"]?[Samples.gateway]?["scope"]?.string == Samples.scope)
    }

    @Test(arguments: [
        #"{"data": {}, "globus-sdk.version": "4"}"#,
        #"{"data": {}, "format_version": "2.0"}"#,
        #"{"format_version": "2.0", "globus-sdk.version": "4"}"#,
        #"{"data": [], "format_version": "2.0", "globus-sdk.version": "4"}"#,
        #"{"data": {"DEFAULT": 1}, "format_version": "2.0", "globus-sdk.version": "4"}"#,
        #"{"data": {}, "format_version": "3.0", "globus-sdk.version": "4"}"#,
        #"{"data": {}, "format_version": 2.0, "globus-sdk.version": "4"}"#,
        #"{"format_version": "1.0", "globus-sdk.version": "4"}"#,
        #"{"app_name": "alcf_tokens", "client_id": "x", "by_resource_server": {}}"#,
        "[]", "",
    ])
    func refusesOtherDocuments(text: String) {
        #expect(throws: JSONError.self) { try TokenFile(parsing: Array(text.utf8)) }
    }

    @Test(arguments: [
        #"{"scope": "s", "access_token": "a", "expires_at_seconds": 1}"#,
        #"{"resource_server": "r", "scope": "s", "access_token": "a", "expires_at_seconds": 1.5}"#,
        #"{"resource_server": "r", "scope": "s", "access_token": "a b", "expires_at_seconds": 1}"#,
        #"{"resource_server": "r", "scope": "s", "access_token": "a\nX: y", "expires_at_seconds": 1}"#,
        #"{"resource_server": "r", "scope": "s", "access_token": "", "expires_at_seconds": 1}"#,
        #""text""#,
    ])
    func refusesOtherEntries(entry: String) throws {
        let text = #"{"data": {"DEFAULT": {"r": \#(entry)}}, "format_version": "2.0", "globus-sdk.version": "4"}"#
        let file = try TokenFile(parsing: Array(text.utf8))
        #expect(throws: JSONError.self) { try file.entry("r") }
    }

    @Test func recordCountsOnlyForTheIdentityOfTheEntries() throws {
        var file = try TokenFile(parsing: Array(Samples.sdkFile().utf8))
        file.record = SignInRecord(clientID: "c", identity: Identity(id: Samples.identity, username: "auser@anl.gov"))
        #expect(try TokenFile(parsing: file.bytes).record == file.record)
        #expect(file.record?.identity.username == "auser@anl.gov")
        file.record = SignInRecord(identity: Identity(id: "somebody else"))
        #expect(file.record == nil)
    }

    @Test func removingLeavesTheFileOfTheSDK() throws {
        var file = try TokenFile(parsing: Array(Samples.sdkFile().utf8))
        file.record = SignInRecord(identity: Identity(id: Samples.identity))
        file.removeEntries()
        let expected: JSONValue = [
            "data": ["DEFAULT": [:]], "format_version": "2.0", "globus-sdk.version": "4.9.1",
        ]
        #expect(try JSONValue(parsing: file.bytes) == expected)
    }

    @Test func printsNoToken() throws {
        let file = try TokenFile(parsing: Array(Samples.sdkFile().utf8))
        var dumped = ""
        dump(file, to: &dumped)
        for text in ["\(file)", String(reflecting: file), dumped] {
            #expect(!text.contains("Ag"))
        }
    }
}
