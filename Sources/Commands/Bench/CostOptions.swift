import ALCFBench
import ALCFJSON
import ALCFSystem
import ArgumentParser

/// What the systems cost and draw. Nothing is assumed: what is not given is not reported.
struct CostOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A target's price, as in metis=12/h, sophia=0.59/Mtok (answers) or sophia=0.22:0.59/Mtok (prompts:answers); may be repeated.",
            valueName: "target=price"))
    var price: [String] = []

    @Option(
        help: ArgumentHelp(
            "A target's power, as in sophia=5200W, or a CSV of measured power with the columns time and watts; may be repeated.",
            valueName: "target=power"))
    var power: [String] = []

    func validate() throws {
        for text in price { _ = try Self.named(text, "--price") { Price($0) } }
        for text in power where Self.value(text).map(Self.isWatts) != false {
            _ = try Self.named(text, "--power") { Self.watts($0) }
        }
    }

    var isEmpty: Bool { price.isEmpty && power.isEmpty }

    /// - Throws: `UsageError` or `BenchError` for a target or a file that is not there.
    func summaries(_ record: Record) throws -> [CostSummary] {
        let names = record.manifest.targets.map(\.name)
        var prices: [String: Price] = [:]
        var powers: [String: PowerSource] = [:]
        for text in price {
            let (name, price) = try Self.named(text, "--price") { Price($0) }
            prices[name] = price
        }
        for text in power {
            let (name, word) = try Self.named(text, "--power") { $0 }
            powers[name] = try Self.watts(word).map { .constant($0) } ?? Self.measured(word)
        }
        for name in Array(prices.keys) + Array(powers.keys) where !names.contains(name) {
            throw UsageError(
                "there is no target '\(name)'", remedy: "The targets are \(names.joined(separator: " and ")).")
        }
        return names.filter { prices[$0] != nil || powers[$0] != nil }
            .map { CostSummary($0, in: record, price: prices[$0], power: powers[$0]) }
    }

    static func text(_ summaries: [CostSummary]) -> String {
        var table = Table(
            "Cost and energy", "per 1,000 tokens", "per right answer", "J per 1,000 tokens", "J per right answer")
        for cost in summaries {
            table.add(
                cost.target, significant(cost.moneyPerThousandTokens), significant(cost.moneyPerCorrectAnswer),
                significant(cost.joulesPerThousandTokens), significant(cost.joulesPerCorrectAnswer))
        }
        let notes = summaries.flatMap { cost in
            cost.boundary.map { "\(cost.target): \($0)" }
                + (cost.joules == nil && cost.boundary.contains { $0.hasPrefix("Energy") }
                    ? ["\(cost.target): the readings do not cover the run, so its energy is not known."] : [])
        }
        return
            ([table.text(colour: Terminal.usesColour(.output))] + notes
            + ["Money is in the unit of the prices. An answer counts as right where it holds an accepted one."])
            .joined(separator: "\n")
    }

    private static func significant(_ value: Double?) -> String? {
        guard let value, value.isFinite else { return nil }
        var digits = 3
        var scale = abs(value)
        while scale < 100, scale > 0, digits < 9 {
            scale *= 10
            digits += 1
        }
        return Number.fixed(value, max(0, digits - 3))
    }

    private static func measured(_ path: String) throws -> PowerSource {
        do { return try PowerSource(csv: try FileContents(path: path, limit: 256 << 20).bytes, name: path) } catch let
            error as FileError
        {
            throw UsageError(
                "the power cannot be read: \(error)", remedy: "Write NAME=WATTS, as in sophia=5200W, or NAME=FILE.csv.")
        }
    }

    private static func watts(_ text: String) -> Double? {
        let text = text.lowercased()
        let (number, factor) =
            text.hasSuffix("kw") ? (text.dropLast(2), 1000.0) : (text.hasSuffix("w") ? text.dropLast() : text[...], 1)
        return Double(number).flatMap { $0.isFinite && $0 >= 0 ? $0 * factor : nil }
    }

    private static func isWatts(_ text: String) -> Bool { !text.lowercased().hasSuffix(".csv") }

    private static func value(_ text: String) -> String? {
        text.firstIndex(of: "=").map { String(text[text.index(after: $0)...]) }
    }

    private static func named<T>(_ text: String, _ option: String, _ read: (String) -> T?) throws -> (String, T) {
        guard let equals = text.firstIndex(of: "="), let value = read(String(text[text.index(after: equals)...])) else {
            throw ValidationError("'\(option) \(text)' is not understood; see --help.")
        }
        return (String(text[..<equals]), value)
    }
}
