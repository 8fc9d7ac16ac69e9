public import ALCFJSON

/// The first line of the record: the design, targets and settings of the run. It never holds credentials.
public struct RunManifest: Sendable, Hashable {
    /// One service that was measured.
    public struct Target: Sendable, Hashable {
        /// The short name in samples and tables, as in `metis`.
        public var name: String
        /// The name for people, as in `Metis`.
        public var label: String
        /// Address of its requests; without user, password or query.
        public var url: String
        /// The model that was asked for.
        public var model: String
        /// Hardware, as in `SambaNova SN40L`; nil if it is not known.
        public var hardware: String?
        /// In what its requests differ from the usual: `fields`, `omitted`, `max_tokens_field`, names of `headers`,
        /// `endpoint`, `query`; nil for nothing.
        public var request: JSONObject?
        /// Whether it is behind the gateway, with the sign-in's token; nil where not known.
        public var isService: Bool?
        /// Whether its certificate was not checked.
        public var isInsecure = false
        /// Servers that are this target together; empty where it is one. ``url`` is the first one's then.
        public var servers: [FleetServer] = []

        /// A target with these parts; the label is the name with a capital where not given.
        public init(name: String, label: String? = nil, url: String, model: String, hardware: String? = nil) {
            self.name = name
            self.label = label ?? Self.label(name)
            self.url = url
            self.model = model
            self.hardware = hardware
        }

        /// The name with a capital, as in `Metis`.
        static func label(_ name: String) -> String { name.prefix(1).uppercased() + name.dropFirst() }
    }

    /// The source of the questions.
    public struct DataSet: Sendable, Hashable {
        /// As in `SQuAD`.
        public var name: String
        /// As in `1.1`.
        public var version: String
        /// SHA-256 of the file, in hexadecimal.
        public var sha256: String
        /// Number of questions, each asked once per run and target.
        public var count: Int
        /// Number of passages that they are about.
        public var passages: Int
        /// The file's name or `built in`.
        public var source: String
        /// Address of the file.
        public var url: String?
        /// Faults of the file that did not prevent its use, a sentence each.
        public var notes: [String]

        /// A data set with these parts.
        public init(
            name: String, version: String, sha256: String, count: Int, passages: Int, source: String,
            url: String? = nil,
            notes: [String] = []
        ) {
            self.name = name
            self.version = version
            self.sha256 = sha256
            self.count = count
            self.passages = passages
            self.source = source
            self.url = url
            self.notes = notes
        }
    }

    /// Set when the services were simulated.
    public struct Simulation: Sendable, Hashable {
        /// Speed relative to the real services: 1 is their pace.
        public var speed: Double

        /// A simulation at that speed.
        public init(speed: Double) { self.speed = speed }
    }

    /// The version of this format that the tool writes.
    public static let currentFormatVersion = 1

    /// The version of the record's format.
    public var formatVersion = currentFormatVersion
    /// The version of the tool that ran.
    public var toolVersion: String
    /// When the run's anchor was, in seconds since 1970: 0 of every instant in the samples.
    public var startedAt: Double
    /// Seed of every random choice of the run.
    public var seed: UInt64
    /// Options that were asked for.
    public var design: Design
    /// The questions' source.
    public var dataSet: DataSet
    /// The services, in the order of the tables.
    public var targets: [Target]
    /// Set when the services were simulated.
    public var simulation: Simulation?
    /// The name of the machine the requests were sent from.
    public var host: String?
    /// Its kernel, as in `Linux 6.8.0 x86_64`.
    public var kernel: String?
    /// The process that sent the requests, of several that shared the run; nil where it was alone, and in the record of
    /// all of them.
    package var rank: RankMark?
    /// The processes that shared the run, in the record of all of them; empty where one sent all.
    package var ranks: [RankPart] = []
    /// State of the services before the first request: addresses, HTTP version, models, jobs; nil if it was not taken.
    public var before: JSONObject?
    /// The prompts, in the order that numbers them from 1.
    public var prompts: [Prompt]
    /// Prompts sent before measuring began; none of ``prompts``. Empty if the load's own rise warms up, or nothing
    /// does.
    public var warmupPrompts: [Prompt] = []

    /// A manifest with these parts.
    public init(
        toolVersion: String, startedAt: Double, seed: UInt64, design: Design, dataSet: DataSet, targets: [Target],
        simulation: Simulation? = nil, host: String? = nil, kernel: String? = nil, before: JSONObject? = nil,
        prompts: [Prompt]
    ) {
        self.toolVersion = toolVersion
        self.startedAt = startedAt
        self.seed = seed
        self.design = design
        self.dataSet = dataSet
        self.targets = targets
        self.simulation = simulation
        self.host = host
        self.kernel = kernel
        self.before = before
        self.prompts = prompts
    }
}
