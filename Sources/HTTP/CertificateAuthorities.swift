import ALCFSystem

/// Certificates of the authorities that servers are checked against: a file of them, folders of them, or both, and the
/// rule by which they were chosen.
///
/// A variable counts for all: nothing but what it names is trusted then. Without one, the file counts that libcurl was
/// built for, and where that is missing, since the program was built for another system, the first of
/// ``knownFiles`` and ``knownFolders`` that is there.
public struct CertificateAuthorities: Sendable, Hashable {
    /// A reason to use a file or folder.
    public enum Rule: Sendable, Hashable {
        /// Variables of the environment name it.
        case variables([String])
        /// libcurl was built for it.
        case library
        /// A system of this kind keeps its certificates there.
        case system
        /// None was found.
        case nothing
    }

    /// Certificates in PEM, one after the other.
    public let file: String?
    /// Folders with a file for each certificate, named by OpenSSL's hash, separated by colons.
    public let folder: String?
    /// The reason that these are used.
    public let rule: Rule
    /// Variables that name others, and do not count, as another variable comes first.
    public let passedOver: [String]
    /// Places that were looked at in vain.
    package let searched: [CertificatePlace]

    /// Variables that name a file, the first that is set counts: curl's, OpenSSL's, and that of Python's requests.
    /// Each may name a folder as well.
    static let fileVariables = ["CURL_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"]
    /// OpenSSL's variable for folders. It counts beside its SSL_CERT_FILE, and before that of requests.
    static let folderVariable = "SSL_CERT_DIR"
    /// Variables that name certificates, in the order in which they count.
    public static let variables = ["CURL_CA_BUNDLE", "SSL_CERT_FILE", folderVariable, "REQUESTS_CA_BUNDLE"]

    /// Files in which systems keep their certificates: Debian, Red Hat, SUSE, Alpine.
    public static let knownFiles = [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/ca-bundle.pem", "/var/lib/ca-certificates/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ]
    /// Folders in which systems keep them, where there is no such file: Debian and SUSE, Red Hat.
    public static let knownFolders = ["/etc/ssl/certs", "/etc/pki/tls/certs"]

    private init(
        file: String?, folder: String?, rule: Rule, passedOver: [String] = [], searched: [CertificatePlace] = []
    ) {
        self.file = file
        self.folder = folder
        self.rule = rule
        self.passedOver = passedOver
        self.searched = searched
    }

    /// Certificates that the environment names; nil where it names none.
    ///
    /// - Parameters:
    ///   - environment: the value of a variable; nil where it is not set.
    ///   - disk: the files that there are.
    init?(environment: (String) -> String?, disk: CertificateDisk = .machine) {
        func path(_ variable: String) -> String? {
            guard let value = environment(variable), !value.isEmpty else { return nil }
            return UserPath.expanded(value, environment: environment)
        }
        let named = Self.fileVariables.compactMap { name in path(name).map { (name: name, path: $0) } }.first
        let folders = named?.name == "CURL_CA_BUNDLE" ? nil : path(Self.folderVariable)
        func others(than names: [String]) -> [String] {
            let used = Set(names.compactMap(path))
            return Self.variables.filter { name in
                !names.contains(name) && path(name).map { !used.contains($0) } ?? false
            }
        }
        if let named, folders == nil || named.name == "SSL_CERT_FILE" {
            let isFolder = disk.isFolder(named.path)
            let both = [isFolder ? named.path : nil, folders].compactMap { $0 }
            let names = [named.name] + (folders == nil ? [] : [Self.folderVariable])
            self.init(
                file: isFolder ? nil : named.path, folder: both.isEmpty ? nil : both.joined(separator: ":"),
                rule: .variables(names), passedOver: others(than: names))
        } else if let folders {
            let names = [Self.folderVariable]
            self.init(file: nil, folder: folders, rule: .variables(names), passedOver: others(than: names))
        } else {
            return nil
        }
    }

