import ALCFHTTP
import ALCFSystem

/// The check of the trusted certificates.
struct CertificateChecks {
    let authorities: CertificateAuthorities
    /// Number of certificates there, or the reason that they cannot be read. Of several places, one that can be read is
    /// enough.
    private let count: Result<Int, FileError>

    /// Looks at what is in force.
    init(_ authorities: CertificateAuthorities) {
        self.authorities = authorities
        let folders = (authorities.folder ?? "").split(separator: ":").map(String.init)
        let counts =
            [authorities.file].compactMap(\.self).map(Self.countInFile) + folders.map(Self.countInFolder)
        let found = counts.compactMap { try? $0.get() }
        count = found.isEmpty ? counts.first ?? .success(0) : .success(found.reduce(0, +))
    }

    var result: CheckResult {
        guard let path = authorities.place else {
            return failed(
                authorities.fault?.message ?? "no file or folder of trusted certificates was found",
                "no certificates are trusted")
        }
        let place = "\(path) (\(authorities.reason))"
        switch count {
        case .failure(let error):
            return failed("\(error) (\(authorities.reason))", "the trusted certificates cannot be read")
        case .success(0): return failed("there is no certificate in \(place)", "no certificates are trusted")
        case .success(let count): return .ok(.certificates, "\(NumberText.count(count, "certificate")) in \(place)")
        }
    }

    private func failed(_ found: String, _ brief: String) -> CheckResult {
        .failed(.certificates, found, brief: brief, remedy: remedy, exitCode: Failure.ExitCode.unavailable)
    }

    private var remedy: String {
        guard case .variables(let names) = authorities.rule else {
            return
                "Install the system's certificates (package ca-certificates), or name a file of them in SSL_CERT_FILE."
        }
        let others = authorities.passedOver
        return
            "Set \(names[0]) to a file of certificates in PEM form, or use "
            + (others.isEmpty ? "the system's" : "those of \(others[0])") + ": unset \(names.joined(separator: " "))"
    }

    private static func countInFile(_ path: String) -> Result<Int, FileError> {
        Result { () throws(FileError) in
            let text = String(decoding: try FileContents.input(path, limit: 64 << 20), as: UTF8.self)
            return text.split(separator: "\n").count {
                $0.hasPrefix("-----BEGIN CERTIFICATE-----") || $0.hasPrefix("-----BEGIN TRUSTED CERTIFICATE-----")
            }
        }
    }

    private static func countInFolder(_ path: String) -> Result<Int, FileError> {
        Result { () throws(FileError) in
            try FolderContents.entries(path, limit: 100_000).count { isHashed($0.name) }
        }
    }

    /// Whether OpenSSL would find a file of that name, as in `5ed36f99.0`: others in the folder do not count.
    static func isHashed(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0].utf8.count == 8 && parts[0].allSatisfy(\.isHexDigit)
            && !parts[1].isEmpty && parts[1].allSatisfy(\.isNumber)
    }
}
