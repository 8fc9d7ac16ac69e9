package import ALCFSystem

/// The result of a check of the instrument: a line of the record, beside the run it belongs to.
package struct InstrumentCheck: Sendable, Hashable {
    /// The time of a check.
    package enum Moment: String, Sendable, Hashable {
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
    package struct Usage: Sendable, Hashable {
        /// Processor time of all its threads, in seconds; that of a simulated service included.
        package var cpuSeconds: Double
        /// Duration in seconds.
        package var wallSeconds: Double
        /// Number of event loops that shared the work.
        package var loops: Int

        fileprivate init() { (cpuSeconds, wallSeconds, loops) = (0, 0, 1) }

        /// Computes the usage between two readings.
        package init(from start: ProcessUsage, to end: ProcessUsage, loops: Int = 1) {
            cpuSeconds = end.cpuSeconds - start.cpuSeconds
            wallSeconds = end.time.seconds(since: start.time)
            self.loops = loops
        }

        /// Share of a core, for each loop.
        package var share: Double {
            wallSeconds > 0 ? cpuSeconds / wallSeconds / Double(max(1, min(loops, ProcessUsage.cores))) : 0
        }
    }

    /// Time of the check.
    package var moment: Moment
    /// Load of the check; nil for none.
    package var load: InstrumentLoad?
    /// Error that it found.
    package var error: InstrumentError?
    /// The processor time of this process while it was made ÷ wall time.
    package var cpuShare: Double?
    /// Events a second when nothing waits; nil where that was not tried.
    package var ceiling: Double?
    /// CPU time of the run before it.
    package var usage: Usage?
    /// Lags during the run.
    package var course: InstrumentCourse?
    /// Reason that there is no ``error``.
    package var failure: String?
    /// The rank that was checked; nil where a single process sent all.
    package var rank: Int?

    /// A check of which nothing is known yet.
    package init(_ moment: Moment, load: InstrumentLoad? = nil) {
        self.moment = moment
        self.load = load
    }

    /// Type of its lines in the record.
    package static let type = "instrument"
}

extension InstrumentCheck: RecordObject {
    /// A check of which nothing is known.
    package static var blank: InstrumentCheck { InstrumentCheck(.alone) }

    /// Its members: the course of a run, or all others.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.type(Self.type)
        try members.required("moment", &momentWord)
        try members.optional("rank", &rank, in: 0...Rank.most)
        let isCourse = Visitor.isWriter && moment == .during && course != nil
        if !isCourse {
            try members.nullable("load", &load)
            try members.nullable("error", &error)
            try members.nullable("cpu_share", &cpuShare)
            try members.nullable("ceiling_events_per_second", &ceiling)
            try members.nullable("run", &usage)
            try members.nullable("failure", &failure)
        }
        if isCourse || !Visitor.isWriter { try members.nullable("course", &course) }
    }

    /// A moment that is not known belongs to no run.
    private var momentWord: String {
        get { moment.rawValue }
        set { moment = Moment(rawValue: newValue) ?? .alone }
    }
}

extension InstrumentCheck.Usage: RecordObject {
    /// Nothing was used.
    package static var blank: InstrumentCheck.Usage { InstrumentCheck.Usage() }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.required("cpu_seconds", &cpuSeconds)
        try members.required("wall_seconds", &wallSeconds)
        try members.required("loops", &loops)
        members.derived("cpu_share", share)
    }
}

extension InstrumentLoad: RecordObject {
    /// A load of which nothing is known.
    package static var blank: InstrumentLoad { InstrumentLoad(requests: 0, firstToken: 0, gap: 0, tokens: 0) }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        var inFlight = rate == nil ? concurrency : nil
        try members.nullable("concurrency", &inFlight)
        concurrency = inFlight ?? 1
        try members.nullable("rate", &rate)
        try members.required("requests", &requests)
        try members.required("ttft_ms", &firstToken)
        try members.required("gap_ms", &gap)
        try members.required("tokens", &tokens)
    }
}

extension RecordWriter {
    /// Adds what a check of the instrument found.
    ///
    /// - Throws: ``BenchError`` when the line cannot be written in full.
    package func append(_ check: InstrumentCheck) throws(BenchError) { try append(note: check.json) }
}
