package import ALCFClient
package import ALCFSystem

/// The models of all clusters, as the service lists them now: a list of a minute's age is renewed while it serves.
package actor ModelPool {
    /// Seconds after which the list is renewed.
    static let freshness = 60.0
    /// Seconds after which a name that is not in the list has the list fetched at once.
    static let doubt = 10.0
    /// Seconds that the first request waits for the states of the models, beyond the list itself.
    static let patience = 2.0

    /// The most names whose places are remembered.
    static let mostKnown = 256

    private let client: InferenceClient
    private let preference: [String]
    private let clock: WallClock
    private var snapshot: (list: PoolSnapshot, time: Double)? {
        didSet { known = [:] }
    }
    private var loading: Task<PoolSnapshot, any Error>?
    /// Answers to earlier questions, good for the present list.
    private var known: [AskedModel: [PooledModel]] = [:]

    /// A pool; nothing is fetched before it is asked.
    ///
    /// - Parameter preference: names of clusters in the order in which they are asked, where nothing else decides.
    package init(client: InferenceClient, preference: [String] = [], clock: WallClock = .system) {
        self.client = client
        self.preference = preference
        self.clock = clock
    }

    /// Returns the list: the present one while it is fresh, or while a new one is being fetched.
    ///
    /// - Throws: `ClientError` or `AuthError` where there is none yet, and none can be had.
    package func current() async throws -> PoolSnapshot {
        guard let (list, time) = snapshot else { return try await load() }
        if clock.now() - time > Self.freshness { _ = start() }
        return list
    }

    /// Returns the places where a model can be asked for; see `PoolSnapshot.candidates`.
    package func candidates(_ asked: AskedModel) async throws -> [PooledModel] {
        do {
            let list = try await current()
            if let found = known[asked] { return found }
            let found = try list.candidates(asked, preference: preference)
            // Names come from clients: there may be any number of them.
            if known.count < Self.mostKnown { known[asked] = found }
            return found
        } catch let error as ServedError {
            // A model may be newer than the list.
            guard error.kind == .notFound, let time = snapshot?.time, clock.now() - time > Self.doubt else {
                throw error
            }
            return try await load().candidates(asked, preference: preference)
        }
    }

    private func load() async throws -> PoolSnapshot { try await start().value }

    private func start() -> Task<PoolSnapshot, any Error> {
        if let loading { return loading }
        let task = Task {
            defer { loading = nil }
            return try await fetch()
        }
        loading = task
        return task
    }

    private func fetch() async throws -> PoolSnapshot {
        let list = PoolSnapshot(try await client.listEndpoints(), gateway: client.baseURL)
        let (end, continuation) = AsyncStream.makeStream(of: Void.self)
        Task {
            await describe(list)
            continuation.finish()
        }
        guard snapshot == nil else {
            for await _ in end {}
            return snapshot?.list ?? list
        }
        // A cluster whose scheduler is slow holds up nobody for long.
        let timer = Task {
            try? await Task.sleep(for: .seconds(Self.patience))
            continuation.finish()
        }
        for await _ in end {}
        timer.cancel()
        if snapshot == nil { snapshot = (list, clock.now()) }
        return snapshot?.list ?? list
    }

    /// Completes a list by what each cluster says of its models, and takes it for the present one.
    private func describe(_ list: PoolSnapshot) async {
        let client = client
        var list = list
        await withTaskGroup { group in
            for cluster in list.clusters {
                group.addTask {
                    async let jobs = try? client.jobs(on: cluster)
                    async let infos = try? client.models(on: cluster)
                    return (cluster, await jobs, await infos ?? [])
                }
            }
            for await (cluster, jobs, infos) in group { list.note(cluster, jobs: jobs, infos: infos) }
        }
        snapshot = (list, clock.now())
    }
}
