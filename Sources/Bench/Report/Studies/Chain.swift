import ALCFJSON
package import ALCFRecord

/// A study's chain: the plan, then what became of each session, each link with the hash of the one before. To change,
/// leave out or reorder a link is to write all later ones anew, and ends in another ``head``.
package struct Chain: Sendable, Hashable {
    /// The largest chain that is read.
    package enum Limits {
        /// Links.
        package static let links = 10_000
        /// Bytes of a line.
        package static let line = 16 << 10
        /// Bytes of the file.
        package static let bytes = 64 << 20
        /// Bytes of a note.
        package static let note = 1000
        /// Bytes of a path.
        package static let path = 200
    }

    /// The links.
    package private(set) var links: [ChainLink]
    /// SHA-256 of the last line: what a signature or a lab book keeps. It stands for all of the chain.
    package private(set) var head: String

    /// A chain that begins with a plan.
    ///
    /// - Parameters:
    ///   - plan: the plan's file.
    ///   - file: its path from the study's folder.
    ///   - time: when it was made, in seconds since 1970.
    /// - Throws: ``BenchError`` when there is no SHA-256.
    package init(plan: [UInt8], file: String = StudyLayout.plan, time: Double) throws(BenchError) {
        let link = ChainLink(number: 0, kind: .plan, file: file, sha256: try BenchError.hash(plan), time: time)
        links = [link]
        head = try BenchError.hash(link.line)
    }

    /// The chain in a file.
    ///
    /// - Parameter name: what to call it in errors.
    /// - Throws: ``BenchError`` naming the first line that is not as it must be.
    package init(parsing bytes: [UInt8], name: String = StudyLayout.chain) throws(BenchError) {
        let reading = try ChainReading(bytes)
        if let fault = reading.faults.first {
            throw BenchError(
                .recordRead, "\(name), \(fault.message)",
                remedy: "the chain is not changed; `alcf benchmark study verify` says all that is wrong with the study")
        }
        self = reading.chain
    }

    /// The links of a reading, whatever they are.
    init(links: [ChainLink], head: String) {
        self.links = links
        self.head = head
    }

    /// Adds a link.
    ///
    /// - Parameters:
    ///   - kind: any but a plan.
    ///   - session: its number.
    ///   - file: path of the record from the study's folder, and its bytes; nil for none.
    ///   - time: now, in seconds since 1970. A clock that was set back says the time of the link before.
    ///   - note: the reason; a long one is cut.
    /// - Throws: ``BenchError`` when there is no SHA-256, or the chain is full.
    package mutating func append(
        _ kind: ChainLink.Kind, session: Int, file: (path: String, bytes: [UInt8])? = nil, time: Double,
        note: String? = nil
    ) throws(BenchError) {
        guard links.count <= Limits.links else {
            throw BenchError(.recordWrite, "the study's chain is full: \(Limits.links) links")
        }
        let link = ChainLink(
            number: links.count, kind: kind, session: session, file: file?.path,
            sha256: try file.map { file throws(BenchError) in try BenchError.hash(file.bytes) },
            lines: file.flatMap { try? LineHashes($0.bytes) },
            time: max(time, links.last?.time ?? time), note: note.map { Self.cut($0) }, previous: head)
        head = try BenchError.hash(link.line)
        links.append(link)
    }

    /// The file.
    package var bytes: [UInt8] { links.flatMap(\.line) }

    /// SHA-256 of the plan, as the chain has it.
    package var planHash: String { links.first?.sha256 ?? "" }

    private static func cut(_ note: String) -> String {
        var note = note
        while note.utf8.count > Limits.note { note.removeLast() }
        return note
    }
}
