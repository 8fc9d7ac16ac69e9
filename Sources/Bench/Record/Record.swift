package import ALCFJSON

/// A run as it was recorded: what reports are made from.
public struct Record: Sendable, Hashable {
    /// Design and setting of the run.
    public var manifest: RunManifest
    /// Every attempted request, in the order they ended.
    public var samples: [Sample]
    /// Bytes of an unfinished last line that were left out: the run was cut off while writing.
    public var tornBytes: Int
    /// Lines that could not be read and are left out, each with its number and the reason.
    public var unread: [String] = []
    /// Results of checks of the instrument, in the order they were made; empty for none.
    package var instrument: [InstrumentCheck] = []

    /// Requests for the servers' health, in the order they ended: no samples.
    package var probes: [Probe] = []

    /// The orderly end of the rank whose record it is; nil where it died, and of a run of one process.
    package var rankEnd: RankEnd?
    /// Resumptions after the run had been cut off, in order.
    package var resumptions: [Resumption] = []
    /// Readings of meters of the targets' power, by target.
    package var readings: [String: PowerSource] = [:]

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
        case Probe.type: probes.append(try Probe(json: note))
        case RankEnd.type: rankEnd = try RankEnd(json: note)
        case Resumption.type: resumptions.append(try Resumption(json: note))
        default: break
        }
    }
}
