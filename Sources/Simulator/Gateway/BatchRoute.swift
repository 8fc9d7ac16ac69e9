import ALCFJSON
import ALCFSystem
import Synchronization

/// The batches of all users: accepted on Sophia, done after a while, forgotten when the simulator stops. No file is
/// read.
final class BatchRoute: Sendable {
    /// Seconds that a batch takes at the real service's speed.
    static let duration = 60.0

    private struct Entry {
        let id: String
        let input: String
        let output: String?
        let submittedAt: Double
    }

    private let configuration: SimulatorConfiguration
    private let catalog: Catalog
    private let entries = Mutex<[Entry]>([])

    init(configuration: SimulatorConfiguration, catalog: Catalog) {
        self.configuration = configuration
        self.catalog = catalog
    }

    /// `POST /{cluster}/{framework}/v1/batches`.
    func submit(_ request: SimulatedRequest, cluster name: String, framework: String) -> SimulatedResponse {
        guard let body = try? JSONValue(parsing: request.body), body.object != nil else {
            return GatewayErrors.unreadableBody
        }
        for field in ["input_file", "model"] where body[field]?.string == nil {
            let place: JSONValue = ["body", "payload", .string(field)]
            return GatewayErrors.detail(422, [["type": "missing", "loc": place, "msg": "Field required"]])
        }
        guard let cluster = SimulatedCluster(rawValue: name) else { return GatewayErrors.noCluster(name) }
        guard framework == cluster.framework else {
            return GatewayErrors.unsupportedFramework(framework, cluster: name)
        }
        guard cluster == .sophia else {
            return GatewayErrors.envelope(400, "batch_unavailable", "Batches are not available on cluster \(name).")
        }
        let model = body["model"]?.string ?? ""
        guard catalog.model(model, of: cluster) != nil else {
            return GatewayErrors.noEndpoint(slug: Catalog.slug(model, cluster: cluster))
        }
        let now = configuration.clock.now()
        let entry = entries.withLock { entries -> Entry? in
            guard !entries.contains(where: { !isDone($0, now) }) else { return nil }
            var generator = SeededGenerator(configuration.seed, "batch", "\(entries.count)")
            let entry = Entry(
                id: generator.uuid(), input: body["input_file"]?.string ?? "",
                output: body["output_folder_path"]?.string, submittedAt: now)
            entries.append(entry)
            return entry
        }
        guard let entry else {
            return GatewayErrors.envelope(400, "quota_exceeded", "Only 1 active batch per user is allowed.")
        }
        return GatewayErrors.json(
            200,
            [
                "batch_id": .string(entry.id), "input_file": .string(entry.input),
                "output_folder_path": JSONValue(entry.output), "task_ids": .string(entry.id), "status": "pending",
            ])
    }

    /// `GET /v1/batches`.
    func list(status: String?) -> SimulatedResponse {
        let now = configuration.clock.now()
        let all = entries.withLock { $0 }.map { entry -> JSONValue in
            let done = isDone(entry, now)
            return [
                "id": .string(entry.id), "batch_id": .string(entry.id), "cluster": "sophia", "framework": "vllm",
                "input_file": .string(entry.input), "in_progress_at": .string(DateText.iso8601(entry.submittedAt)),
                "completed_at": done ? .string(DateText.iso8601(entry.submittedAt + duration)) : nil,
                "failed_at": nil, "status": done ? "completed" : "pending",
            ]
        }
        return GatewayErrors.json(200, .array(all.filter { status == nil || $0["status"]?.string == status }))
    }

    /// `GET /v1/batches/{id}`, and its `/result`.
    func one(_ id: String, result: Bool) -> SimulatedResponse {
        let groups = id.split(separator: "-").map(\.count)
        guard groups == [8, 4, 4, 4, 12] else {
            var generator = SeededGenerator(configuration.seed, "batch error", id)
            return GatewayErrors.crash(id: generator.hex(32))
        }
        guard let entry = entries.withLock({ $0.first { $0.id == id } }) else {
            return GatewayErrors.envelope(404, "batch_not_found", "Batch \(id) does not exist.")
        }
        let done = isDone(entry, configuration.clock.now())
        guard result else { return GatewayErrors.json(200, done ? "completed" : "pending") }
        guard done else {
            return GatewayErrors.envelope(400, "batch_ongoing", "Batch not completed yet. Results not ready.")
        }
        let folder = entry.output ?? "/eagle/simulated/\(entry.id)"
        return GatewayErrors.json(
            200,
            .string(
                "{'results_file': '\(folder)/results.jsonl', 'progress_file': '\(folder)/progress.json', "
                    + "'total_tokens': 1200, 'num_responses': 10, 'lines_processed': 10, "
                    + "'duration_sec': 60.0, 'throughput_tokens_per_sec': 20.0}"))
    }

    private var duration: Double { Self.duration / configuration.speed }
    private func isDone(_ entry: Entry, _ now: Double) -> Bool { now >= entry.submittedAt + duration }
}
