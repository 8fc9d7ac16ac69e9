public import ALCFJSON
public import ALCFSystem

/// The result of a check of the instrument: a line of the record, beside the run it belongs to.
public struct InstrumentCheck: Sendable, Hashable {
    /// The time of a check.
    public enum Moment: String, Sendable, Hashable {
        /// Before the first request of a run.
        case before
        /// While the run ran: an ``InstrumentCourse`` and nothing else.
        case during
        /// After the last one.
        case after
        /// Without a run.
        case alone
    }

    /// The CPU time of the process during the run.
    public struct Usage: Sendable, Hashable {
        /// Processor time of all its threads, in seconds; that of a simulated service included.
        public var cpuSeconds: Double
        /// Duration in seconds.
        public var wallSeconds: Double
        /// Number of event loops that shared the work.
        public var loops: Int

        /// Computes the usage between two readings.
        public init(from start: ProcessUsage, to end: ProcessUsage, loops: Int = 1) {
            cpuSeconds = end.cpuSeconds - start.cpuSeconds
            wallSeconds = end.time.seconds(since: start.time)
            self.loops = loops
        }

        /// Share of a core, for each loop.
        public var share: Double {
            wallSeconds > 0 ? cpuSeconds / wallSeconds / Double(max(1, min(loops, ProcessUsage.cores))) : 0
        }
    }

    /// Time of the check.
    public var moment: Moment
    /// Load of the check; nil for none.
    public var load: InstrumentLoad?
    /// Error that it found.
    public var error: InstrumentError?
    /// The processor time of this process while it was made ÷ wall time.
    public var cpuShare: Double?
    /// Events a second when nothing waits; nil where that was not tried.
    public var ceiling: Double?
    /// CPU time of the run before it.
    public var usage: Usage?
    /// Lags during the run.
    public var course: InstrumentCourse?
    /// Reason that there is no ``error``.
    public var failure: String?

    /// A check of which nothing is known yet.
    public init(_ moment: Moment, load: InstrumentLoad? = nil) {
        self.moment = moment
        self.load = load
    }

    /// Type of its lines in the record.
    package static let type = "instrument"
}

extension InstrumentCheck: JSONEncodable, JSONDecodable {
    /// One JSON object.
    public var json: JSONValue {
        if let course, moment == .during {
            return ["type": .string(Self.type), "moment": .string(moment.rawValue), "course": course.json]
        }
        return [
            "type": .string(Self.type), "moment": .string(moment.rawValue), "load": load?.json ?? .null,
            "error": error?.json ?? .null, "cpu_share": JSONValue(cpuShare),
            "ceiling_events_per_second": JSONValue(ceiling), "run": usage?.json ?? .null,
            "failure": JSONValue(failure),
        ]
    }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    public init(json: JSONValue) throws(JSONError) {
        self.init(Moment(rawValue: try json.require("moment")) ?? .alone, load: try json.optional("load"))
        error = try json.optional("error")
        cpuShare = try json.optional("cpu_share")
        ceiling = try json.optional("ceiling_events_per_second")
        usage = try json.optional("run")
        course = try json.optional("course")
        failure = try json.optional("failure")
    }
}

extension InstrumentCheck.Usage: JSONEncodable, JSONDecodable {
    /// One JSON object.
    public var json: JSONValue {
        [
            "cpu_seconds": JSONValue(cpuSeconds), "wall_seconds": JSONValue(wallSeconds), "loops": .int(loops),
            "cpu_share": JSONValue(share),
        ]
    }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    public init(json: JSONValue) throws(JSONError) {
        cpuSeconds = try json.require("cpu_seconds")
        wallSeconds = try json.require("wall_seconds")
        loops = try json.require("loops")
    }
}

extension InstrumentLoad: JSONEncodable, JSONDecodable {
    /// One JSON object.
    public var json: JSONValue {
        [
            "concurrency": rate == nil ? .int(concurrency) : .null, "rate": JSONValue(rate),
            "requests": .int(requests), "ttft_ms": .double(firstToken), "gap_ms": .double(gap),
            "tokens": .int(tokens),
        ]
    }

    /// Reads it back.
    ///
    /// - Throws: ``JSONError`` naming what is missing or of another kind.
    public init(json: JSONValue) throws(JSONError) {
        self.init(
            concurrency: try json.optional("concurrency") ?? 1, rate: try json.optional("rate"),
            requests: try json.require("requests"), firstToken: try json.require("ttft_ms"),
            gap: try json.require("gap_ms"), tokens: try json.require("tokens"))
    }
}

extension RecordWriter {
    /// Adds what a check of the instrument found.
    ///
    /// - Throws: ``BenchError`` when the line cannot be written in full.
    public func append(_ check: InstrumentCheck) throws(BenchError) { try append(note: check.json) }
}
