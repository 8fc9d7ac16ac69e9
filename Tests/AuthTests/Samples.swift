import ALCFAuth
import ALCFCrypto
import Glibc

/// Documents as Globus and its SDK write them.
enum Samples {
    static let gateway = GlobusService.inference.resourceServer
    static let scope = GlobusService.inference.scope
    static let identity = "11111111-2222-3333-4444-555555555555"

    /// What globus_sdk 4.9.1 writes: one line, no line feed at its end.
    static func sdkFile(
        access: String = "AgOldAccess", refresh: String = "AgOldRefresh", expiresAt: Int = 1_795_475_776
    ) -> String {
        """
        {"data": {"DEFAULT": {"\(gateway)": {"resource_server": "\(gateway)", "identity_id": "\(identity)", \
        "scope": "\(scope)", "access_token": "\(access)", "refresh_token": "\(refresh)", \
        "expires_at_seconds": \(expiresAt), "token_type": "Bearer"}, "auth.globus.org": {"resource_server": \
        "auth.globus.org", "identity_id": "\(identity)", "scope": "openid", "access_token": "AgAuthAccess", \
        "refresh_token": "AgAuthRefresh", "expires_at_seconds": \(expiresAt), "token_type": "Bearer"}}}, \
        "format_version": "2.0", "globus-sdk.version": "4.9.1"}
        """
    }

    /// The answer to a refresh.
    static func refreshed(access: String = "AgNewAccess", refresh: String? = "AgNewRefresh") -> String {
        """
        {"access_token":"\(access)","scope":"\(scope)","expires_in":172800,"token_type":"Bearer",\
        "resource_server":"\(gateway)",\(refresh.map { "\"refresh_token\":\"\($0)\"," } ?? "")"other_tokens":[]}
        """
    }

    /// The answer to a code exchange; the inference token is not the first.
    static func signedIn(sub: String = identity, username: String = "auser@anl.gov") -> String {
        let claims = """
            {"sub":"\(sub)","iss":"https://auth.globus.org","preferred_username":"\(username)","name":"A. User",\
            "email":"a@anl.gov","last_authentication":1799999000,"identity_set":[]}
            """
        let token = "eyJhbGciOiJSUzUxMiJ9.\(Base64.urlSafe.encode(Array(claims.utf8))).c2ln"
        return """
            {"access_token":"AgAuthNew","refresh_token":"AgAuthRefreshNew","scope":"openid","expires_in":172800,\
            "token_type":"Bearer","resource_server":"auth.globus.org","state":"s","id_token":"\(token)",\
            "other_tokens":[{"access_token":"AgGateNew","refresh_token":"AgGateRefreshNew","scope":"\(scope)",\
            "expires_in":172800,"token_type":"Bearer","resource_server":"\(gateway)","state":"s"}]}
            """
    }

    /// Every secret in the samples.
    static let secrets = [
        "AgOldAccess", "AgOldRefresh", "AgAuthAccess", "AgAuthRefresh", "AgNewAccess", "AgNewRefresh", "AgAuthNew",
        "AgAuthRefreshNew", "AgGateNew", "AgGateRefreshNew",
    ]
}

/// A directory that goes away with the value.
final class TemporaryDirectory: Sendable {
    let path: String

    init() {
        var template = Array("/tmp/alcf-auth-XXXXXX".utf8CString)
        path = mkdtemp(&template).map { String(cString: $0) } ?? "/tmp/alcf-auth-failed"
    }

    deinit { removeTree(path) }

    func callAsFunction(_ name: String) -> String { path + "/" + name }
}

/// The names in a directory, without `.` and `..`.
func names(in directory: String) -> Set<String> {
    guard let entries = opendir(directory) else { return [] }
    defer { closedir(entries) }
    var names: Set<String> = []
    while let entry = readdir(entries) {
        withUnsafeBytes(of: &entry.pointee.d_name) { name in
            _ = names.insert(String(decoding: name.prefix { $0 != 0 }, as: UTF8.self))
        }
    }
    return names.subtracting([".", ".."])
}

private func removeTree(_ path: String) {
    if mode(path) & S_IFMT == S_IFDIR { for name in names(in: path) { removeTree(path + "/" + name) } }
    remove(path)
}

/// Writes a file as another program would: in place, with the given mode.
func put(_ text: String, at path: String, mode: mode_t = 0o600) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode)
    defer { close(file) }
    fchmod(file, mode)
    _ = Array(text.utf8).withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
}

func slurp(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
}

func mode(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode : 0
}
