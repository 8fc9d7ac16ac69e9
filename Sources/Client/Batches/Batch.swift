public import ALCFJSON

/// A batch that the service has.
public struct Batch: Sendable, Hashable, JSONDecodable {
    /// Id, by which the service knows it.
    public let id: String
    /// Status.
    public let status: Status
    /// File with its requests.
    public let inputFile: String?
    /// Folder for its results, if one was given.
    public let outputFolder: String?
    /// Cluster that runs it.
    public let cluster: String?
    /// Framework that runs it.
    public let framework: String?
    /// Time when it began, as the gateway writes it.
    public let startedAt: String?
    /// Time when it was done.
    public let completedAt: String?
    /// Time when it failed.
    public let failedAt: String?
    /// The numbers of its tasks.
    public let taskIDs: [String]
    /// All of it, as it came.
    public let raw: JSONValue

    /// The status of a batch; the gateway may add words.
    public struct Status: Sendable, Hashable, CustomStringConvertible {
        /// The word on the wire.
        public let description: String
        /// A status by the gateway's word.
        public init(_ description: String) { self.description = description }

        /// It waits or is worked off: the gateway does not tell these apart.
        public static let pending = Status("pending")
        /// It is worked off.
        public static let running = Status("running")
        /// It failed; ``InferenceClient/batchResult(_:)`` throws the reason.
        public static let failed = Status("failed")
        /// Its results are there.
        public static let completed = Status("completed")

        /// Whether nothing more will happen to it.
        public var isFinal: Bool { self == .failed || self == .completed }
    }

    /// - Throws: `JSONError` where there is no id.
    public init(json: JSONValue) throws(JSONError) {
        if let id = json["batch_id"]?.string { self.id = id } else { id = try json.require("id") }
        status = Status(json["status"]?.string ?? "unknown")
        inputFile = json["input_file"]?.string
        outputFolder = json["output_folder_path"]?.string
        cluster = json["cluster"]?.string
        framework = json["framework"]?.string
        startedAt = json["in_progress_at"]?.string
        completedAt = json["completed_at"]?.string
        failedAt = json["failed_at"]?.string
        taskIDs = (json["task_ids"]?.string ?? "").split(separator: ",").map { String($0) }
        raw = json
    }
}
