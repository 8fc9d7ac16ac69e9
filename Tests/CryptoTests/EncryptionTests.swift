import ALCFCrypto
import Testing

@Suite struct EncryptionTests {
    struct Vector: Sendable {
        var key, nonce, plaintext, authenticated, ciphertext, tag: String
    }

    /// McGrew and Viega, "The Galois/Counter Mode of Operation", test cases 13, 14 and 16; NIST's validation takes them.
    static let vectors = [
        Vector(
            key: String(repeating: "0", count: 64), nonce: String(repeating: "0", count: 24), plaintext: "",
            authenticated: "", ciphertext: "", tag: "530f8afbc74536b9a963b4f1c4cb738b"),
        Vector(
            key: String(repeating: "0", count: 64), nonce: String(repeating: "0", count: 24),
            plaintext: String(repeating: "0", count: 32), authenticated: "",
            ciphertext: "cea7403d4d606b6e074ec5d3baf39d18", tag: "d0d1c8a799996bf0265b98b5d48ab919"),
        Vector(
            key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
            nonce: "cafebabefacedbaddecaf888",
            plaintext: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
            authenticated: "feedfacedeadbeeffeedfacedeadbeefabaddad2",
            ciphertext: "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
            tag: "76fc6ece0f4e1768cddf8853bb2d551b"),
    ]

    @Test(arguments: vectors) func encryptsLikeTheStandard(_ vector: Vector) throws {
        let (key, nonce) = (bytes(vector.key), bytes(vector.nonce))
        let sealed = try AESGCM.seal(
            bytes(vector.plaintext), key: key, nonce: nonce, authenticated: bytes(vector.authenticated))
        #expect(sealed == bytes(vector.ciphertext) + bytes(vector.tag))
        let opened = try AESGCM.open(sealed, key: key, nonce: nonce, authenticated: bytes(vector.authenticated))
        #expect(opened == bytes(vector.plaintext))
    }

    @Test func noticesEveryChangedBit() throws {
        let (key, nonce) = (try Random.bytes(32), try Random.bytes(12))
        let sealed = try AESGCM.seal(Array("some tokens".utf8), key: key, nonce: nonce, authenticated: [1])
        for bit in 0..<sealed.count * 8 {
            var changed = sealed
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try AESGCM.open(changed, key: key, nonce: nonce, authenticated: [1]) == nil)
        }
        #expect(try AESGCM.open(sealed, key: key, nonce: nonce, authenticated: [2]) == nil)
        #expect(try AESGCM.open(sealed, key: key, nonce: try Random.bytes(12), authenticated: [1]) == nil)
        #expect(try AESGCM.open(sealed, key: try Random.bytes(32), nonce: nonce, authenticated: [1]) == nil)
        #expect(try AESGCM.open(Array(sealed.prefix(15)), key: key, nonce: nonce) == nil)
        #expect(throws: CryptoError.self) { try AESGCM.seal([], key: [1], nonce: nonce) }
        #expect(throws: CryptoError.self) { try AESGCM.seal([], key: key, nonce: [1]) }
    }

    /// RFC 7914, §12.
    @Test func derivesLikeTheStandard() throws {
        let known: [(String, String, Int, Int, Int, String)] = [
            (
                "", "", 16, 1, 1,
                "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
                    + "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906"
            ),
            (
                "password", "NaCl", 1024, 8, 16,
                "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
                    + "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
            ),
            (
                "pleaseletmein", "SodiumChloride", 16384, 8, 1,
                "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
                    + "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
            ),
        ]
        for (passphrase, salt, cost, blockSize, parallelization, key) in known {
            let scrypt = try #require(
                Scrypt(
                    cost: cost, blockSize: blockSize, parallelization: parallelization, salt: Array(salt.utf8)))
            #expect(try scrypt.key(Secret(passphrase), length: 64) == bytes(key))
        }
    }

    @Test func takesNoSenselessParameters() throws {
        for (cost, blockSize, parallelization) in [
            (0, 8, 1), (1, 8, 1), (3, 8, 1), (1 << 21, 8, 1), (1 << 20, 8, 1), (16, 0, 1), (16, 33, 1), (16, 8, 0),
            (16, 8, 17), (-16, 8, 1),
        ] {
            #expect(
                Scrypt(cost: cost, blockSize: blockSize, parallelization: parallelization, salt: []) == nil)
        }
        let (one, two) = (try Scrypt.fresh(), try Scrypt.fresh())
        #expect(one.cost >= 1 << 15 && one.blockSize == 8 && one.salt.count == 16)
        #expect(one.salt != two.salt)
    }

    private func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
