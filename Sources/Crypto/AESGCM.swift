import COpenSSL

/// AES-256 in Galois/counter mode (NIST SP 800-38D): encryption that also detects any change.
public enum AESGCM {
    /// Bytes of a key.
    public static let keyLength = 32
    /// Bytes of a nonce, which must never serve twice with one key; random ones are safe for 2³² messages.
    public static let nonceLength = 12
    /// Bytes of the tag that is at the end of a sealed text.
    public static let tagLength = 16

    /// The ciphertext of `plaintext`, and the tag after it.
    ///
    /// - Parameter authenticated: is not encrypted; ``open(_:key:nonce:authenticated:)`` must be given the same.
    /// - Throws: ``CryptoError``, also where the key or the nonce has a wrong length.
    public static func seal(
        _ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], authenticated: [UInt8] = []
    ) throws(CryptoError) -> [UInt8] {
        let context = try Context(encrypting: true, key: key, nonce: nonce)
        try context.authenticate(authenticated)
        var output = try context.update(plaintext)
        guard try context.finish() else { throw CryptoError("AES-256-GCM") }
        output += try context.tag()
        return output
    }

    /// Returns the sealed text; nil if the text, the tag, the key, the nonce or the authenticated bytes differ.
    ///
    /// - Throws: ``CryptoError``, also where the key or the nonce has a wrong length.
    public static func open(
        _ sealed: [UInt8], key: [UInt8], nonce: [UInt8], authenticated: [UInt8] = []
    ) throws(CryptoError) -> [UInt8]? {
        guard sealed.count >= tagLength else { return nil }
        let context = try Context(encrypting: false, key: key, nonce: nonce)
        try context.authenticate(authenticated)
        let plaintext = try context.update(Array(sealed.dropLast(tagLength)))
        try context.expect(tag: Array(sealed.suffix(tagLength)))
        return try context.finish() ? plaintext : nil
    }
}

/// An `EVP_CIPHER_CTX`, freed, and its key wiped, when it goes out of scope.
@safe private final class Context {
    private let raw: OpaquePointer

    init(encrypting: Bool, key: [UInt8], nonce: [UInt8]) throws(CryptoError) {
        guard key.count == AESGCM.keyLength, nonce.count == AESGCM.nonceLength,
            let context = unsafe EVP_CIPHER_CTX_new()
        else { throw CryptoError("AES-256-GCM") }
        unsafe raw = context
        let result = unsafe EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce, encrypting ? 1 : 0)
        guard result == 1 else { throw CryptoError("AES-256-GCM") }
    }

    deinit { unsafe EVP_CIPHER_CTX_free(raw) }

    func authenticate(_ bytes: [UInt8]) throws(CryptoError) {
        guard !bytes.isEmpty else { return }
        var length: CInt = 0
        let result = unsafe EVP_CipherUpdate(raw, nil, &length, bytes, CInt(bytes.count))
        guard result == 1 else { throw CryptoError("AES-256-GCM") }
    }

    func update(_ bytes: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard !bytes.isEmpty else { return [] }
        var output = [UInt8](repeating: 0, count: bytes.count)
        var length: CInt = 0
        let result = unsafe EVP_CipherUpdate(raw, &output, &length, bytes, CInt(bytes.count))
        guard result == 1, length == bytes.count else { throw CryptoError("AES-256-GCM") }
        return output
    }

    /// Whether the tag was right; always, where one is made.
    func finish() throws(CryptoError) -> Bool {
        var rest = [UInt8](repeating: 0, count: AESGCM.tagLength)
        var length: CInt = 0
        return unsafe EVP_CipherFinal_ex(raw, &rest, &length) == 1
    }

    func tag() throws(CryptoError) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: AESGCM.tagLength)
        let result = unsafe EVP_CIPHER_CTX_ctrl(raw, EVP_CTRL_AEAD_GET_TAG, CInt(tag.count), &tag)
        guard result == 1 else { throw CryptoError("AES-256-GCM") }
        return tag
    }

    func expect(tag: [UInt8]) throws(CryptoError) {
        var tag = tag
        let result = unsafe EVP_CIPHER_CTX_ctrl(raw, EVP_CTRL_AEAD_SET_TAG, CInt(tag.count), &tag)
        guard result == 1 else { throw CryptoError("AES-256-GCM") }
    }
}
