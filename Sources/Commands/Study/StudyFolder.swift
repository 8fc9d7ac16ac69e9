import ALCFRecord
import ALCFReport
import ALCFSystem
import Glibc

/// The folder of a study: its plan, its chain and the places of its sessions.
struct StudyFolder {
    private let study: RecordedStudy

    /// The path, without a slash at its end.
    var path: String { study.path }
    /// The plan.
    var plan: StudyPlan { study.plan }
    /// SHA-256 of the plan's file.
    var planHash: String { study.planHash }

    /// Reads the plan of a study, and holds it against the chain's first link.
    ///
    /// - Throws: `BenchError` where there is no study, or its plan is not the one that the study began with.
    init(_ name: String) throws { study = try RecordedStudy(folder: Self.path(name)) }

    /// Makes the folder of a new study, with its plan and a chain that begins with it.
    ///
    /// - Throws: `UsageError` where there is something of that name; `BenchError` or `FileError` where it cannot be
    ///   made.
    static func create(_ name: String, _ plan: StudyPlan) throws -> StudyFolder {
        let path = path(name)
        try requireNone(path)
        try AtomicFile.makeDirectory(AtomicFile.parent(of: path))
        guard mkdir(path, 0o700) == 0 else { throw FileError("make directory", path) }
        do {
            let lock = try lock(path)
            try AtomicFile.write(plan.bytes, to: path + "/" + StudyLayout.plan, permissions: 0o644)
            try ChainFile.create(in: path, time: Double(plan.created), holding: lock)
        } catch {
            // A plan without a chain would be no study; nothing else is in the folder yet.
            for file in [StudyLayout.plan, StudyLayout.chain, StudyLayout.lock] { unlink(path + "/" + file) }
            rmdir(path)
            throw error
        }
        return try StudyFolder(path)
    }

    /// - Throws: `UsageError` where there is something of that name, if only a link that leads nowhere.
    static func requireNone(_ path: String) throws {
        var status = stat()
        guard lstat(path, &status) != 0 else {
            throw UsageError(
                "'\(path)' exists already",
                remedy:
                    "Choose another name: a study is never written over. To see what it holds: alcf benchmark study status "
                    + path.shellQuoted)
        }
    }

    /// The path of a study's folder, as it is typed.
    static func path(_ name: String) -> String {
        var path = UserPath.expanded(name)
        while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
        return path
    }

    /// The name of the study in a folder.
    static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? "" }

    /// Takes the lock of the study until the value is let go.
    ///
    /// - Throws: `BenchError` where another process has it, or there can be none.
    func lock() throws -> FileLock { try Self.lock(path) }

    private static func lock(_ path: String) throws -> FileLock {
        switch FileLock.attempt(path + "/" + StudyLayout.lock) {
        case .held(let lock): return lock
        case .busy:
            throw BenchError(
                .studyBusy, "another process is working on the study \(path)",
                remedy: "Wait until its session is over: alcf benchmark study status \(path.shellQuoted)")
        case .unsupported:
            let error = FileError("lock", path + "/" + StudyLayout.lock)
            throw BenchError(
                .recordWrite, "\(path) cannot be written to: \(error)",
                remedy: "Make the folder writable, or copy it to where you may write.", underlying: error)
        }
    }

    /// Reads the chain.
    ///
    /// - Throws: `BenchError` where it is not as it must be.
    func chain() throws(BenchError) -> Chain { try study.chain() }

    /// Sessions of which the chain has no record, and which have one. A record that was cut off before its first line
    /// was whole holds nothing, and is none.
    func begun(_ chain: Chain) -> Set<Int> {
        let closed = Set(chain.links.filter { $0.file != nil }.compactMap(\.session))
        return Set(
            plan.sessions.indices.map { $0 + 1 }.filter { number -> Bool in
                guard !closed.contains(number) else { return false }
                do throws(FileError) {
                    let file = try FileContents(
                        path: path + "/" + StudyLayout.record(number), limit: 64 << 20, followsLinks: false)
                    return file.bytes.contains(UInt8(ascii: "\n"))
                } catch { return error.number == EFBIG }
            })
    }

    /// The files of a session.
    func files(_ number: Int) -> ReportFiles { ReportFiles(name: path + "/" + StudyLayout.record(number)) }

    /// Makes the folder of a session where it is not there yet.
    ///
    /// - Throws: `BenchError` where something else is in its place, `FileError` where it cannot be made.
    func makeFolder(of number: Int) throws {
        let folder = path + "/" + StudyLayout.folder(number)
        var status = stat()
        if lstat(folder, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else {
                throw BenchError(
                    .recordWrite, "\(folder) is not a folder, and is left as it is",
                    remedy: "Remove it or move it away.")
            }
            return
        }
        try AtomicFile.makeDirectory(folder)
    }

    /// Returns what became of each session that the chain has.
    ///
    /// - Throws: `BenchError` where a record is not the one that the chain names.
    func sessions(_ chain: Chain) throws(BenchError) -> [StudySession] { try study.sessions(chain) }
}

extension BenchError.Code {
    /// No session of the study is due.
    static let studyNotDue = BenchError.Code("study_not_due")
    /// Another process works on the study.
    static let studyBusy = BenchError.Code("study_busy")
}
