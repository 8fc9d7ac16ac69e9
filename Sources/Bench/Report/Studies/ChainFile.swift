package import ALCFRecord
package import ALCFSystem
import Glibc

/// A study's chain on the disk.
package enum ChainFile {
    /// Reads the chain of a study.
    ///
    /// - Parameter folder: the study's folder.
    /// - Returns: the chain, without a last line that was cut off.
    /// - Throws: ``BenchError`` where it cannot be read, is a symbolic link, or is not as it must be.
    package static func read(in folder: String) throws(BenchError) -> Chain {
        try Chain(parsing: try contents(in: folder), name: folder + "/" + StudyLayout.chain)
    }

    /// Begins a chain with the plan that is in the study's folder.
    ///
    /// - Parameter time: when the plan was made, in seconds since 1970.
    /// - Throws: ``BenchError`` where there is a chain already, or it cannot be written.
    @discardableResult
    package static func create(in folder: String, time: Double, holding lock: FileLock) throws(BenchError) -> Chain {
        var status = stat()
        guard lstat(folder + "/" + StudyLayout.chain, &status) != 0 else {
            throw BenchError(
                .recordWrite, "\(folder)/\(StudyLayout.chain) exists already", remedy: "choose another name")
        }
        let chain = try Chain(plan: try file(StudyLayout.plan, in: folder), time: time)
        try write(chain, in: folder)
        return chain
    }

    /// Adds a link, all of it or nothing, and waits until it is on the disk.
    ///
    /// - Parameters:
    ///   - folder: the study's folder.
    ///   - lock: the study's, which the caller holds: two that add at once would lose one.
    ///   - kind: any but a plan.
    ///   - session: its number.
    ///   - file: path of the record from the folder; nil for none.
    ///   - time: now, in seconds since 1970.
    ///   - note: the reason.
    /// - Returns: the chain with it.
    /// - Throws: ``BenchError`` where the chain or the file cannot be read, the chain is not as it must be, or it
    ///   cannot be written. The chain is then as it was.
    @discardableResult
    package static func append(
        _ kind: ChainLink.Kind, session: Int, file path: String? = nil, time: Double, note: String? = nil,
        in folder: String, holding lock: FileLock
    ) throws(BenchError) -> Chain {
        var chain = try read(in: folder)
        let contents = try path.map { path throws(BenchError) in (path, try file(path, in: folder)) }
        try chain.append(kind, session: session, file: contents, time: time, note: note)
        try write(chain, in: folder)
        return chain
    }

    private static func contents(in folder: String) throws(BenchError) -> [UInt8] {
        try file(StudyLayout.chain, in: folder, limit: Chain.Limits.bytes)
    }

    /// Returns a file of the study, which is a plain one and no link.
    private static func file(_ path: String, in folder: String, limit: Int = 1 << 30) throws(BenchError) -> [UInt8] {
        let whole = folder + "/" + path
        let contents: FileContents
        do { contents = try FileContents(path: whole, limit: limit, followsLinks: false) } catch {
            throw BenchError(
                .recordRead,
                error.number == ELOOP ? "\(whole) is a symbolic link, which no file of a study is" : "\(error)",
                underlying: error)
        }
        guard contents.isRegular else { throw BenchError(.recordRead, "\(whole) is not a plain file") }
        return contents.bytes
    }

    private static func write(_ chain: Chain, in folder: String) throws(BenchError) {
        do { try AtomicFile.write(chain.bytes, to: folder + "/" + StudyLayout.chain, permissions: 0o644) } catch {
            throw BenchError(.recordWrite, "the study's chain cannot be written: \(error)", underlying: error)
        }
    }
}
