/// A model's name, taken apart: services name the same weights differently.
///
/// The same weights are `gpt-oss-120b` on one cluster, `openai/gpt-oss-120b` on another, and were
/// `gpt-oss-120b-131072` once. This is the only place that says which parts of a name count.
package struct ModelName: Sendable, Hashable {
    /// The part before the last slash, in lower case; nil where nothing does, or where the name is a path of files.
    package let owner: String?
    /// The name without its owner, in lower case.
    package let title: String
    /// The title without a context length at its end.
    package let core: String

    /// Takes `name` apart.
    package init(_ name: String) {
        let lower = name.lowercased()
        let slash = lower.lastIndex(of: "/")
        let isPath = ["/", "./", "../", "~"].contains { lower.hasPrefix($0) }
        owner = isPath ? nil : slash.map { String(lower[..<$0]) }
        title = slash.map { String(lower[lower.index(after: $0)...]) } ?? lower
        core = Self.withoutContextLength(title)
    }

    /// Returns whether both mean the same weights: owners that are both named must be the same, and context lengths do
    /// not count.
    package func isSameModel(as other: ModelName) -> Bool { ownersAgree(other) && core == other.core }

    /// Returns whether all of `names` mean the same weights.
    package static func areSame(_ names: [String]) -> Bool {
        let parsed = Set(names).map(ModelName.init)
        return parsed.indices.allSatisfy { index in
            parsed[(index + 1)...].allSatisfy { parsed[index].isSameModel(as: $0) }
        }
    }

    /// Returns whether the owners are the same, or one of them is not named.
    package func ownersAgree(_ other: ModelName) -> Bool { owner == nil || other.owner == nil || owner == other.owner }

    private static func withoutContextLength(_ title: String) -> String {
        guard let dash = title.lastIndex(of: "-"), dash > title.startIndex,
            isContextLength(title[title.index(after: dash)...].utf8)
        else { return title }
        return String(title[..<dash])
    }

    /// A context length is a number of `k`, or a multiple of 1,024 that cannot be read as a date.
    private static func isContextLength(_ suffix: Substring.UTF8View) -> Bool {
        let isThousands = suffix.last == UInt8(ascii: "k")
        let digits = isThousands ? suffix.dropLast() : suffix
        guard !digits.isEmpty, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let number = Int(String(decoding: digits, as: UTF8.self))
        else { return false }
        return isThousands || (number >= 1024 && number % 1024 == 0 && !isDate(number, digits: digits.count))
    }

    /// Some dates are multiples of 1,024, as 20250624 is: months and days tell them.
    private static func isDate(_ number: Int, digits: Int) -> Bool {
        let isDay = (1...12).contains(number / 100 % 100) && (1...31).contains(number % 100)
        return switch digits {
        case 8: isDay && (1900...2099).contains(number / 10_000)
        case 4, 6: isDay
        default: false
        }
    }
}
