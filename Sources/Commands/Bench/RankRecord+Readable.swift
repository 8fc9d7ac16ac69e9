import ALCFRecord
import ALCFReport

extension RankRecord {
    /// Returns the record of a rank; nil where it cannot be read, which is said: what the others recorded is worth a
    /// report all the same.
    static func readable(_ path: String) -> RankRecord? {
        do { return try RankRecord(path: path) } catch {
            Console.warn("\(error.message); it is left out")
            return nil
        }
    }
}
