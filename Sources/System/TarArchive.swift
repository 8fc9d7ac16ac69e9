/// Plain files in a tar archive: what is needed to hand over a folder, and nothing in which something could hide.
/// Links, devices, long or repeated names, and paths that lead out of the folder are refused.
package struct TarArchive: Sendable {
    /// The reason that an archive is not read, or cannot be written: the second half of a sentence.
    package struct Fault: Error, Sendable, Hashable {
        /// The reason.
        package let message: String

        init(_ message: String) { self.message = message }
    }

    /// A file.
    package struct Entry: Sendable {
        /// Its path.
        package let name: String
        /// Its content.
        package let bytes: ArraySlice<UInt8>

        /// A file.
        package init(name: String, bytes: ArraySlice<UInt8>) {
            self.name = name
            self.bytes = bytes
        }
    }

    /// The files, in their order.
    package let entries: [Entry]

    /// An archive of these files.
    package init(_ entries: [Entry]) { self.entries = entries }

    /// Whether data begin as a tar archive does.
    package static func isArchive(_ bytes: [UInt8]) -> Bool {
        bytes.count >= TarHeader.block && bytes[257..<262].elementsEqual("ustar".utf8)
    }

    /// Reads an archive.
    ///
    /// - Parameter most: the most files.
    /// - Throws: ``Fault``.
    package init(parsing bytes: [UInt8], most: Int) throws(Fault) {
        var entries: [Entry] = []
        var names: Set<String> = []
        var place = 0
        while true {
            guard place + TarHeader.block <= bytes.count else { throw Fault("it is cut off") }
            let head = bytes[place..<place + TarHeader.block]
            // Blocks of zeros are the end: nothing may follow them.
            if head.allSatisfy({ $0 == 0 }) { break }
            let header = try TarHeader(head)
            place += TarHeader.block
            guard header.size <= bytes.count - place else { throw Fault("it is cut off") }
            let end = place + header.size
            let next = min(bytes.count, (end + TarHeader.block - 1) / TarHeader.block * TarHeader.block)
            guard bytes[end..<next].allSatisfy({ $0 == 0 }) else { throw Fault("something is hidden behind a file") }
            switch header.kind {
            case UInt8(ascii: "0"), 0:
                guard Self.isInside(header.name) else { throw Fault("a file's path leads out of its folder") }
                guard names.insert(header.name).inserted else { throw Fault("two files have one name") }
                guard entries.count < most else { throw Fault("it holds more than \(most) files") }
                entries.append(Entry(name: header.name, bytes: bytes[place..<end]))
            case UInt8(ascii: "5"):
                guard header.size == 0 else { throw Fault("a folder has a content") }
            default: throw Fault("it holds something else than plain files and folders")
            }
            place = next
        }
        guard bytes[place...].allSatisfy({ $0 == 0 }) else { throw Fault("something follows its end") }
        self.entries = entries
    }

    /// The archive, the same for the same files.
    ///
    /// - Parameter time: when all of them were changed, in seconds since 1970.
    /// - Throws: ``Fault`` for a path that is too long or leads out of the folder, and a file that is too large.
    package func bytes(time: Int) throws(Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries {
            let header = TarHeader(name: entry.name, size: entry.bytes.count, time: time)
            guard Self.isInside(entry.name), let head = header.bytes else {
                throw Fault("\(entry.name) has a path that is too long for an archive, or is too large")
            }
            bytes += head
            bytes += entry.bytes
            let rest = entry.bytes.count % TarHeader.block
            if rest > 0 { bytes += [UInt8](repeating: 0, count: TarHeader.block - rest) }
        }
        return bytes + [UInt8](repeating: 0, count: 2 * TarHeader.block)
    }

    /// Whether a path is relative, and no part of it is empty, `.`, `..`, or holds what a path should not.
    private static func isInside(_ path: String) -> Bool {
        !path.isEmpty && !path.unicodeScalars.contains { $0.isUnsafe || $0 == "\\" || $0 == "\u{FFFD}" }
            && path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
                .allSatisfy { !$0.isEmpty && !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8) }
    }
}
