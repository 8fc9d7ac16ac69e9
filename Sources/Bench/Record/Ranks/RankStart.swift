/// The choices of rank 0 that all ranks must share: the file `start.json` of the folder.
package struct RankStart: Sendable, Hashable {
    /// The run: see ``RankBoard/run``.
    package var run: String
    /// Name of the results, without an ending.
    package var name: String
    /// Seed of every random choice.
    package var seed: UInt64
    /// Seed of made-up texts.
    package var promptSeed: UInt64
    /// The servers of files that list them: see ``TargetArguments/listed``.
    package var servers: [String]

    /// A start with these parts.
    package init(run: String, name: String, seed: UInt64, promptSeed: UInt64, servers: [String] = []) {
        self.run = run
        self.name = name
        self.seed = seed
        self.promptSeed = promptSeed
        self.servers = servers
    }
}

extension RankStart: RecordObject {
    /// Nothing is known.
    package static var blank: RankStart { RankStart(run: "", name: "", seed: 0, promptSeed: 0) }

    /// Its members.
    package mutating func visit<Visitor: MemberVisitor>(_ members: inout Visitor) throws(Visitor.Failure) {
        try members.type("rank_start")
        try members.required("run", &run)
        try members.required("name", &name)
        try members.required("seed", &seedText)
        try members.required("prompt_seed", &promptSeedText)
        try members.unusual("servers", &servers, usually: [])
    }

    private var seedText: SeedText {
        get { SeedText(value: seed) }
        set { seed = newValue.value }
    }

    private var promptSeedText: SeedText {
        get { SeedText(value: promptSeed) }
        set { promptSeed = newValue.value }
    }
}
