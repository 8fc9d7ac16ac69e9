import ALCFHTTP

/// The file or folder of certificates that this program trusts, and the rule by which it is chosen, in words.
struct CertificateSource: Sendable, Equatable {
    /// Path of the file, or of the folder where there is no file.
    let path: String
    /// Reason for choosing it, in a few words.
    let rule: String
    /// The variable that names it; nil for none.
    let variable: String?
    /// Whether it is a folder of one file for each certificate.
    let isFolder: Bool

    init(path: String, rule: String, variable: String?, isFolder: Bool) {
        self.path = path
        self.rule = rule
        self.variable = variable
        self.isFolder = isFolder
    }

    /// The source in force; nil where none was found. Of several folders, the first one.
    init?(_ authorities: CertificateAuthorities) {
        let folder = authorities.folder?.split(separator: ":").first.map(String.init)
        guard let path = authorities.file ?? folder else { return nil }
        self.path = path
        isFolder = authorities.file == nil
        switch authorities.rule {
        case .variables(let names):
            variable = names.first
            rule = "\(names.joined(separator: " and ")) \(names.count == 1 ? "names" : "name") it"
        case .library: (variable, rule) = (nil, "libcurl was built for it")
        case .system, .nothing: (variable, rule) = (nil, "the system keeps its certificates there")
        }
    }
}
