package import ALCFRecord
import ALCFSystem

/// The files of a study, in its folder or in an archive of it. Nothing is written, and no symbolic link is followed.
package struct StudyFiles: Sendable {
    /// The largest study that is read.
    enum Limits {
        /// Files.
        static let files = 20_000
        /// Bytes of one file, and of an archive.
        static let bytes = 1 << 30
    }

    /// The folder or archive, as the user named it.
    package let source: String
    /// Whether it is an archive.
    package let isArchive: Bool
    /// Paths of the files from the study's folder, sorted.
    package let names: [String]
    /// Entries that are no plain files of a study, each with the reason.
    package let strange: [(name: String, reason: String)]
    private let contents: @Sendable (String) throws(BenchError) -> [UInt8]

    /// Opens a study.
    ///
    /// - Parameter path: its folder, or an archive, which gzip may have packed.
    /// - Throws: ``BenchError``.
    package static func open(_ path: String) async throws(BenchError) -> StudyFiles {
        let contents: FileContents
        do { contents = try FileContents(path: path, limit: Limits.bytes) } catch {
            throw BenchError(
                .recordRead, "\(error)", remedy: "give the folder of a study, or an archive of one", underlying: error)
        }
        return contents.isRegular
            ? try await StudyFiles(archive: contents.bytes, source: path) : try StudyFiles(folder: path)
    }

    /// The study in a folder.
    ///
    /// - Throws: ``BenchError`` where it cannot be read.
    package init(folder: String) throws(BenchError) {
        var folder = UserPath.expanded(folder)
        while folder.utf8.count > 1, folder.utf8.last == UInt8(ascii: "/") { folder.removeLast() }
        var names: [String] = []
        var strange: [(String, String)] = []
        func read(_ path: String, under prefix: String, depth: Int) throws(BenchError) {
            let entries: [FolderContents.Entry]
            do { entries = try FolderContents.entries(path, limit: Limits.files) } catch {
                throw BenchError(.recordRead, "\(error)", underlying: error)
            }
            for entry in entries {
                let name = prefix + entry.name
                guard StudyLayout.isInside(name) else {
                    strange.append((name, "is named as no file of a study is"))
                    continue
                }
                switch entry.kind {
                case .file: names.append(name)
                case .folder where depth < 3: try read(path + "/" + entry.name, under: name + "/", depth: depth + 1)
                case .folder: strange.append((name, "is a folder far down"))
                case .link: strange.append((name, "is a symbolic link"))
                case .other: strange.append((name, "is neither a file nor a folder"))
                }
                guard names.count + strange.count <= Limits.files else {
                    throw BenchError(.recordRead, "\(folder) holds more than \(Limits.files) files: it is no study")
                }
            }
        }
        try read(folder, under: "", depth: 0)
        source = folder
        isArchive = false
        self.names = names.sorted()
        self.strange = strange
        contents = { [folder] name throws(BenchError) in
            do {
                return try FileContents(path: folder + "/" + name, limit: Limits.bytes, followsLinks: false).bytes
            } catch { throw BenchError(.recordRead, "\(error)", underlying: error) }
        }
    }

    /// The study in an archive.
    ///
    /// - Throws: ``BenchError`` where it is none.
    package init(archive bytes: [UInt8], source: String) async throws(BenchError) {
        func no(_ reason: String) -> BenchError {
            BenchError(
                .recordRead, "\(source) cannot be read as the archive of a study: \(reason)",
                remedy: "'alcf benchmark study pack' writes one that can; of another, unpack it and give the folder")
        }
        var bytes = bytes
        if Gzip.isPacked(bytes) {
            do { bytes = try await Gzip.unpacked(bytes, limit: Limits.bytes) } catch {
                switch error {
                case .noProgram: throw no("there is no program 'gzip' to unpack it")
                case .damaged: throw no("gzip cannot unpack it: it is cut off or damaged")
                case .tooLarge(let most): throw no("unpacked it is larger than \(most) bytes")
                }
            }
        }
        guard TarArchive.isArchive(bytes) else { throw no("it is not a tar archive") }
        let archive: TarArchive
        do { archive = try TarArchive(parsing: bytes, most: Limits.files) } catch { throw no(error.message) }
        // The study's folder, which all have in common.
        let tops = Set(archive.entries.map { $0.name.prefix { $0 != "/" } })
        guard let top = tops.first, tops.count == 1, archive.entries.allSatisfy({ $0.name.contains("/") }) else {
            throw no("its files are not in one folder")
        }
        let prefix = top.count + 1
        let files = Dictionary(
            archive.entries.map { (String($0.name.dropFirst(prefix)), $0.bytes) },
            uniquingKeysWith: { first, _ in first })
        self.source = source
        isArchive = true
        names = files.keys.filter(StudyLayout.isInside).sorted()
        strange = files.keys.filter { !StudyLayout.isInside($0) }.sorted()
            .map { ($0, "is named as no file of a study is") }
        contents = { name throws(BenchError) in
            guard let bytes = files[name] else { throw BenchError(.recordRead, "there is no \(name) in \(source)") }
            return Array(bytes)
        }
    }

    /// The same files, read in another way.
    init(_ files: StudyFiles, contents: @escaping @Sendable (String) throws(BenchError) -> [UInt8]) {
        source = files.source
        isArchive = files.isArchive
        names = files.names
        strange = files.strange
        self.contents = contents
    }

    /// Whether there is a file.
    package func has(_ name: String) -> Bool { names.contains(name) }

    /// Returns the bytes of a file.
    ///
    /// - Throws: ``BenchError`` where it is not there, is too large, or cannot be read.
    package func read(_ name: String) throws(BenchError) -> [UInt8] {
        guard has(name) else { throw BenchError(.recordRead, "there is no \(name) in \(source)") }
        return try contents(name)
    }
}
