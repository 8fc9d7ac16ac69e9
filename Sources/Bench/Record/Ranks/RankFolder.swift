import ALCFJSON
import ALCFSystem

/// The folder by which ranks talk: small files, each written by one rank, and replaced as a whole by a new name.
///
/// There are no locks, and no times of files count: network file systems keep neither reliably. The folder is listed
/// before it is read, which makes such a file system ask its server for what is new.
package struct RankFolder: Sendable {
    /// The folder's path.
    package let path: String

    private static let start = "start.json"
    private static let plan = "plan.json"
    private static let board = "go.json"

    /// A folder, which is made where it is missing.
    ///
    /// - Throws: ``BenchError`` where it cannot be made.
    package init(_ path: String) throws(BenchError) {
        self.path = UserPath.expanded(path)
        do { try AtomicFile.makeDirectory(self.path) } catch {
            throw BenchError(
                .rank, "\(error)", remedy: "Name a folder that all ranks can see with --rank-folder.", underlying: error
            )
        }
    }

    // MARK: Writing

    /// Writes what all ranks must do alike.
    ///
    /// - Throws: ``BenchError``.
    package func write(_ start: RankStart) throws(BenchError) { try write(start.json, Self.start) }

    /// Writes the experiment as rank 0 has prepared it.
    ///
    /// - Throws: ``BenchError``.
    package func write(_ plan: RankPlan) throws(BenchError) { try write(plan.json, Self.plan) }

    /// Writes what rank 0 tells the others.
    ///
    /// - Throws: ``BenchError``.
    package func write(_ board: RankBoard) throws(BenchError) { try write(board.json, Self.board) }

    /// Writes a rank's note.
    ///
    /// - Throws: ``BenchError``.
    package func write(_ note: RankNote) throws(BenchError) { try write(note.json, Self.name(note.rank)) }

    private func write(_ json: JSONValue, _ name: String) throws(BenchError) {
        do { try AtomicFile.replace("\(path)/\(name)", with: json.serializedBytes() + [UInt8(ascii: "\n")]) } catch {
            throw BenchError(
                .rank, "ranks cannot talk: \(error)",
                remedy: "Name a folder that all ranks can write to with --rank-folder.",
                underlying: error)
        }
    }

    // MARK: Reading

    /// The choices that all ranks share; nil where that is not known yet.
    package func start() -> RankStart? { read(Self.start) }

    /// The experiment as rank 0 has prepared it; nil where that is not known yet.
    package func plan() -> RankPlan? { read(Self.plan) }

    /// The message of rank 0; nil where there is nothing.
    package func board() -> RankBoard? { read(Self.board) }

    /// The notes of the ranks that have written one.
    package func notes() -> [RankNote] {
        names().filter { Self.isOwn($0) && $0.hasSuffix(Self.ending) && $0.hasPrefix("rank-") }.compactMap { read($0) }
    }

    /// Removes the files of a run that is over, and the folder where nothing else is in it.
    package func remove() {
        for name in names() where Self.isOwn(name) { try? AtomicFile.remove("\(path)/\(name)") }
        try? AtomicFile.removeEmptyDirectory(path)
    }

    private static let ending = ".json"

    private static func name(_ rank: Int) -> String { Rank.name(rank) + ending }

    /// Whether a file is one of ranks' messages, whole or unfinished: the folder may be one in which results lie.
    package static func isOwn(_ name: String) -> Bool {
        let name = AtomicFile.finishedName(name) ?? name
        if [start, plan, board].contains(name) { return true }
        guard name.hasPrefix("rank-"), name.hasSuffix(ending) else { return false }
        let digits = name.dropFirst(5).dropLast(ending.count)
        return Int(digits).map { (0...Rank.most).contains($0) && Self.name($0) == name } ?? false
    }

    private func names() -> [String] {
        ((try? FolderContents.entries(path, limit: 4 * Rank.most)) ?? []).filter { $0.kind == .file }.map(\.name)
    }

    private func read<Value: RecordObject>(_ name: String) -> Value? {
        guard let bytes = try? FileContents(path: "\(path)/\(name)", limit: 16 << 20).bytes,
            let json = try? JSONValue(parsing: bytes, limits: .file)
        else { return nil }
        return try? Value(json: json)
    }
}
