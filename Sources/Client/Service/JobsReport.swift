public import ALCFJSON

/// The running, starting and queued models of a cluster.
public struct JobsReport: Sendable, Hashable, JSONDecodable {
    /// Serving, or about to: see ``Job/status``.
    public let running: [Job]
    /// Waiting for nodes.
    public let queued: [Job]
    /// Not running.
    public let stopped: [Job]
    /// In a state that the gateway has no list for.
    public let others: [Job]
    /// The caller's own batches.
    public let batchesRunning: [Job]
    /// The caller's own batches that wait.
    public let batchesQueued: [Job]
    /// Counts of the cluster, such as `free_nodes`; they differ between clusters.
    public let clusterStatus: JSONObject
    /// All of it, as it came.
    public let raw: JSONValue

    /// The state of a model on a cluster.
    public enum ModelState: String, Sendable, Hashable {
        /// It answers.
        case running
        /// It is being loaded.
        case starting
        /// It waits for nodes.
        case queued
        /// None of these.
        case offline
    }

    /// - Throws: `JSONError` for anything but an object.
    public init(json: JSONValue) throws(JSONError) {
        _ = try JSONObject(json: json)
        func jobs(_ key: String) -> [Job] { (json[key]?.array ?? []).map { Job($0) } }
        running = jobs("running")
        queued = jobs("queued")
        stopped = jobs("stopped")
        others = jobs("others")
        batchesRunning = jobs("private_batch_running")
        batchesQueued = jobs("private_batch_queued")
        clusterStatus = json["cluster_status"]?.object ?? JSONObject()
        raw = json
    }

    /// The models that answer now, each once.
    public var liveModels: [String] {
        var seen: Set<String> = []
        return running.filter(\.isLive).flatMap(\.models).filter { seen.insert($0).inserted }
    }

    /// Returns the best state of a model, if several jobs hold it.
    ///
    /// - Parameter model: the name as the cluster has it, in any case.
    public func state(of model: String) -> ModelState {
        func holds(_ job: Job) -> Bool { job.models.contains { $0.lowercased() == model.lowercased() } }
        let jobs = running.filter(holds)
        if jobs.contains(where: \.isLive) { return .running }
        if jobs.contains(where: { $0.status == "starting" }) { return .starting }
        return queued.contains(where: holds) ? .queued : .offline
    }

    /// The job that holds a model, the one that serves it before one that waits; nil where none does.
    ///
    /// - Parameter model: the name as the cluster has it, in any case.
    public func job(of model: String) -> Job? {
        let jobs = (running + queued).filter { job in job.models.contains { $0.lowercased() == model.lowercased() } }
        return jobs.first(where: \.isLive) ?? jobs.first
    }
}
