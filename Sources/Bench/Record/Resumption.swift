public import ALCFJSON

/// That a run went on after it had been cut off: a line of the record.
public struct Resumption: Sendable, Hashable {
    /// The line's type.
    package static let type = "resumed"

    /// When, in seconds since the run's anchor.
    public var at: Double
    /// The version of the tool that went on.
    public var toolVersion: String?
    /// Requests that were recorded by then.
    public var recorded: Int?

    /// A resumption at that instant.
    public init(at: Double, toolVersion: String? = nil, recorded: Int? = nil) {
        self.at = at
        self.toolVersion = toolVersion
        self.recorded = recorded
    }
}

extension Resumption: JSONEncodable, JSONDecodable {
    /// As a line of the record.
    public var json: JSONValue {
        [
            "type": .string(Self.type), "at": .double(at), "tool_version": JSONValue(toolVersion),
            "recorded": JSONValue(recorded),
        ]
    }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    public init(json: JSONValue) throws(JSONError) {
        self.init(
            at: try json.require("at", in: Sample.Limits.seconds), toolVersion: try json.optional("tool_version"),
            recorded: try json.optional("recorded", in: Sample.Limits.counts))
    }
}

extension RecordWriter {
    /// Adds that the run went on.
    ///
    /// - Throws: ``BenchError`` when the line cannot be written in full.
    public func append(_ resumption: Resumption) throws(BenchError) { try append(note: resumption.json) }
}
