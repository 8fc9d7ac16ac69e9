package import ALCFJSON

extension PowerSource {
    /// Reads `5200W`, `5.2kW` or `5200`; nil for anything else, as for the name of a file.
    package init?(watts text: String) {
        let text = text.lowercased()
        let (number, factor) =
            text.hasSuffix("kw") ? (text.dropLast(2), 1000.0) : (text.hasSuffix("w") ? text.dropLast() : text[...], 1)
        guard let watts = Double(number), watts.isFinite, watts >= 0 else { return nil }
        self = .constant(watts * factor)
    }

    /// The readings within a time and the ones next to it: what a record needs of a meter.
    package func trimmed(to span: ClosedRange<Double>) -> PowerSource {
        guard case .measured(let all, let name) = self else { return self }
        let first = all.lastIndex { $0.time <= span.lowerBound } ?? 0
        let last = all.firstIndex { $0.time >= span.upperBound } ?? all.count - 1
        return first <= last ? .measured(Array(all[first...last]), name: name) : self
    }

    /// The readings of both, where both are readings; else the first.
    package func joined(with other: PowerSource) -> PowerSource {
        guard case .measured(let one, let name) = self, case .measured(let two, _) = other else { return self }
        return .measured((one + two).sorted { $0.time < $1.time }, name: name)
    }

    /// A meter's readings in a record: its name, and pairs of seconds since 1970 and watts.
    var readingsJSON: JSONValue {
        guard case .measured(let readings, let name) = self else { return .null }
        return [
            "name": .string(name),
            "readings": .array(readings.map { .array([.double($0.time), .double($0.watts)]) }),
        ]
    }

    package init?(readingsJSON json: JSONValue) {
        guard let name = json["name"]?.string, let rows = json["readings"]?.array else { return nil }
        let readings = rows.compactMap { row -> Reading? in
            guard let time = row[0]?.double, let watts = row[1]?.double, watts >= 0 else { return nil }
            return Reading(time: time, watts: watts)
        }
        self = .measured(readings.sorted { $0.time < $1.time }, name: name)
    }
}
