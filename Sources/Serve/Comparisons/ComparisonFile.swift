package import ALCFJSON
import ALCFRecord
package import ALCFSystem
import Synchronization

/// The file with the votes of the page, `comparisons.jsonl`, which `alcf benchmark report` makes a table of.
package final class ComparisonFile: Sendable {
    /// The file.
    package let path: String
    private let keepsTexts: Bool
    private let clock: WallClock
    private let tally: Mutex<ComparisonTally>

    /// The most bytes of an older file that are read for the tally. A longer one goes on without it.
    private static let largest = 64 << 20

    /// - Returns: `$XDG_STATE_HOME/alcf/comparisons.jsonl`, beside the local key; nil where there is no home.
    package static func defaultPath(
        environment: (String) -> String? = ProcessEnvironment.value
    ) -> String? {
        LocalKey.defaultPath(environment: environment).map { AtomicFile.parent(of: $0) + "/comparisons.jsonl" }
    }

    /// A file, which need not be there yet.
    ///
    /// - Parameter keepsTexts: whether questions and answers are kept; else a hash of the questions is.
    package init(path: String, keepsTexts: Bool = false, clock: WallClock = .system) {
        self.path = path
        self.keepsTexts = keepsTexts
        self.clock = clock
        let bytes = try? FileContents(path: path, limit: Self.largest, followsLinks: false).bytes
        tally = Mutex(ComparisonTally(bytes.map { ComparisonRecord($0, name: path).votes } ?? []))
    }

    /// Appends a vote, which is on the disk afterwards. Blocks.
    ///
    /// - Throws: ``ServedError`` where it cannot be written.
    package func append(_ comparison: Comparison) throws(ServedError) {
        var vote = comparison.vote
        vote.time = clock.now()
        if !keepsTexts { vote.texts = nil }
        do throws(FileError) { try AppendedFile.append(vote.json.serializedBytes(), to: path) } catch {
            throw ServedError(.serverError, "The vote was not recorded: \(error).", code: "cannot_record")
        }
        tally.withLock { $0.count(vote) }
    }

    /// The numbers of votes of each pair, without any text; for the page.
    package func summary() -> JSONValue {
        let pairs = tally.withLock { $0 }
        return ["votes": .int(pairs.votes), "record_text": .bool(keepsTexts), "pairs": pairs.json]
    }
}
