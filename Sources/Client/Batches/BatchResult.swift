public import ALCFJSON

/// The result of a batch; members that the worker left out are nil.
public struct BatchResult: Sendable, Hashable {
    /// Path of the answers on the cluster's file system.
    public let resultsFile: String?
    /// Path of the worker's progress file.
    public let progressFile: String?
    /// Tokens of all prompts and answers.
    public let totalTokens: Int?
    /// Answers.
    public let responses: Int?
    /// Lines of the input that were worked off.
    public let lines: Int?
    /// Seconds it took.
    public let duration: Double?
    /// All tokens per second.
    public let tokensPerSecond: Double?
    /// The worker's words as they came.
    public let text: String
    /// Results as they came: an object as a rule, a string if they could not be parsed.
    public let raw: JSONValue

    /// - Parameter text: a Python dictionary as `str()` writes it, or JSON.
    public init(text: String) {
        let json = (try? JSONValue(parsing: text)) ?? PythonLiteral.parse(text) ?? .string(text)
        // The documentation's sample keeps the numbers under `metrics`; the worker does not.
        func value(_ keys: String...) -> JSONValue? {
            keys.lazy.compactMap { json[$0] ?? json["metrics"]?[$0] }.first { !$0.isNull }
        }
        resultsFile = value("results_file")?.string
        progressFile = value("progress_file")?.string
        totalTokens = value("total_tokens")?.int
        responses = value("num_responses")?.int
        lines = value("lines_processed")?.int
        duration = value("duration_sec", "response_time")?.double
        tokensPerSecond = value("throughput_tokens_per_sec", "throughput_tokens_per_second")?.double
        self.text = text
        raw = json
    }
}