    /// Certificates of the system.
    ///
    /// - Parameters:
    ///   - libraryFile: the file that libcurl was built for; nil if for none.
    ///   - libraryFolder: the folder that it was built for.
    ///   - disk: the files that there are.
    init(libraryFile: String?, libraryFolder: String?, disk: CertificateDisk = .machine) {
        if let libraryFile, disk.isFile(libraryFile) {
            self.init(file: libraryFile, folder: nil, rule: .library)
        } else if let file = Self.knownFiles.first(where: disk.isFile) {
            self.init(file: file, folder: nil, rule: .system)
        } else if let libraryFolder, disk.holdsCertificates(libraryFolder) {
            self.init(file: nil, folder: libraryFolder, rule: .library)
        } else if let folder = Self.knownFolders.first(where: disk.holdsCertificates) {
            self.init(file: nil, folder: folder, rule: .system)
        } else {
            // In the order in which they were looked at, each once.
            let places = [libraryFile].compactMap(\.self) + Self.knownFiles
            let folders = [libraryFolder].compactMap(\.self) + Self.knownFolders
            var seen: Set<String> = []
            let searched =
                places.map { CertificatePlace(path: $0, state: disk.exists($0) ? .unreadable : .missing) }
                + folders.map { CertificatePlace(path: $0, state: disk.isFolder($0) ? .empty : .missing) }
            self.init(
                file: nil, folder: nil, rule: .nothing, searched: searched.filter { seen.insert($0.path).inserted })
        }
    }

    /// Returns the certificates that requests of this process are checked with. Loads libcurl, unless a variable names
    /// them.
    public static func inForce() -> CertificateAuthorities { inForce(environment: ProcessEnvironment.value) }

    /// The same with other variables.
    ///
    /// - Parameter environment: the value of a variable; nil where it is not set.
    package static func inForce(environment: (String) -> String?) -> CertificateAuthorities {
        CertificateAuthorities(environment: environment) ?? ofSystem
    }

    /// Certificates of this machine's system, looked for once.
    static let ofSystem: CertificateAuthorities = {
        let (file, folder) = EasyHandle.libraryCertificates()
        return CertificateAuthorities(libraryFile: file, libraryFolder: folder)
    }()

    /// The files and folders, for people to read; nil where there is none.
    public var place: String? {
        let parts = [file, folder].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " and ")
    }

    /// The rule, in words: `SSL_CERT_FILE names it`.
    package var reason: String {
        switch rule {
        case .variables(let names):
            let others = passedOver.isEmpty ? "" : "; \(passedOver.joined(separator: " and ")) set too, and passed over"
            return "\(names.joined(separator: " and ")) \(names.count == 1 ? "names" : "name") it\(others)"
        case .library: return "libcurl was built for it"
        case .system, .nothing: return "the system keeps its certificates there"
        }
    }

    /// The reason that no certificate can be read where it was looked for, with what to do; nil where there is no such
    /// reason.
    public var fault: (message: String, remedy: String)? { fault(on: .machine) }

    func fault(on disk: CertificateDisk) -> (message: String, remedy: String)? {
        switch rule {
        case .library, .system: return nil
        case .nothing:
            return (
                "this machine's certificates of authorities were not found: \(CertificatePlace.words(searched))",
                "Install the package ca-certificates, or set SSL_CERT_FILE to a file of trusted certificates in PEM."
            )
        case .variables(let names):
            let words = names.joined(separator: " and ")
            let others = passedOver.joined(separator: " and ")
            let note = others.isEmpty ? "" : " (\(others) set too, and passed over, as \(words) comes first)"
            let way =
                others.isEmpty
                ? "Correct or unset \(words)."
                : "Correct \(words); or, if \(others) is meant: unset \(names.joined(separator: " "))"
            if let file, !disk.isFile(file) {
                return ("the file \(file) that \(words) names cannot be read\(note)", way)
            }
            guard file == nil, let folder else { return nil }
            let folders = folder.split(separator: ":").map(String.init)
            if folders.contains(where: disk.holdsCertificates) { return nil }
            return (
                "the folder \(folder) that \(words) names holds no certificate under a name of OpenSSL's\(note)",
                others.isEmpty ? "Run 'openssl rehash' on it, or set SSL_CERT_FILE to a file of certificates." : way
            )
        }
    }
}
