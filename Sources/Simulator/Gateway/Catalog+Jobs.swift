import ALCFJSON

extension Catalog {
    /// `/{cluster}/jobs`.
    func jobs(of cluster: SimulatedCluster) -> JSONValue {
        let known = (models[cluster] ?? []).sorted { $0.name.lowercased() < $1.name.lowercased() }
        if maintenance.contains(cluster) {
            return Self.lists(stopped: known.map { .object(Self.job([$0.name], cluster)) }, status: [:])
        }
        return switch cluster {
        case .metis: metisJobs(known)
        case .sophia: sophiaJobs(known)
        }
    }

    private func metisJobs(_ known: [SimulatedModel]) -> JSONValue {
        func job(_ model: SimulatedModel, _ status: String) -> JSONValue {
            var job = Self.job([model.name], .metis)
            job["Model Status"] = .string(status)
            job["Description"] = "Simulated: no model is behind it."
            job["Model Version"] = 1
            return .object(job)
        }
        let live = known.filter { $0.state == .running }
        let stopped = known.filter { $0.state != .running }
        return Self.lists(
            running: live.map { job($0, "running") }, stopped: stopped.map { job($0, "stopped") },
            status: [
                "cluster": "metis", "total_models": .int(known.count), "live_models": .int(live.count),
                "stopped_models": .int(stopped.count),
            ])
    }

    private func sophiaJobs(_ known: [SimulatedModel]) -> JSONValue {
        func job(_ models: [SimulatedModel], _ status: String, number: Int, _ extra: JSONObject) -> JSONValue {
            var job = Self.job(models.map(\.name), .sophia)
            job["Model Status"] = .string(status)
            job["Job ID"] = .string("\(number).sophia-pbs-01")
            job.merge(extra)
            return .object(job)
        }
        let live = known.filter { $0.state == .running }
        let queued = known.filter { $0.state == .queued }
        // One job may hold several models: those that are live share one here.
        let running =
            live.isEmpty
            ? []
            : [
                job(
                    live, "running", number: 100_001,
                    [
                        "Job State": "R", "Host Name": "sophia-gpu-01/0*256", "Job Comments": "Simulated",
                        "Nodes Reserved": "1", "Walltime": "01:02:03",
                    ])
            ]
        let waiting = queued.enumerated().map { index, model in
            job(
                [model], "queued", number: 100_002 + index,
                [
                    "Job State": "Q", "Host Name": "N/A", "Job Comments": "Not Running: simulated",
                    "Nodes Reserved": "4", "Estimated Start Time": "Mon Jan  5 10:00:00 2026 (Chicago time)",
                ])
        }
        return Self.lists(running: running, queued: waiting, status: ["free_nodes": 22, "total_nodes": 24])
    }

    /// The three keys that every job has.
    private static func job(_ models: [String], _ cluster: SimulatedCluster) -> JSONObject {
        [
            "Models": .string(models.joined(separator: ",")), "Framework": .string(cluster.framework),
            "Cluster": .string(cluster.rawValue),
        ]
    }

    private static func lists(
        running: [JSONValue] = [], queued: [JSONValue] = [], stopped: [JSONValue] = [], status: JSONValue
    ) -> JSONValue {
        [
            "running": .array(running), "queued": .array(queued), "stopped": .array(stopped), "others": [],
            "private_batch_running": [], "private_batch_queued": [], "cluster_status": status,
        ]
    }
}
