import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// The options for prices and power. Nothing is assumed: figures without them are not reported.
struct CostOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Price of a target, as in metis=12/h, sophia=0.59/Mtok (answers) or sophia=0.22:0.59/Mtok (prompts:answers). May be repeated.",
            valueName: "target=price"))
    var price: [String] = []

    @Option(
        help: ArgumentHelp(
            "Power of a target, as in sophia=5200W, or a CSV of measured power with the columns time and watts. May be repeated.",
            valueName: "target=power"))
    var power: [String] = []

    func validate() throws {
        for text in price { try Self.named(text, "--price") { Price($0) } }
        for text in power {
            try Self.named(text, "--power") {
                $0.lowercased().hasSuffix(".csv") ? .measured([], name: $0) : PowerSource(watts: $0)
            }
        }
    }

    /// The files that are read.
    var files: [String] { power.compactMap { Record.costPair($0)?.value }.filter { PowerSource(watts: $0) == nil } }

    var isEmpty: Bool { price.isEmpty && power.isEmpty }

    /// - Throws: `UsageError` for a target that is not among these.
    func check(_ names: [String]) throws {
        for name in (price + power).compactMap({ Record.costPair($0)?.name }) where !names.contains(name) {
            throw UsageError(
                "there is no target '\(name)'", remedy: "The targets are \(names.joined(separator: " and ")).")
        }
    }

    /// The options with what the settings say of targets that these say nothing of.
    ///
    /// - Parameters:
    ///   - names: the targets.
    ///   - known: what is known already.
    func settled(
        by settings: Settings, _ names: [String], known: CostInputs = CostInputs()
    ) -> CostOptions {
        var settled = self
        func said(_ options: [String]) -> Set<String> { Set(options.compactMap { Record.costPair($0)?.name }) }
        let (prices, powers) = (said(price).union(known.prices.keys), said(power).union(known.powers.keys))
        for name in names {
            if !prices.contains(name), let value = settings.value(SettingKey(["prices", name])) {
                settled.price.append("\(name)=\(value.value)")
            }
            if !powers.contains(name), let value = settings.value(SettingKey(["power", name])) {
                settled.power.append("\(name)=\(value.value)")
            }
        }
        return settled
    }

    /// Declares them before a run.
    func declare(in design: inout Design) {
        if !price.isEmpty { design.prices = price }
        if !power.isEmpty { design.powers = power }
    }

    /// Adds them to a record that was read.
    ///
    /// - Throws: `UsageError` or `BenchError` for a target or a file that is not there.
    func apply(to record: inout Record) throws {
        try check(record.manifest.targets.map(\.name))
        record.note(price: price, power: power, readings: try readings(record))
    }

    /// Adds them to a record's file, so that every later report has them.
    ///
    /// - Throws: `UsageError` or `BenchError` for a target or a file that is not there.
    func append(to writer: RecordWriter) throws {
        guard !isEmpty else { return }
        let record = try writer.record ?? RecordReader.read(path: writer.path)
        try check(record.manifest.targets.map(\.name))
        try Record.appendNote(price: price, power: power, readings: try readings(record), to: writer)
    }

    private func readings(_ record: Record) throws -> [String: PowerSource] {
        var readings: [String: PowerSource] = [:]
        for (name, value) in power.compactMap(Record.costPair) where PowerSource(watts: value) == nil {
            let all = try Self.measured(value)
            readings[name] = record.span.map(all.trimmed) ?? all
        }
        return readings
    }

    private static func measured(_ path: String) throws -> PowerSource {
        do { return try PowerSource(csv: try FileContents(path: path, limit: 256 << 20).bytes, name: path) } catch let
            error as FileError
        {
            throw UsageError(
                "the power cannot be read: \(error)", remedy: "Write NAME=WATTS, as in sophia=5200W, or NAME=FILE.csv.")
        }
    }

    private static func named<T>(_ text: String, _ option: String, _ read: (String) -> T?) throws {
        guard let (name, value) = Record.costPair(text), !name.isEmpty, read(value) != nil else {
            throw ValidationError("'\(option) \(text)' is not understood; see --help.")
        }
    }
}
