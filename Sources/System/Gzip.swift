/// Data packed by gzip (RFC 1952), unpacked by the program of that name in a process of its own: what a hostile file
/// could do there, it could not do here.
package enum Gzip {
    /// The reason that data cannot be unpacked.
    package enum Failure: Error, Sendable {
        /// There is no program `gzip`.
        case noProgram
        /// They are cut off or damaged.
        case damaged
        /// They become more than so many bytes.
        case tooLarge(Int)
    }

    /// Whether data begin as gzip's do.
    package static func isPacked(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

    /// Returns all members of a file, unpacked, one after the other.
    ///
    /// - Parameters:
    ///   - limit: the most bytes they may become.
    ///   - ratio: the most bytes that one of the file's may become, once they are more than 64 MiB. Deflate reaches
    ///     1,032, texts some 20.
    package static func unpacked(
        _ bytes: [UInt8], limit: Int, ratio: Int = 200
    ) async throws(Failure) -> [UInt8] {
        let most = min(limit, max(64 << 20, bytes.count.multipliedReportingOverflow(by: ratio).partialValue))
        let output: ChildProcess.Output
        do { output = try await ChildProcess.output(of: ["gzip", "-dc"], input: bytes, limit: most) } catch {
            throw .noProgram
        }
        guard output.bytes.count <= most else { throw .tooLarge(most) }
        // 2 is a warning: zeros or something else behind the last member, which are no part of the data.
        guard output.exitCode == 0 || output.exitCode == 2 else { throw .damaged }
        return output.bytes
    }
}
