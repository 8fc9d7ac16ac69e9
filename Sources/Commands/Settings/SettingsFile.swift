import ALCFJSON
import ALCFSystem

/// The file of the settings, which is replaced as a whole under a lock.
struct SettingsFile: Sendable {
    let path: String

    init(path: String) { self.path = path }

    /// Returns `$XDG_CONFIG_HOME/alcf/config.json`, or the one below `~/.config`; nil where there is no home.
    static func usual(environment: (String) -> String? = ProcessEnvironment.value) -> SettingsFile? {
        let ending = "/alcf/config.json"
        if let folder = environment("XDG_CONFIG_HOME").map({ UserPath.expanded($0, environment: environment) }),
            folder.hasPrefix("/")
        {
            return SettingsFile(path: folder + ending)
        }
        let home = HomeDirectory.path(environment: environment("HOME").map { ["HOME": $0] } ?? [:])
        return home.map { SettingsFile(path: ($0 == "/" ? "" : $0) + "/.config" + ending) }
    }

    /// The path as people write it.
    var shownPath: String {
        guard let home = ProcessEnvironment.value("HOME"), home.count > 1, path.hasPrefix(home + "/") else {
            return path
        }
        return "~" + path.dropFirst(home.count)
    }

    /// Reads the file; nothing is set where there is none.
    ///
    /// - Throws: ``UsageError`` for one that cannot be read, that others may change, or that is damaged.
    func read() throws(UsageError) -> SettingsContent {
        guard let bytes = try bytes() else { return SettingsContent() }
        return try content(bytes)
    }

    /// Whether there is a file.
    var isThere: Bool { (try? bytes()) != nil }

    private func content(_ bytes: [UInt8]) throws(UsageError) -> SettingsContent {
        try SettingsContent(bytes, path: path)
    }

    private func bytes() throws(UsageError) -> [UInt8]? {
        let file: FileContents
        do throws(FileError) { file = try FileContents(path: path, limit: SettingsContent.limits.bytes) } catch {
            if error.isNotFound { return nil }
            throw UsageError("the settings cannot be read: \(error)", remedy: "Mend or move the file.")
        }
        guard file.isRegular else {
            throw UsageError("the settings cannot be read: '\(path)' is no file", remedy: "Move it away.")
        }
        // The settings say where keys are sent.
        let user = FileContents.currentUser
        guard file.owner == user || file.owner == 0 || user == 0 else {
            throw UsageError(
                "the settings in '\(path)' belong to another user, who may change them",
                remedy: "Replace the file by one of your own.")
        }
        guard file.permissions & 0o022 == 0 else {
            throw UsageError(
                "other users may change the settings in '\(path)'",
                remedy: "Look at them, then run: chmod 600 \(path.shellQuoted)")
        }
        return file.bytes
    }

    /// Seconds that another process may take.
    private static let patience = 20.0

    /// Changes the file under the lock, and writes it where something changed.
    ///
    /// A link stays one, and what it leads to is replaced. A file that is damaged is left as it is.
    ///
    /// - Throws: ``UsageError``.
    func update(_ change: (inout SettingsContent) throws(UsageError) -> Void) async throws {
        do throws(FileError) { try AtomicFile.makeDirectory(AtomicFile.parent(of: path)) } catch {
            throw unwritable(error)
        }
        let lock = try await FileLock.acquire(path + ".lock", within: Self.patience)
        if case .busy = lock {
            throw UsageError(
                "another process has held '\(path).lock' for \(Int(Self.patience)) seconds",
                remedy: "Find it, and end it if it hangs: fuser -v \((path + ".lock").shellQuoted)")
        }
        defer { withExtendedLifetime(lock) {} }
        let old = try bytes()
        var content = try old.map { bytes throws(UsageError) in try self.content(bytes) } ?? SettingsContent()
        try change(&content)
        // A layout of the user's own stays where nothing changes.
        guard try old.map({ bytes throws(UsageError) in try self.content(bytes).root != content.root }) ?? true else {
            return
        }
        let target = AtomicFile.resolved(path)
        if target != path, let owner = try? FileContents(path: target).owner, owner != FileContents.currentUser {
            throw UsageError(
                "'\(path)' is a link to '\(target)', which belongs to another user",
                remedy: "Replace the link by a file of your own.")
        }
        do throws(FileError) { try AtomicFile.write(content.bytes, to: path) } catch { throw unwritable(error) }
        AtomicFile.removeLeftovers(of: path, olderThan: 3600)
    }

    private func unwritable(_ error: FileError) -> UsageError {
        UsageError("the settings cannot be written: \(error)", remedy: "Set XDG_CONFIG_HOME to a folder of yours.")
    }
}
