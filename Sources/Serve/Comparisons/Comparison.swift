package import ALCFJSON
import ALCFRecord

/// A vote that the page sent.
package struct Comparison: Sendable {
    let vote: ComparisonVote

    /// Reads a vote. Its time is set when it is kept.
    ///
    /// - Throws: ``ServedError`` naming the member that is not as it must be.
    package init(vote: JSONObject) throws(ServedError) {
        do throws(JSONError) { self.vote = try ComparisonVote(client: .object(vote), time: 0) } catch {
            throw ServedError(
                .invalidRequest, "The vote cannot be recorded: \(error).", code: "invalid_vote",
                parameter: error.path.isEmpty ? nil : error.path)
        }
    }
}
