import ALCFCrypto
import ALCFJSON
import ALCFSystem
import Testing

@testable import ALCFAuth

/// Whatever else is in a token file is there afterwards too.
@Suite struct TokenFilePropertyTests {
    static let count = 500

    @Test func whatIsNotOursSurvives() async throws {
        let directory = TemporaryDirectory()
        for seed in 0..<Self.count {
            var random = Dice(seed: UInt64(seed))
            let document = random.tokenFile()
            let path = directory("tokens.json")
            put(document.serialized(), at: path)
            // Nobody else writes, so that a second look at the file finds nothing. A lock may be held for a moment all the
            // same: by a program that another test starts, until it has begun and closes what it inherited.
            let store = TokenStore(
                path: path, client: .alcfTokens, pause: { _ in try await Task.sleep(for: .milliseconds(2)) })
            let before = try #require(try await store.read())
            #expect(try JSONValue(parsing: before.bytes) == document, "reading changes nothing: seed \(seed)")

            let ours = TokenEntry(
                resourceServer: Samples.gateway, identityID: Samples.identity, scope: random.text(),
                accessToken: Secret("Ag\(seed)"), refreshToken: seed % 3 == 0 ? nil : Secret("Agr\(seed)"),
                expiresAt: Int(random.number(2_000_000_000)), tokenType: "Bearer")
            try await store.update { file in file.set(ours) }
            let after = try JSONValue(parsing: try #require(slurp(path)))
            #expect(try await store.read()?.entry(Samples.gateway) == ours, "seed \(seed)")

            // With our own entry taken out of both they are the same, but for what is unknown inside our entry.
            #expect(Self.withoutOurs(after) == Self.withoutOurs(document), "seed \(seed)")
            let known = Set([
                "resource_server", "identity_id", "scope", "access_token", "refresh_token", "expires_at_seconds",
                "token_type",
            ])
            for (key, value) in document["data"]?["DEFAULT"]?[Samples.gateway]?.object ?? [:]
            where !known.contains(key) {
                #expect(after["data"]?["DEFAULT"]?[Samples.gateway]?[key] == value, "seed \(seed)")
            }
        }
    }

    @Test func noBytesBringItDown() throws {
        var random = Dice(seed: 7)
        let good = Array(random.tokenFile().serialized().utf8)
        for _ in 0..<2000 {
            var bytes = good
            for _ in 0...Int(random.number(4)) {
                let place = Int(random.number(UInt64(bytes.count)))
                switch random.number(3) {
                case 0: bytes[place] = UInt8(random.number(256))
                case 1: bytes.removeSubrange(place...)
                default: bytes.insert(UInt8(random.number(256)), at: place)
                }
                if bytes.isEmpty { bytes = [0x7B] }
            }
            // Either an error or a file whose entries can be asked for.
            guard let file = try? TokenFile(parsing: bytes) else { continue }
            for server in file.resourceServers { _ = try? file.entry(server) }
            _ = file.record
        }
    }

    private static func withoutOurs(_ document: JSONValue) -> JSONValue? {
        guard var root = document.object, var data = root["data"]?.object,
            var entries = data[TokenFile.namespace]?.object
        else { return nil }
        entries[Samples.gateway] = nil
        data[TokenFile.namespace] = .object(entries)
        root["data"] = .object(data)
        return .object(root)
    }
}

/// Random documents, the same for the same seed (splitmix64).
struct Dice {
    private var numbers: SplitMix64
    init(seed: UInt64) { numbers = SplitMix64(seed: seed) }

    mutating func next() -> UInt64 { numbers.next() }

    mutating func number(_ bound: UInt64) -> UInt64 { next() % bound }

    mutating func text() -> String {
        let alphabet = Array("abcXYZ019 _-:/\"\\\n\tßé漢🙂{}[],")
        return String((0..<number(12)).map { _ in alphabet[Int(number(UInt64(alphabet.count)))] })
    }

    mutating func value(depth: Int = 0) -> JSONValue {
        switch number(depth > 3 ? 5 : 7) {
        case 0: .null
        case 1: .bool(number(2) == 0)
        case 2: .int(Int(truncatingIfNeeded: next() >> 2))
        case 3: .double(Double(number(1000)) + 0.5)
        case 4: .string(text())
        case 5: .array((0..<number(4)).map { _ in value(depth: depth + 1) })
        default: .object(object(depth: depth + 1))
        }
    }

    mutating func object(depth: Int = 0) -> JSONObject {
        JSONObject((0..<number(4)).map { index in ("k\(index)\(text())", value(depth: depth)) })
    }

    /// A file of the SDK's format with much in it that nobody knows.
    mutating func tokenFile() -> JSONValue {
        var entries: JSONObject = [:]
        for server in [Samples.gateway, "auth.globus.org", "transfer.api.globus.org", "x\(text())"]
        where number(3) > 0 {
            var entry = object()
            entry["resource_server"] = .string(server)
            entry["scope"] = .string(text())
            entry["access_token"] = .string("Ag\(number(1 << 40))")
            entry["expires_at_seconds"] = .int(Int(number(2_000_000_000)))
            if number(2) == 0 { entry["identity_id"] = .string(Samples.identity) }
            if number(2) == 0 { entry["refresh_token"] = .string("Agr\(number(1 << 40))") }
            entries[server] = .object(entry)
        }
        var data = object()
        data[TokenFile.namespace] = .object(entries)
        var root = object()
        root["data"] = .object(data)
        root["format_version"] = "2.0"
        root["globus-sdk.version"] = .string(number(2) == 0 ? "3.65.0" : "4.9.1")
        return .object(root)
    }
}
