import ALCFCrypto

/// Finds secrets in bytes by hashes of their pieces, and so keeps no copy of one.
struct Needles: Sendable {
    /// A secret of at least so many bytes is found by any piece of so many.
    static let piece = 12
    /// A shorter secret is found as a whole; below this length, only with its own case and not within a longer word.
    private static let word = 8
    /// Smallest length of a secret: a shorter one would be found everywhere.
    private static let least = 4

    /// Hashes of pieces, by their length.
    private var hashes: [Int: Set<UInt64>] = [:]
    /// A bit for each hash, by its upper bits: nearly all bytes of a text are no piece's end, and this says so fast.
    private var filter = [UInt64](repeating: 0, count: 64)

    init(_ secrets: [Secret]) {
        for secret in secrets {
            let bytes = Array(secret.expose().utf8)
            let length = min(bytes.count, Self.piece)
            guard length >= Self.least else { continue }
            Self.forEachPiece(of: bytes, length: length) { _, hash in
                hashes[length, default: []].insert(hash)
                filter[Int(hash >> 58)] |= 1 << (hash >> 52 & 63)
            }
        }
    }

    /// The bytes of the shortest piece that is looked for; nil without any.
    var shortest: Int? { hashes.keys.min() }

    /// Looks for what the other looks for, too.
    mutating func formUnion(_ other: Needles) {
        hashes.merge(other.hashes) { $0.union($1) }
        for index in filter.indices { filter[index] |= other.filter[index] }
    }

    /// Returns the places of pieces of secrets that are not shorter than `shortest`; ranges may overlap.
    func ranges(in bytes: [UInt8], shortest: Int) -> [Range<Int>] {
        var found: [Range<Int>] = []
        for (length, hashes) in hashes where length >= shortest {
            Self.forEachPiece(of: bytes, length: length) { start, hash in
                guard filter[Int(hash >> 58)] & 1 << (hash >> 52 & 63) != 0, hashes.contains(hash) else { return }
                let range = start..<start + length
                if length >= Self.word || Self.isWord(range, in: bytes) { found.append(range) }
            }
        }
        return found
    }

    private static func isWord(_ range: Range<Int>, in bytes: [UInt8]) -> Bool {
        let before = range.lowerBound == 0 ? 0x20 : bytes[range.lowerBound - 1]
        let after = range.upperBound == bytes.count ? 0x20 : bytes[range.upperBound]
        return !isAlphanumeric(before) && !isAlphanumeric(after)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
    }

    /// Calls `body` with the start and the hash of every piece: a polynomial in its bytes, kept from one to the next.
    private static func forEachPiece(of bytes: [UInt8], length: Int, _ body: (Int, UInt64) -> Void) {
        guard bytes.count >= length else { return }
        var power: UInt64 = 1
        for _ in 1..<length { power = power &* base }
        let isFolded = length >= word
        func value(_ index: Int) -> UInt64 {
            let byte = bytes[index]
            return UInt64(isFolded && (0x41...0x5A).contains(byte) ? byte | 0x20 : byte) &+ 1
        }
        var hash: UInt64 = 0
        for index in bytes.indices {
            if index >= length { hash = hash &- power &* value(index - length) }
            hash = hash &* base &+ value(index)
            // The upper bits depend on all bytes, the lower ones on few.
            if index >= length - 1 { body(index - length + 1, hash &* 0x9E37_79B9_7F4A_7C15) }
        }
    }

    private static let base: UInt64 = 0x5851_F42D_4C95_7F2D
}
