package import ALCFRecord

extension StudyVerification {
    /// Checks the signature of the chain, if there is one; there must be one where signers are given.
    ///
    /// - Parameters:
    ///   - signers: a file of allowed signers; nil to check no owner.
    ///   - identity: the owner that the key must have; nil for any of the file's.
    /// - Throws: ``BenchError`` where `ssh-keygen` is missing or the file of signers cannot be read.
    package mutating func checkSignature(
        signers: String?, identity: String?
    ) async throws(BenchError) -> ChainSignature.Result {
        guard files.has(StudyLayout.signature) else {
            if signers != nil {
                add(StudyFinding(.signature, file: StudyLayout.signature, "the chain is not signed"))
            }
            return .none
        }
        let feed = UInt8(ascii: "\n")
        let chain = (try? files.read(StudyLayout.chain)) ?? []
        let lines = chain.split(separator: feed, omittingEmptySubsequences: false).dropLast().map { Array($0) + [feed] }
        let result: ChainSignature.Result
        do {
            result = try await ChainSignature.check(
                try files.read(StudyLayout.signature), of: lines, signers: signers, identity: identity)
        } catch {
            // Without signers, the signature is more than was asked for.
            guard signers == nil else { throw error }
            note("The signature was not checked: \(error.message).")
            return .none
        }
        if case .bad(let reason) = result {
            add(StudyFinding(.signature, file: StudyLayout.signature, "the signature \(reason)"))
        }
        return result
    }
}
