import COpenSSL

/// libcrypto refused; with a working library this does not happen.
public struct CryptoError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The operation attempted, and OpenSSL's error number.
    public let description: String

    init(_ operation: String) {
        description = "\(operation) failed in libcrypto (error \(ERR_get_error()))"
    }
}
