/// The options of a benchmark by several processes among the words of a command line.
///
/// For the time in which the command that is parsed has not got them: once it has, the whole of this file goes, and all
/// words are parsed.
struct RankWords {
    private static let withValue = ["--rank", "--rank-folder", "--rank-wait", "--rank-timeout", "--target-list"]
    private static let flags = ["--start-without", "--per-rank"]

    /// All other words.
    private(set) var others: [String] = []
    /// Whether the numbers of the load count for each process.
    private(set) var isPerRank = false

    init(_ words: [String]) {
        var isValue = false
        for word in words {
            let name = String(word.prefix { $0 != "=" })
            if isValue {
                isValue = false
            } else if Self.withValue.contains(name) {
                isValue = name == word
            } else if Self.flags.contains(word) {
                if word == "--per-rank" { isPerRank = true }
            } else {
                others.append(word)
            }
        }
    }
}
