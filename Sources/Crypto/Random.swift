import COpenSSL

/// Random bytes fit for keys, from libcrypto's generator.
public enum Random {
    /// - Throws: ``CryptoError`` when the generator has no entropy.
    public static func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let result = unsafe RAND_bytes(&bytes, CInt(count))
        guard result == 1 else { throw CryptoError("RAND_bytes") }
        return bytes
    }

    /// `count` random bytes as base64url text: 32 bytes give 43 characters.
    public static func token(bytes count: Int = 32) throws(CryptoError) -> String {
        Base64.urlSafe.encode(try bytes(count))
    }
}
