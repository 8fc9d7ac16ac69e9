import ALCFJSON
import ALCFStatistics
import ALCFSystem

/// The power a target draws, as the user says or has measured.
package enum PowerSource: Sendable, Hashable {
    /// The same all the time, in watts.
    case constant(Double)
    /// Measured: seconds since 1970 and watts, ascending.
    case measured([Reading], name: String)

    /// One reading of a meter.
    package struct Reading: Sendable, Hashable {
        /// Seconds since 1970.
        package let time: Double
        /// Watts.
        package let watts: Double
    }

    /// Reads a CSV with a line of headings: `time` or `timestamp` (seconds since 1970, or `2026-11-22T08:30:00Z`) and
    /// `watts` or `power`.
    ///
    /// - Throws: ``BenchError`` naming the line.
    package init(csv bytes: [UInt8], name: String) throws(BenchError) {
        var readings: [Reading] = []
        for (number, row) in try CSVTable.rows(bytes, name: name) {
            let time = (row["time"] ?? row["timestamp"])?.string.flatMap(Self.seconds)
            let watts = (row["watts"] ?? row["power"])?.string.flatMap { Double($0.filter { $0 != " " }) }
            guard let time, let watts, time.isFinite, watts.isFinite, watts >= 0 else {
                throw BenchError(
                    .dataSet, "\(name), line \(number), has no time and power",
                    remedy: "give the columns 'time' (seconds since 1970 or 2026-11-22T08:30:00Z) and 'watts'")
            }
            readings.append(Reading(time: time, watts: watts))
        }
        guard readings.count >= 2 else {
            throw BenchError(
                .dataSet, "\(name) has fewer than two readings", remedy: "give the readings of the whole run")
        }
        self = .measured(readings.sorted { $0.time < $1.time }, name: name)
    }

    /// Joules over the intervals, which are in seconds from `start`; nil where the readings do not cover them. Between
    /// two readings power is a straight line.
    package func energy(over intervals: [ClosedRange<Double>], from start: Double) -> Double? {
        switch self {
        case .constant(let watts): return watts * intervals.reduce(0) { $0 + $1.upperBound - $1.lowerBound }
        case .measured(let readings, _):
            let readings = readings.map { Reading(time: $0.time - start, watts: $0.watts) }
            guard let first = readings.first?.time, let last = readings.last?.time,
                intervals.allSatisfy({ $0.lowerBound >= first && $0.upperBound <= last })
            else { return nil }
            return intervals.reduce(0) { total, interval in
                total
                    + zip(readings, readings.dropFirst()).reduce(0) { sum, pair in
                        let (from, to) = (
                            max(pair.0.time, interval.lowerBound), min(pair.1.time, interval.upperBound)
                        )
                        guard to > from else { return sum }
                        let slope = (pair.1.watts - pair.0.watts) / (pair.1.time - pair.0.time)
                        let middle = pair.0.watts + slope * ((from + to) / 2 - pair.0.time)
                        return sum + middle * (to - from)
                    }
            }
        }
    }

    package var boundary: String {
        switch self {
        case .constant(let watts):
            "\(NumberText.plain(watts)) W as given, not measured, for the time in which requests were in flight"
        case .measured(let readings, let name) where readings.isEmpty:
            "not known, because the record has no reading of \(name)"
        case .measured(let readings, let name):
            "\(readings.count) readings of \(name), summed over the time in which requests were in flight; includes everything the "
                + "meter covers, such as idle power and other users' work"
        }
    }

    /// `2026-11-22T08:30:00Z`, with a fraction or without, or seconds since 1970.
    package static func seconds(_ text: String) -> Double? {
        if let seconds = Double(text) { return seconds }
        let parts = text.split { "-T:Zz ".contains($0) }.map { Double($0) }
        guard text.hasSuffix("Z") || text.hasSuffix("z"), parts.count == 6, parts.allSatisfy({ $0 != nil }) else {
            return nil
        }
        let values = parts.compactMap { $0 }
        return CivilDate.seconds(
            year: Int(clamping: values[0]), month: Int(clamping: values[1]), day: Int(clamping: values[2]),
            hour: values[3],
            minute: values[4], second: values[5])
    }
}
