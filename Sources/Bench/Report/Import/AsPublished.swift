import ALCFJSON
import ALCFStatistics

/// The original script's own figures, made again by its own formulae from its own results, beside the right ones.
///
/// Its median is the upper of the middle two, its tokens are prompt and completion tokens, and its throughput is their
/// sum ÷ the sum of latencies.
package struct AsPublished: Sendable, Hashable {
    /// One figure of one endpoint.
    package struct Figure: Sendable, Hashable {
        /// Name.
        package let name: String
        /// Value in the file.
        package let published: Double?
        /// By the original formula from the file's results.
        package let reproduced: Double?
        /// By the definitions here.
        package let corrected: Double?
    }

    /// The endpoints with their figures, in the order of the file.
    package let endpoints: [(name: String, figures: [Figure])]

    /// The figures of a file.
    init(_ json: JSONValue) {
        endpoints = OriginalFile.endpoints(json).map { ($0, Self.figures(json[$0])) }
    }

    private static func figures(_ endpoint: JSONValue?) -> [Figure] {
        let results = (endpoint?["results"]?.array ?? []).filter { $0["latency_sec"]?.double != nil }
        let statistics = endpoint?["statistics"]
        let latencies = results.compactMap { $0["latency_sec"]?.double }
        func tokens(_ key: String) -> [Double] { results.compactMap { $0["metadata"]?[key]?.double } }
        let (total, completion) = (tokens("total_tokens"), tokens("completion_tokens"))
        let lengths = results.compactMap { $0["response"]?.string.map { Double($0.unicodeScalars.count) } }
        let seconds = Statistics.sum(latencies)
        func rate(_ tokens: [Double]) -> Double? {
            seconds > 0 && tokens.count == latencies.count ? Statistics.sum(tokens) / seconds : nil
        }
        let sorted = latencies.sorted()
        let latency = statistics?["latency"]
        func figure(_ name: String, _ published: JSONValue?, _ reproduced: Double?, _ corrected: Double?) -> Figure {
            Figure(name: name, published: published?.double, reproduced: reproduced, corrected: corrected)
        }
        return [
            figure("mean latency, s", latency?["mean"], Statistics.mean(latencies), Statistics.mean(latencies)),
            figure(
                "median latency, s", latency?["median"], sorted.isEmpty ? nil : sorted[sorted.count / 2],
                Statistics.median(latencies)),
            figure("shortest, s", latency?["min"], sorted.first, sorted.first),
            figure("longest, s", latency?["max"], sorted.last, sorted.last),
            figure(
                "tokens, mean", statistics?["tokens"]?["mean"], Statistics.mean(total), Statistics.mean(completion)),
            figure("tokens/s", statistics?["throughput_tokens_per_sec"], rate(total), rate(completion)),
            figure(
                "characters, mean", statistics?["response_length"]?["mean"], Statistics.mean(lengths),
                Statistics.mean(lengths)),
        ]
    }

    /// Equal when all figures are.
    package static func == (left: AsPublished, right: AsPublished) -> Bool {
        left.endpoints.map(\.name) == right.endpoints.map(\.name)
            && left.endpoints.map(\.figures) == right.endpoints.map(\.figures)
    }

    /// Hashes all figures.
    package func hash(into hasher: inout Hasher) { for endpoint in endpoints { hasher.combine(endpoint.figures) } }
}
