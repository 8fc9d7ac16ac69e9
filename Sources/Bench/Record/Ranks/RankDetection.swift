/// The search for a process's rank in its options and its environment. Pure: the environment is given.
///
/// An option wins. Without one, the variables of all launchers are read (``RankLauncher``, in their order). Where
/// several are set, as by a `srun` within a job that `mpiexec` started, it cannot be known which is the inner one: they
/// must agree. The variables of the helpers that `mpiexec` starts by `srun`, one on each node, do not count. Arrays of
/// jobs are not taken for ranks unless that is asked for, since their jobs may start hours apart.
package struct RankDetection: Sendable {
    private let environment: [String: String]

    /// A search in this environment; a variable that is empty counts as not set.
    package init(environment: [String: String]) { self.environment = environment.filter { !$0.value.isEmpty } }

    /// Finds the rank; nil where the process is the only one.
    ///
    /// - Parameter option: `3/8`, `none`, `array`, `array/8`, the name of a launcher; nil where it was not given.
    /// - Throws: ``BenchError`` for a value that makes no sense, a size that is missing, launchers that contradict each
    ///   other.
    package func rank(option: String? = nil) throws(BenchError) -> Rank? {
        guard let option else { return try launched() }
        if option == "none" { return nil }
        if option == "array" { return try several(array(size: nil)) }
        if option.hasPrefix("array/") {
            return try several(array(size: number("--rank", String(option.dropFirst(6)), in: 1...Rank.most)))
        }
        if let launcher = RankLauncher(rawValue: option) {
            guard let claim = try claim(launcher) else {
                let isSet = environment[launcher.rank] != nil
                throw failure(
                    "'--rank \(option)' was given, but \(launcher.rank) is \(isSet ? "not of a step of several tasks" : "not set")",
                    "Start the program with that launcher, or give the rank itself: --rank 0/8.")
            }
            return try several(known(claim))
        }
        let parts = option.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, Int(parts[0]) != nil, Int(parts[1]) != nil else {
            throw failure(
                "'--rank' takes a number of how many, as in 0/8 … 7/8, not '\(option)'",
                "Other values are 'none', 'array', 'array/8', "
                    + RankLauncher.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ") + ".")
        }
        let size = try number("--rank", parts[1], in: 1...Rank.most)
        let index = try number("--rank", parts[0], in: 0...size - 1)
        return several(Rank(index: index, size: size, source: "--rank"))
    }

    // MARK: Launchers

    /// The rank that a launcher's variables say.
    private struct Claim {
        let launcher: RankLauncher
        let index: Int
        /// Nil where it is not said.
        let size: Int?
    }

    private func launched() throws(BenchError) -> Rank? {
        var claims: [Claim] = []
        for launcher in RankLauncher.allCases {
            if let claim = try claim(launcher) { claims.append(claim) }
        }
        claims = withoutHelpers(claims)
        guard let first = claims.first(where: { $0.size != nil }) ?? claims.first else { return nil }
        for other in claims where other.index != first.index || (other.size ?? first.size) != first.size {
            throw failure(
                "\(words(first)), and \(words(other)): which of them started this process cannot be known",
                "Say which one: --rank \(first.launcher.rawValue), --rank \(other.launcher.rawValue), the rank itself (--rank 0/8), or "
                    + "--rank none.")
        }
        return several(try known(first))
    }

    /// Returns the claims without that of Slurm where it is of the helper that another launcher had `srun` start on
    /// this node, and not of this process: there is one for each node, and so no more than there are processes.
    private func withoutHelpers(_ claims: [Claim]) -> [Claim] {
        guard let step = claims.first(where: { $0.launcher == .slurm }), environment["SLURM_STEP_NUM_TASKS"] != nil,
            let tasks = step.size, claims.contains(where: { $0.launcher != .slurm && $0.size ?? 0 >= tasks })
        else { return claims }
        return claims.filter { $0.launcher != .slurm }
    }

    private func claim(_ launcher: RankLauncher) throws(BenchError) -> Claim? {
        guard let text = environment[launcher.rank], launcher != .slurm || isInStep else { return nil }
        let sizes = launcher.sizes.filter { isInStep || !$0.hasPrefix("SLURM_") }
        let size = try sizes.first { environment[$0] != nil }.map { name throws(BenchError) in
            try number(name, environment[name] ?? "", in: 1...Rank.most)
        }
        // A step of one task says nothing: what is started within it may be many.
        if launcher == .slurm, size ?? 1 == 1 { return nil }
        return Claim(
            launcher: launcher, index: try number(launcher.rank, text, in: 0...(size ?? Rank.most) - 1), size: size)
    }

    /// Whether the process belongs to a step of a Slurm job that `srun` started. The script of a batch job has the
    /// variables of a task too, and is the only one of its kind.
    private var isInStep: Bool {
        guard let step = RankLauncher.steps.lazy.compactMap({ environment[$0] }).first else { return false }
        // 2^32 - 16 and above are the batch script, an allocation's shell and what watches over them.
        return Int(step).map { (0..<4_294_967_280).contains($0) } ?? false
    }

    private func known(_ claim: Claim) throws(BenchError) -> Rank {
        guard let size = claim.size else {
            throw failure(
                "\(claim.launcher.rank) is \(claim.index), but of how many is not said: "
                    + claim.launcher.sizes.joined(separator: ", ")
                    + " \(claim.launcher.sizes.count == 1 ? "is" : "are") not set",
                "Give --rank \(claim.index)/SIZE, or --rank none.")
        }
        return Rank(index: claim.index, size: size, source: claim.launcher.rank)
    }

    private func words(_ claim: Claim) -> String {
        "\(claim.launcher.rank) says rank \(claim.index)" + (claim.size.map { " of \($0)" } ?? "")
    }

    // MARK: Arrays of jobs

    private func array(size given: Int?) throws(BenchError) -> Rank {
        let counts = 0...Rank.most * 1_000
        if let text = environment["SLURM_ARRAY_TASK_ID"] {
            let place = try number("SLURM_ARRAY_TASK_ID", text, in: counts)
            let first = try number("SLURM_ARRAY_TASK_MIN", environment["SLURM_ARRAY_TASK_MIN"] ?? "0", in: counts)
            let step = try number(
                "SLURM_ARRAY_TASK_STEP", environment["SLURM_ARRAY_TASK_STEP"] ?? "1", in: 1...counts.upperBound)
            let counted = given == nil ? try count() : nil
            guard let size = given ?? counted else { throw unknownSize("SLURM_ARRAY_TASK_COUNT") }
            return try rank((place - first) / step, size, "SLURM_ARRAY_TASK_ID", text)
        }
        guard let text = environment["PBS_ARRAY_INDEX"] else {
            throw failure(
                "'--rank array' was given, but neither SLURM_ARRAY_TASK_ID nor PBS_ARRAY_INDEX is set",
                "Submit an array of jobs (sbatch --array=0-7, qsub -J 0-7), or give the rank itself: --rank 0/8.")
        }
        guard let given else { throw unknownSize("PBS_ARRAY_INDEX") }
        return try rank(number("PBS_ARRAY_INDEX", text, in: counts), given, "PBS_ARRAY_INDEX", text)
    }

    private func count() throws(BenchError) -> Int? {
        guard let text = environment["SLURM_ARRAY_TASK_COUNT"] else { return nil }
        return try number("SLURM_ARRAY_TASK_COUNT", text, in: 1...Rank.most)
    }

    private func unknownSize(_ name: String) -> BenchError {
        failure(
            "'--rank array' does not know the size of the array"
                + (name == "PBS_ARRAY_INDEX" ? ", which PBS does not say" : ": \(name) is not set"),
            "Give it: --rank array/8.")
    }

    private func rank(_ index: Int, _ size: Int, _ name: String, _ text: String) throws(BenchError) -> Rank {
        guard (0..<size).contains(index) else {
            throw failure(
                "\(name) is \(text), which is none of 0 to \(size - 1)",
                "Number the array from 0, as in 0-\(size - 1), or give its size: --rank array/8.")
        }
        return Rank(index: index, size: size, source: name)
    }

    // MARK: Parts

    /// Returns nil for the only process of its kind.
    private func several(_ rank: Rank) -> Rank? { rank.size > 1 ? rank : nil }

    private func number(_ name: String, _ text: String, in range: ClosedRange<Int>) throws(BenchError) -> Int {
        guard let value = Int(text), range.contains(value) else {
            throw failure(
                "\(name == "--rank" ? "'--rank'" : name) must be a whole number from \(range.lowerBound) to \(range.upperBound), and is "
                    + "'\(text)'",
                name == "--rank"
                    ? "Ranks are numbered from 0, as in --rank 0/8 … --rank 7/8."
                    : "Give the rank itself, as in --rank 0/8, or --rank none.")
        }
        return value
    }

    private func failure(_ message: String, _ remedy: String) -> BenchError {
        BenchError(.rank, message, remedy: remedy)
    }
}
