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
    /// Number of the latest list.
    private var generation = 0
    /// Time of the last fetch's beginning, in seconds since 1970.
    private var lastAttempt = -Double.infinity
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
        // Where the service does not answer, it is not asked with every request.
        if clock.now() - max(time, lastAttempt) > Self.freshness { _ = start() }
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
            guard error.kind == .notFound, let time = snapshot?.time,
                loading != nil || clock.now() - max(time, lastAttempt) > Self.doubt
            else {
                throw error
            }
            return try await load().candidates(asked, preference: preference)
        }
    }

    private func load() async throws -> PoolSnapshot { try await start().value }

    private func start() -> Task<PoolSnapshot, any Error> {
        if let loading { return loading }
        lastAttempt = clock.now()
        let task = Task {
            defer { loading = nil }
            return try await fetch()
        }
        loading = task
        return task
    }

    private func fetch() async throws -> PoolSnapshot {
        var list = PoolSnapshot(try await client.listEndpoints(), gateway: client.baseURL)
        generation += 1
        let number = generation
        guard let before = snapshot?.list else { return await complete(list, number) }
        // Earlier knowledge of a model holds until its cluster says otherwise.
        list.keep(before)
        snapshot = (list, clock.now())
        let renewed = list
        Task { await describe(renewed, number) }
        return list
    }

    /// Completes the first list, for which a cluster whose scheduler is slow holds up nobody for long.
    private func complete(_ list: PoolSnapshot, _ number: Int) async -> PoolSnapshot {
        let (end, continuation) = AsyncStream.makeStream(of: Void.self)
        Task {
            await describe(list, number)
            continuation.finish()
        }
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
    private func describe(_ list: PoolSnapshot, _ number: Int) async {
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
        // A newer list may have come meanwhile.
        if number == generation { snapshot = (list, snapshot?.time ?? clock.now()) }
    }
}
