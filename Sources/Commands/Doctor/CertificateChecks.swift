import ALCFSystem

/// The check of the trusted certificates.
struct CertificateChecks {
    let source: CertificateSource?
    /// Number of certificates there, or the reason that they cannot be read.
    let count: Result<Int, FileError>

    /// Looks into the source.
    init(_ source: CertificateSource?) {
        self.source = source
        count = source.map(Self.count) ?? .success(0)
    }

    init(_ source: CertificateSource?, count: Result<Int, FileError>) {
        self.source = source
        self.count = count
    }

    var result: CheckResult {
        guard let source else {
            return failed(
                "no file or folder of trusted certificates was found where systems keep them",
                "no certificates are trusted")
        }
        let place = "\(source.path) (\(source.rule))"
        switch count {
        case .failure(let error):
            return failed("\(error) (\(source.rule))", "the trusted certificates cannot be read")
        case .success(0): return failed("there is no certificate in \(place)", "no certificates are trusted")
        case .success(let count): return .ok(.certificates, "\(NumberText.count(count, "certificate")) in \(place)")
        }
    }

    private func failed(_ found: String, _ brief: String) -> CheckResult {
        let remedy =
            source?.variable.map { "Set \($0) to a file of certificates in PEM form, or use the system's: unset \($0)" }
            ?? "Install the system's certificates (package ca-certificates), or name a file of them in SSL_CERT_FILE."
        return .failed(
            .certificates, found, brief: brief, remedy: remedy, exitCode: Failure.ExitCode.unavailable)
    }

    private static func count(_ source: CertificateSource) -> Result<Int, FileError> {
        Result { () throws(FileError) in
            guard source.isFolder else {
                let text = String(
                    decoding: try FileContents.input(source.path, limit: 64 << 20), as: UTF8.self)
                return text.split(separator: "\n").count {
                    $0.hasPrefix("-----BEGIN CERTIFICATE-----") || $0.hasPrefix("-----BEGIN TRUSTED CERTIFICATE-----")
                }
            }
            return try FolderContents.entries(source.path, limit: 100_000).count { isHashed($0.name) }
        }
    }

    /// Whether OpenSSL would find a file of that name, as in `5ed36f99.0`: others in the folder do not count.
    static func isHashed(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0].utf8.count == 8 && parts[0].allSatisfy(\.isHexDigit)
            && !parts[1].isEmpty && parts[1].allSatisfy(\.isNumber)
    }
}
