import COpenSSL

/// OpenSSL as a whole, for the program that uses it.
public enum CryptoLibrary {
    /// Leaves OpenSSL as it is when the process ends, where it would take its locks and tables apart while other
    /// threads still use them. To be called before anything else of it is used.
    ///
    /// The portable program's OpenSSL is its own: it reads no configuration, and so loads no module, since the
    /// machine's is for another version of it.
    public static func outliveProcess() {
        #if ALCF_PORTABLE
            let options = OPENSSL_INIT_NO_ATEXIT | OPENSSL_INIT_NO_LOAD_CONFIG
        #else
            let options = OPENSSL_INIT_NO_ATEXIT
        #endif
        _ = OPENSSL_init_crypto(UInt64(options), nil)
    }

    /// The version of the libcrypto that is loaded, as in `OpenSSL 3.0.17 1 Jul 2025`.
    public static var version: String { unsafe String(cString: OpenSSL_version(OPENSSL_VERSION)) }
}
