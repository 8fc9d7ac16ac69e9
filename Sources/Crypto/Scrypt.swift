import COpenSSL

/// A key from a passphrase, made slow and large to derive, against guessing (RFC 7914).
public struct Scrypt: Sendable, Hashable {
    /// The cost N: a power of two.
    public let cost: Int
    /// The block size r. Memory is 128 · N · r bytes.
    public let blockSize: Int
    /// The parallelisation p.
    public let parallelization: Int
    /// Random, and another one for each file.
    public let salt: [UInt8]

    /// The most memory that a derivation may take, in bytes.
    public static let memoryLimit = 256 << 20

    /// Parameters as they were written down somewhere; nil where they are senseless, or cost more than is reasonable.
    public init?(cost: Int, blockSize: Int, parallelization: Int, salt: [UInt8]) {
        guard (2...(1 << 20)).contains(cost), cost & (cost - 1) == 0, (1...32).contains(blockSize),
            (1...16).contains(parallelization), salt.count <= 1024,
            128 * cost * blockSize <= Self.memoryLimit / 2
        else { return nil }
        self.cost = cost
        self.blockSize = blockSize
        self.parallelization = parallelization
        self.salt = salt
    }

    /// Parameters for a new file, with a random salt: N = 2¹⁵, r = 8, p = 1, which takes 32 MiB and about a tenth of a
    /// second.
    ///
    /// - Throws: ``CryptoError`` when there is no randomness.
    public static func fresh() throws(CryptoError) -> Scrypt {
        guard let fresh = Scrypt(cost: 1 << 15, blockSize: 8, parallelization: 1, salt: try Random.bytes(16)) else {
            throw CryptoError("scrypt")
        }
        return fresh
    }

    /// `length` bytes that follow from the passphrase and these parameters.
    ///
    /// - Throws: ``CryptoError`` where there is not the memory.
    public func key(_ passphrase: Secret, length: Int) throws(CryptoError) -> [UInt8] {
        var text = Array(passphrase.expose().utf8CString)
        defer { unsafe text.withUnsafeMutableBytes { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) } }
        var key = [UInt8](repeating: 0, count: length)
        let result = unsafe EVP_PBE_scrypt(
            text, text.count - 1, salt, salt.count, UInt64(cost), UInt64(blockSize), UInt64(parallelization),
            UInt64(Self.memoryLimit), &key, length)
        guard result == 1 else { throw CryptoError("scrypt") }
        return key
    }
}
