import ALCFCrypto
import Testing

@Suite struct CryptoTests {
    @Test func digestsLikeTheStandard() throws {
        // FIPS 180-4 examples.
        #expect(try SHA256.hex([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(try SHA256.hex(Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func provesLikeRFC7636() throws {
        // RFC 7636, appendix B.
        let pkce = try PKCE(verifier: Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
        #expect(pkce.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test func makesVerifiersOfTheRightShape() throws {
        let (one, two) = (try PKCE(), try PKCE())
        #expect(one.verifier.expose().count == 43)
        #expect(
            one.verifier.expose().allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
        #expect(one.verifier != two.verifier)
    }

    @Test func encodesBase64URL() {
        // RFC 4648 §10, without padding.
        let known = [
            "": "", "f": "Zg", "fo": "Zm8", "foo": "Zm9v", "foob": "Zm9vYg", "fooba": "Zm9vYmE", "foobar": "Zm9vYmFy",
        ]
        for (plain, encoded) in known {
            #expect(Base64.urlSafe.encode(Array(plain.utf8)) == encoded)
            #expect(Base64.urlSafe.decode(encoded) == Array(plain.utf8))
        }
        #expect(Base64.urlSafe.encode([0xFB, 0xFF]) == "-_8")
        #expect(Base64.urlSafe.decode("Zg==") == [0x66])
        for bad in ["Z", "Z+", "Zh", "Z g", "Zm9vY"] { #expect(Base64.urlSafe.decode(bad) == nil) }
        #expect(
            Base64.standard.encode([0xFB, 0xFF]) == "+/8=" && Base64.standard.encode(Array("foob".utf8)) == "Zm9vYg==")
        #expect(Base64.standard.decode("+/8=") == [0xFB, 0xFF] && Base64.standard.decode("+/8") == [0xFB, 0xFF])
        #expect(Base64.standard.decode("-_8") == nil)
        for length in 0..<70 {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) }
            #expect(Base64.urlSafe.decode(Base64.urlSafe.encode(bytes)) == bytes)
            #expect(Base64.standard.decode(Base64.standard.encode(bytes)) == bytes)
        }
    }

    @Test func neverShowsASecret() {
        struct Holder { let token: Secret, list: [Secret?] }
        let secret = Secret("AgSECRET")
        let holder = Holder(token: secret, list: [secret])
        var dumped = ""
        dump(holder, to: &dumped)
        for text in ["\(secret)", "\(holder)", String(reflecting: holder), String(describing: [secret]), dumped] {
            #expect(!text.contains("AgSECRET"))
            #expect(text.contains("***"))
        }
        #expect(secret == Secret("AgSECRET"))
        #expect(secret != Secret("AgSECRET2"))
        #expect(secret != Secret("AgSECREX"))
    }
}
