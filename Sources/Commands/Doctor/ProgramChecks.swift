import ALCFHTTP
import ALCFSystem

/// The checks of the program and of what it is linked to.
struct ProgramChecks {
    let versions: ProgramVersions

    var results: [CheckResult] {
        [
            .ok(.version, version), curl, .ok(.openssl, "\(openSSL), \(place("libcrypto"))"),
            .ok(.jansson, "\(versions.jansson), \(place("libjansson"))"),
        ]
    }

    private var version: String {
        let parts = [versions.program, versions.cLibrary, versions.kernel, versions.path.map { "from \($0)" }]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    /// Without the name, which is the check's.
    private var openSSL: String {
        let mark = "OpenSSL "
        return String(versions.openSSL.dropFirst(versions.openSSL.hasPrefix(mark) ? mark.count : 0))
    }

    private var curl: CheckResult {
        switch versions.curl {
        case .failure(let error): return .failed(.libcurl, error, brief: "libcurl cannot be used")
        case .success(let library):
            guard let tls = library.tls else {
                return .failed(
                    .libcurl, "\(library.version) without TLS, \(place("libcurl"))", brief: "libcurl has no TLS",
                    remedy: "Install one with TLS: apt-get install libcurl4, or dnf install libcurl.",
                    exitCode: Failure.ExitCode.unavailable)
            }
            let http = library.speaksHTTP2 ? "HTTP/2" : "no HTTP/2"
            return .ok(.libcurl, "\(library.version) with \(tls), \(http), \(place("libcurl"))")
        }
    }

    private func place(_ name: String) -> String {
        versions.libraries.path(of: name).map { "from \($0)" } ?? "inside the program"
    }
}
