import ALCFCrypto
import ALCFJSON

/// An encrypted token document, in a file beside the usual one, which only this program can read.
///
/// AES-256-GCM under a key that scrypt derives from a passphrase. Scrypt derives 16 bytes more, which are stored in the
/// file to distinguish a wrong passphrase from a changed file; they do not make guessing easier for an attacker who has
/// the file.
struct EncryptedTokens {
    static let version = 1
    static let member = "alcf_encrypted_tokens"
    /// Length of scrypt's output: a key, and the bytes that check the passphrase.
    static let keyLength = AESGCM.keyLength + checkLength
    private static let checkLength = 16

    let parameters: Scrypt
    private let check: [UInt8]
    private let nonce: [UInt8]
    private let sealed: [UInt8]

    /// A reason that a document cannot be opened.
    enum Failure: Error { case wrongPassphrase, changed }

    init(sealing plaintext: [UInt8], parameters: Scrypt, key: [UInt8]) throws(CryptoError) {
        self.parameters = parameters
        check = Array(key.suffix(Self.checkLength))
        nonce = try Random.bytes(AESGCM.nonceLength)
        sealed = try AESGCM.seal(
            plaintext, key: Array(key.prefix(AESGCM.keyLength)), nonce: nonce,
            authenticated: Self.header(parameters, check))
    }

    /// - Throws: ``JSONError`` where it is no such document.
    init(parsing bytes: [UInt8]) throws(JSONError) {
        let json = try JSONValue(parsing: bytes, rejectDuplicates: true)
        guard json[Self.member]?.int == Self.version else {
            throw JSONError(.mismatch, path: Self.member, "must be \(Self.version)")
        }
        func decoded(_ name: String) throws(JSONError) -> [UInt8] {
            guard let bytes = Base64.urlSafe.decode(try json.require(name)) else {
                throw JSONError(.mismatch, path: name, "must be base64url")
            }
            return bytes
        }
        guard
            let parameters = Scrypt(
                cost: try json.require("scrypt.n"), blockSize: try json.require("scrypt.r"),
                parallelization: try json.require("scrypt.p"), salt: try decoded("scrypt.salt"))
        else { throw JSONError(.mismatch, path: "scrypt.n", "is out of bounds") }
        self.parameters = parameters
        check = try decoded("check")
        nonce = try decoded("nonce")
        sealed = try decoded("aes-256-gcm")
        guard nonce.count == AESGCM.nonceLength else {
            throw JSONError(.mismatch, path: "nonce", "must be \(AESGCM.nonceLength) bytes")
        }
    }

    /// - Throws: ``Failure``, ``CryptoError``.
    func open(key: [UInt8]) throws -> [UInt8] {
        // Hashing both hides where they differ, which would matter little here.
        guard try SHA256.digest(check) == SHA256.digest(Array(key.suffix(Self.checkLength))) else {
            throw Failure.wrongPassphrase
        }
        let plaintext = try AESGCM.open(
            sealed, key: Array(key.prefix(AESGCM.keyLength)), nonce: nonce,
            authenticated: Self.header(parameters, check))
        guard let plaintext else { throw Failure.changed }
        return plaintext
    }

    var bytes: [UInt8] {
        let document: JSONValue = [
            Self.member: .int(Self.version), "scrypt.n": .int(parameters.cost), "scrypt.r": .int(parameters.blockSize),
            "scrypt.p": .int(parameters.parallelization),
            "scrypt.salt": .string(Base64.urlSafe.encode(parameters.salt)),
            "check": .string(Base64.urlSafe.encode(check)), "nonce": .string(Base64.urlSafe.encode(nonce)),
            "aes-256-gcm": .string(Base64.urlSafe.encode(sealed)),
        ]
        return document.serializedBytes()
    }

    /// Returns the members that are authenticated and not encrypted.
    private static func header(_ parameters: Scrypt, _ check: [UInt8]) -> [UInt8] {
        let numbers = [version, parameters.cost, parameters.blockSize, parameters.parallelization]
        let words = numbers.map(String.init) + [parameters.salt, check].map { Base64.urlSafe.encode($0) }
        return Array("\(member) \(words.joined(separator: " "))".utf8)
    }
}
