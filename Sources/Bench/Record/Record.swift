package import ALCFJSON

/// A run as it was recorded: what reports are made from.
public struct Record: Sendable, Hashable {
    /// What was run.
    public var manifest: RunManifest
    /// Every attempted request, in the order they ended.
    public var samples: [Sample]
    /// Bytes of an unfinished last line that were left out: the run was cut off while writing.
    public var tornBytes: Int
    /// Lines that could not be read and are left out, each with its number and the reason.
    public var unread: [String] = []
    /// What checks of the instrument found, in the order they were made; empty where none was.
    public var instrument: [InstrumentCheck] = []

    /// When the run went on after it had been cut off, in order.
    public var resumptions: [Resumption] = []
    /// What meters of the targets' power showed, by target.
    public var readings: [String: PowerSource] = [:]

    /// A record with these parts.
    public init(manifest: RunManifest, samples: [Sample], tornBytes: Int = 0) {
        self.manifest = manifest
        self.samples = samples
        self.tornBytes = tornBytes
    }
}

extension Record {
    /// Takes in a line that is no sample. Of a type that is not known, nothing is taken.
    ///
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    package mutating func take(_ note: JSONValue) throws(JSONError) {
        switch note["type"]?.string {
        case Self.costType: take(costNote: note)
        case InstrumentCheck.type: instrument.append(try InstrumentCheck(json: note))
        case Resumption.type: resumptions.append(try Resumption(json: note))
        default: break
        }
    }
}
