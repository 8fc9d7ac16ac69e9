package import ALCFRecord

/// The prices and power that the user gave for targets; nothing is assumed for a target that is not named.
///
/// In a manifest these are the options `price` and `power`, as on the command line: `metis=12/h`, `sophia=5200W`,
/// `sophia=meter.csv`. A meter's readings are in a line of the record's own, of type `cost`.
package struct CostInputs: Sendable, Hashable {
    /// The prices, by target.
    package var prices: [String: Price] = [:]
    /// The power, by target.
    package var powers: [String: PowerSource] = [:]

    /// Nothing is known.
    package init() {}

    /// The names of all targets that something is said of.
    package var names: Set<String> { Set(prices.keys).union(powers.keys) }

    /// Reads the inputs from a record.
    package init(_ record: Record) {
        let design = record.manifest.design
        for (name, value) in (design.prices ?? []).compactMap(Record.costPair) { prices[name] = Price(value) }
        for (name, value) in (design.powers ?? []).compactMap(Record.costPair) {
            powers[name] = PowerSource(watts: value) ?? record.readings[name] ?? .measured([], name: value)
        }
    }

    /// The cost of each target of a record that something is said of, in the order of its manifest.
    package func summaries(_ record: Record) -> [CostSummary] {
        record.manifest.targets.map(\.name).filter(names.contains).map {
            CostSummary($0, in: record, price: prices[$0], power: powers[$0])
        }
    }
}
