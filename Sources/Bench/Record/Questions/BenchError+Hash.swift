import ALCFCrypto

extension BenchError {
    /// The SHA-256 of a data set, which names it in every record.
    package static func hash(_ bytes: [UInt8]) throws(BenchError) -> String {
        do { return try SHA256.hex(bytes) } catch {
            throw BenchError(.dataSet, "the data set cannot be hashed: \(error)", underlying: error)
        }
    }
}
