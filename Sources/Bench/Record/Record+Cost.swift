package import ALCFJSON

extension Record {
    static let costType = "cost"

    /// `NAME=VALUE`; nil for anything else.
    package static func costPair(_ text: String) -> (name: String, value: String)? {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else { return nil }
        return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }

    /// Adds to a record what is said of prices and power, as it is on the command line, and the readings of meters;
    /// what was said of the same target before no longer holds.
    package mutating func note(price: [String], power: [String], readings: [String: PowerSource]) {
        func joined(_ before: [String]?, _ words: [String]) -> [String] {
            let said = Set(words.compactMap { Self.costPair($0)?.name })
            return (before ?? []).filter { Self.costPair($0).map { !said.contains($0.name) } ?? false } + words
        }
        if !price.isEmpty { manifest.design.prices = joined(manifest.design.prices, price) }
        if !power.isEmpty { manifest.design.powers = joined(manifest.design.powers, power) }
        self.readings.merge(readings) { $1 }
    }

    /// Writes the same into a record's file.
    ///
    /// - Throws: ``BenchError`` when it cannot be written.
    package static func appendNote(
        price: [String], power: [String], readings: [String: PowerSource], to writer: RecordWriter
    ) throws(BenchError) {
        func list(_ words: [String]) -> JSONValue { .array(words.map(JSONValue.string)) }
        try writer.append(note: [
            "type": .string(costType), "price": list(price), "power": list(power),
            "readings": .object(
                JSONObject(readings.sorted { $0.key < $1.key }.map { ($0.key, $0.value.readingsJSON) })),
        ])
    }

    /// Takes in such a line.
    package mutating func take(costNote json: JSONValue) {
        func words(_ member: String) -> [String] { (json[member]?.array ?? []).compactMap(\.string) }
        let all = json["readings"]?.object ?? JSONObject()
        var readings: [String: PowerSource] = [:]
        for name in all.keys { readings[name] = all[name].flatMap(PowerSource.init(readingsJSON:)) }
        note(price: words("price"), power: words("power"), readings: readings)
    }

    /// Time from when its first request was scheduled to when its last one ended, in seconds since 1970; nil without
    /// requests.
    public var span: ClosedRange<Double>? {
        let starts = samples.map(\.trace.scheduled)
        let ends = samples.compactMap { $0.trace.end ?? $0.trace.lastToken }
        guard let first = starts.min(), let last = ends.max(), last >= first else { return nil }
        return manifest.startedAt + first...manifest.startedAt + last
    }
}
