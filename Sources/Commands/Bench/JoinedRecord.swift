import ALCFRecord
import ALCFReport
import ALCFSystem

/// The writing of a record that was made from others.
enum JoinedRecord {
    /// Writes it, and gives it its name when it is whole: half of it would pass for one of fewer requests.
    ///
    /// - Parameter cost: what was said of prices and power, which goes into the record.
    /// - Throws: `BenchError` or `FileError` where it cannot be written.
    static func write(_ record: Record, to path: String, cost: CostOptions? = nil) throws {
        try AtomicFile.publish(path) { unfinished in
            let writer = try RecordWriter(path: unfinished, manifest: record.manifest, name: path)
            try append(record, to: writer)
            do { try cost?.append(to: writer) } catch let error as UsageError {
                // The measurements are reported in any case.
                Console.warn("\(error.message): alcf benchmark report \(path.shellQuoted) --power … adds it")
            }
            try writer.synchronize()
        }
    }

    private static func append(_ record: Record, to writer: RecordWriter) throws {
        for sample in record.samples { try writer.append(sample) }
        for check in record.instrument { try writer.append(check) }
        for resumption in record.resumptions { try writer.append(resumption) }
        for probe in record.probes { try writer.append(probe) }
        if !record.readings.isEmpty {
            try Record.appendNote(price: [], power: [], readings: record.readings, to: writer)
        }
    }
}
