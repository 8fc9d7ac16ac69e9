import COpenSSL

/// SHA-256 (FIPS 180-4).
public enum SHA256 {
    /// The 32 bytes of the digest.
    ///
    /// - Throws: ``CryptoError`` when libcrypto offers no SHA-256.
    public static func digest(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        var length: CUnsignedInt = 0
        let result = unsafe EVP_Digest(message, message.count, &digest, &length, EVP_sha256(), nil)
        guard result == 1, length == 32 else { throw CryptoError("SHA-256") }
        return digest
    }

    /// The digest as 64 lower-case hexadecimal digits.
    public static func hex(_ message: [UInt8]) throws(CryptoError) -> String {
        try digest(message).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
