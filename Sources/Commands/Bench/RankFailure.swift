import ALCFRecord
import ArgumentParser

/// An error of one of several processes that share a benchmark, which says which one it is.
struct RankFailure: Error {
    let rank: Rank
    let underlying: any Error

    /// Returns an error with its rank; as it is where it says nothing itself, and at rank 0.
    static func naming(_ rank: Rank?, _ error: any Error) -> any Error {
        guard let rank, !rank.leads, Failure(error) != nil else { return error }
        return RankFailure(rank: rank, underlying: error)
    }
}
