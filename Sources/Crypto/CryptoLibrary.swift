import COpenSSL

/// OpenSSL as a whole, for the program that uses it.
public enum CryptoLibrary {
    /// Leaves OpenSSL as it is when the process ends, where it would take its locks and tables apart while other
    /// threads still use them. To be called before anything else of it is used.
    public static func outliveProcess() {
        _ = OPENSSL_init_crypto(UInt64(OPENSSL_INIT_NO_ATEXIT), nil)
    }
}
