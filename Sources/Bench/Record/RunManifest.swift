public import ALCFJSON

/// What was run, against what, with which settings: the first line of the record. It never holds credentials.
public struct RunManifest: Sendable, Hashable {
    /// One service that was measured.
    public struct Target: Sendable, Hashable {
        /// The short name in samples and tables, as in `metis`.
        public var name: String
        /// The name for people, as in `Metis`.
        public var label: String
        /// Where its requests went; without user, password or query.
        public var url: String
        /// The model that was asked for.
        public var model: String
        /// What it runs on, as in `SambaNova SN40L`; nil where not known.
        public var hardware: String?
        /// In what its requests differ from the usual: `fields`, `omitted`, `max_tokens_field`, names of `headers`, `endpoint`,
        /// `query`; nil for nothing.
        public var request: JSONObject?
        /// Whether it is behind the gateway, with the sign-in's token; nil where not known.
        public var isService: Bool?
        /// Whether its certificate was not checked.
        public var isInsecure = false

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

    /// Where the questions came from.
    public struct DataSet: Sendable, Hashable {
        /// As in `SQuAD`.
        public var name: String
        /// As in `1.1`.
        public var version: String
        /// SHA-256 of the file, in hexadecimal.
        public var sha256: String
        /// How many questions were asked, each once per run and target.
        public var count: Int
        /// How many passages they are about.
        public var passages: Int
        /// The file's name or `built in`.
        public var source: String
        /// Where the file can be had.
        public var url: String?
        /// What was unexpected in the file, and did not keep it from being used: a sentence each.
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
        /// How much faster than the real services it ran: 1 is their pace.
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
    /// What every random choice of the run follows from.
    public var seed: UInt64
    /// What was asked for.
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
    /// What the services were like before the first request: addresses, HTTP version, models, jobs; nil where nobody looked.
    public var before: JSONObject?
    /// The prompts, in the order that numbers them from 1.
    public var prompts: [Prompt]
    /// What was sent before measuring began; none of ``prompts``. Empty where the load's own rise warms up, or nothing.
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
