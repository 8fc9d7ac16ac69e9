@testable import ALCFHTTP
@testable import ALCFSystem
@testable import TestSupport

/// Bytes torn at random, always in the same way for the same bytes.
enum Pieces {
    static func of(_ bytes: [UInt8]) -> [[UInt8]] {
        var random = TestRandom("pieces", seed: bytes.reduce(UInt64(bytes.count)) { $0 &* 31 &+ UInt64($1) })
        let longest = [1, 3, 16, 200, max(1, bytes.count)].randomElement(using: &random) ?? 1
        var pieces: [[UInt8]] = []
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + Int.random(in: 1...longest, using: &random))
            pieces.append(Array(bytes[start..<end]))
            start = end
        }
        return pieces
    }

    /// The same as reads of a socket, a millisecond apart.
    static func reads(_ bytes: [UInt8]) -> [HTTPFragment] {
        of(bytes).enumerated().map { number, piece in
            HTTPFragment(time: MonotonicTime(nanoseconds: Int64(number + 1) * 1_000_000), bytes: piece)
        }
    }
}
