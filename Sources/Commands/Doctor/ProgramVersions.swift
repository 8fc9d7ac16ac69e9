import ALCFCrypto
import ALCFHTTP
import ALCFJSON
import ALCFSystem

/// Versions of the program, of the libraries that it uses, and of the system, and where each library is from.
struct ProgramVersions: Sendable {
    /// Version of the program.
    var program = Version.current
    /// Path of the program; nil if it is not known.
    var path: String?
    /// The network library, or the reason that it cannot be used.
    var curl: Result<HTTPLibrary, HTTPError>
    /// As in `OpenSSL 3.0.17 1 Jul 2025`.
    var openSSL: String
    /// As in `2.14`.
    var jansson: String
    /// As in `glibc 2.36`.
    var cLibrary: String?
    /// As in `Linux 6.8.0 x86_64`.
    var kernel: String?
    /// Libraries that are files of their own.
    var libraries: LoadedLibraries

    /// Those of this process. Loads libcurl.
    static var current: ProgramVersions {
        let curl = Result { () throws(HTTPError) in try HTTPLibrary.loaded() }
        let program = AtomicFile.resolved("/proc/self/exe")
        return ProgramVersions(
            path: program.hasPrefix("/proc/") ? nil : program, curl: curl, openSSL: CryptoLibrary.version,
            jansson: JSONLibrary.version, cLibrary: CLibrary.version, kernel: Kernel.description,
            libraries: .current)
    }

    /// The member `versions` of `alcf doctor --json`; `null` for what is not known.
    var json: JSONValue {
        let curl = try? curl.get()
        return [
            "alcf": .string(program), "libcurl": JSONValue(curl?.version), "tls": JSONValue(curl?.tls),
            "openssl": .string(openSSL), "jansson": .string(jansson), "c_library": JSONValue(cLibrary),
            "system": JSONValue(kernel),
        ]
    }
}
