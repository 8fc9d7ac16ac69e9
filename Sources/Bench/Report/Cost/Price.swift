import ALCFStatistics
import ALCFSystem

/// A target's price, as the user gave it.
package enum Price: Sendable, Hashable {
    /// Money for each hour in which requests were in flight.
    case perHour(Double)
    /// Money for a million tokens of prompt and of answer; a price of the prompt's that is nil was not given.
    case perMillionTokens(prompt: Double?, answer: Double)

    /// Reads `12.5/h`, `0.59/Mtok` (of answers) or `0.22:0.59/Mtok` (of prompts and of answers); nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let values = parts[0].split(separator: ":", omittingEmptySubsequences: false).map { Double($0) }
        guard values.allSatisfy({ $0.map { $0.isFinite && $0 >= 0 } ?? false }), let last = values.last ?? nil
        else { return nil }
        switch (parts[1].lowercased(), values.count) {
        case ("h", 1): self = .perHour(last)
        case ("mtok", 1): self = .perMillionTokens(prompt: nil, answer: last)
        case ("mtok", 2): self = .perMillionTokens(prompt: values[0], answer: last)
        default: return nil
        }
    }

    /// A statement of what the price covers, for the report.
    var boundary: String {
        switch self {
        case .perHour(let price):
            "\(NumberText.plain(price)) an hour, for the time in which requests were in flight, all of it charged to this run even if "
                + "others used the system meanwhile"
        case .perMillionTokens(nil, let answer):
            "\(NumberText.plain(answer)) per million answer tokens; prompts are not priced"
        case .perMillionTokens(let prompt?, let answer):
            "\(NumberText.plain(prompt)) per million prompt tokens and \(NumberText.plain(answer)) per million answer tokens"
        }
    }
}
