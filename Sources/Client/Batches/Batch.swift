public import ALCFJSON

/// A batch that the service has.
public struct Batch: Sendable, Hashable, JSONDecodable {
    /// What to ask for it by.
    public let id: String
    /// Where it stands.
    public let status: Status
    /// Where its requests are.
    public let inputFile: String?
    /// Where its results go, if that was said.
    public let outputFolder: String?
    /// Where it is worked off.
    public let cluster: String?
    /// What works it off.
    public let framework: String?
    /// When it was taken up, as the gateway writes it.
    public let startedAt: String?
    /// When it was done.
    public let completedAt: String?
    /// When it failed.
    public let failedAt: String?
    /// The numbers of its tasks.
    public let taskIDs: [String]
    /// All of it, as it came.
    public let raw: JSONValue

    /// Where a batch stands; the gateway may add words.
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
