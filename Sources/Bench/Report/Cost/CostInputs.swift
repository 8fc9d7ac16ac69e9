public import ALCFRecord

/// The prices and power that the user gave for targets; nothing is assumed for a target that is not named.
///
/// In a manifest these are the options `price` and `power`, as on the command line: `metis=12/h`, `sophia=5200W`,
/// `sophia=meter.csv`. A meter's readings are in a line of the record's own, of type `cost`.
public struct CostInputs: Sendable, Hashable {
    /// The prices, by target.
    public var prices: [String: Price] = [:]
    /// The power, by target.
    public var powers: [String: PowerSource] = [:]

    /// Nothing is known.
    public init() {}

    /// The names of all targets that something is said of.
    public var names: Set<String> { Set(prices.keys).union(powers.keys) }

    /// Reads the inputs from a record.
    public init(_ record: Record) {
        let design = record.manifest.design
        for (name, value) in (design.prices ?? []).compactMap(Record.costPair) { prices[name] = Price(value) }
        for (name, value) in (design.powers ?? []).compactMap(Record.costPair) {
            powers[name] = PowerSource(watts: value) ?? record.readings[name] ?? .measured([], name: value)
        }
    }

    /// The cost of each target of a record that something is said of, in the order of its manifest.
    public func summaries(_ record: Record) -> [CostSummary] {
        record.manifest.targets.map(\.name).filter(names.contains).map {
            CostSummary($0, in: record, price: prices[$0], power: powers[$0])
        }
    }
}
