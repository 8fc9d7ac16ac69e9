import ALCFJSON
import ALCFStatistics

/// The original script's own figures, made again by its own formulae from its own results, beside the right ones.
///
/// Its median is the upper of the middle two, its tokens are prompt and completion tokens, and its throughput is their sum
/// ÷ the sum of latencies.
public struct AsPublished: Sendable, Hashable {
    /// One figure of one endpoint.
    public struct Figure: Sendable, Hashable {
        /// What it is.
        public let name: String
        /// As the file has it.
        public let published: Double?
        /// By the original formula from the file's results.
        public let reproduced: Double?
        /// By the definitions here.
        public let corrected: Double?
    }

    /// The endpoints with their figures, in the order of the file.
    public let endpoints: [(name: String, figures: [Figure])]

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

    /// As text: for each endpoint a table, then the ratios.
    public var text: String {
        var lines: [String] = []
        func row(_ name: String, _ values: [Double?]) -> String {
            let cells = values.map { value in
                let text = NumberText.significant(value, 4)
                return String(repeating: " ", count: max(0, 13 - text.count)) + text
            }
            return "  " + name + String(repeating: " ", count: max(1, 26 - name.count)) + cells.joined()
        }
        let head = String(repeating: " ", count: 28) + "  in the file   reproduced    corrected"
        for (name, figures) in endpoints {
            lines += [name, head]
            lines += figures.map { row($0.name, [$0.published, $0.reproduced, $0.corrected]) } + [""]
        }
        if endpoints.count == 2 {
            let (first, second) = (endpoints[0], endpoints[1])
            lines += ["\(first.name) ÷ \(second.name)", head]
            for (a, b) in zip(first.figures, second.figures) {
                func ratio(_ a: Double?, _ b: Double?) -> Double? {
                    a.flatMap { a in b.flatMap { $0 != 0 ? a / $0 : nil } }
                }
                lines.append(
                    row(
                        a.name,
                        [
                            ratio(a.published, b.published), ratio(a.reproduced, b.reproduced),
                            ratio(a.corrected, b.corrected),
                        ]))
            }
            lines.append("")
        }
        lines.append(
            "As published: the upper of the two middle values as the median, and prompt tokens among the tokens. Corrected: "
                + "true median, output tokens only.")
        return lines.map { $0 + "\n" }.joined()
    }

    /// Equal when all figures are.
    public static func == (left: AsPublished, right: AsPublished) -> Bool {
        left.endpoints.map(\.name) == right.endpoints.map(\.name)
            && left.endpoints.map(\.figures) == right.endpoints.map(\.figures)
    }

    /// Hashes all figures.
    public func hash(into hasher: inout Hasher) { for endpoint in endpoints { hasher.combine(endpoint.figures) } }
}
