import ALCFSystem

/// The script of a batch job that runs one benchmark by several processes.
///
/// It holds no secret. Words that a shell reads are quoted; words that the batch system reads are of few characters
/// (``JobText/isOptionWord(_:)``), since it has other rules.
package struct BatchScript: Sendable {
    /// A batch system.
    package enum System: Sendable, Hashable {
        case pbs, slurm
    }

    /// Words for the batch system, each absent where its own default is to count.
    package struct Request: Sendable, Hashable {
        /// Project that the time is charged to.
        package var account: String?
        /// Queue, or partition of Slurm.
        package var queue: String?
        /// PBS: the machine that nodes are of, as in `polaris`.
        package var machine: String?
        /// PBS: file systems that the job needs, as in `home:eagle`.
        package var filesystems: String?

        /// Nothing is asked for.
        package init() {}

        /// The words, with the options that they are of.
        package var words: [(option: String, word: String)] {
            [
                ("--account", account), ("--queue", queue), ("--system", machine), ("--filesystems", filesystems),
            ].compactMap { option, word in word.map { (option, $0) } }
        }
    }

    /// The batch system that it is for.
    package var system: System
    /// Full path of the program, the same on all nodes.
    package var program: String
    /// Options of the benchmark.
    package var options: [String]
    /// Name of the results; nil for one made from the job's number.
    package var output: String?
    /// Words for the batch system.
    package var request = Request()
    /// Number of nodes.
    package var nodes = 1
    /// Number of processes on each node.
    package var ranksPerNode = 1
    /// Seconds that the job may take.
    package var walltime = 3600
    /// Proxy of the compute nodes; nil for none.
    package var proxy: String?
    /// Whether a target is of the service, which wants a sign-in.
    package var needsSignIn = true
    /// Names of variables with keys of other targets.
    package var variables: [String] = []
    /// Files of servers that are made in the job.
    package var lists: [String] = []
    /// Name of the file that the script goes to; nil where it is not known.
    package var file: String?

    /// A job with these parts, and the defaults of the others.
    package init(_ system: System, program: String, options: [String]) {
        self.system = system
        self.program = program
        self.options = options
    }

    /// Number of processes.
    package var ranks: Int { nodes * ranksPerNode }

    /// The script.
    package var text: String {
        "#!/bin/sh\n" + head + directives.map { "\(mark) \($0)\n" }.joined() + "\n" + body
    }

    // MARK: Head

    private var mark: String { system == .pbs ? "#PBS" : "#SBATCH" }

    private var head: String {
        JobText.comments(
            [
                "A benchmark by \(ranks) \(ranks == 1 ? "process" : "processes") on \(nodes) "
                    + "\(nodes == 1 ? "node" : "nodes"). Submit it from the folder that the results are to go to:",
                "  " + submission,
            ])
    }

    /// The command that submits the script, and does not where the sign-in would be over before the job is.
    private var submission: String {
        let submit = system == .pbs ? "qsub" : "sbatch"
        let line = "\(submit) \((file ?? (system == .pbs ? "job.pbs" : "job.slurm")).shellQuoted)"
        guard needsSignIn else { return line }
        // An hour for the queue; no access token lasts longer than two days.
        let time = "\(min(Self.longestToken, (walltime + 3599) / 3600 + 1))h"
        return "alcf token --min-remaining \(time) >/dev/null && alcf token-status --min-remaining \(time) && \(line)"
    }

    /// Hours.
    private static let longestToken = 24

    private var directives: [String] {
        let name = JobText.jobName(
            String((output ?? "benchmark").split(separator: "/").last ?? "").filter {
                $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0))
            })
        let time = JobText.walltime(seconds: walltime)
        switch system {
        case .pbs:
            return [
                "-N \(name)", request.account.map { "-A \($0)" }, request.queue.map { "-q \($0)" },
                "-l select=\(nodes)" + (request.machine.map { ":system=\($0)" } ?? ""), "-l place=scatter",
                "-l walltime=\(time)", request.filesystems.map { "-l filesystems=\($0)" }, "-j oe",
                // A run that was cut short is not begun again by itself.
                "-r n",
            ].compactMap(\.self)
        case .slurm:
            return [
                "--job-name=\(name)", request.account.map { "--account=\($0)" },
                request.queue.map { "--partition=\($0)" },
                "--nodes=\(nodes)", "--ntasks=\(ranks)", "--ntasks-per-node=\(ranksPerNode)", "--time=\(time)",
                "--no-requeue",
                // A minute to write the report of what was measured.
                walltime > 120 ? "--signal=TERM@60" : nil,
            ].compactMap(\.self)
        }
    }

    // MARK: Body

    private var body: String {
        """
        set -eu
        cd "\(system == .pbs ? "$PBS_O_WORKDIR" : "$SLURM_SUBMIT_DIR")"
        alcf=\(program.shellQuoted)
        \(proxyLines)\(keyLines)\(listLines)\(signInLines)
        \(launch)

        """
    }

    private var proxyLines: String {
        guard let proxy else { return "" }
        // Not http_proxy: servers of one's own on other nodes are asked directly.
        return "export https_proxy=\(proxy.shellQuoted) no_proxy=127.0.0.1,localhost,::1\n"
    }

    private var keyLines: String {
        JobText.variables(variables).map { name in
            """
            # The key of a target: set \(name) here from a file that only you can read.
            [ -n "${\(name):-}" ] || { echo 'Nothing was measured: \(name) is not set in the job.' >&2; exit 77; }

            """
        }.joined()
    }

    /// Servers that run on the job's own nodes have their names there alone.
    private var listLines: String {
        guard !lists.isEmpty else { return "" }
        let nodes = system == .pbs ? #"sort -u "$PBS_NODEFILE""# : #"scontrol show hostnames "$SLURM_JOB_NODELIST""#
        // A comment ends where a name breaks the line.
        let file = lists.first { JobText.isOptionWord($0) } ?? "servers.txt"
        return """
            # The servers, one a line. Make the list here if they are on the nodes of this job, as in:
            #   \(nodes) | sed 's|.*|http://&:8000/v1|' >\(file)
            for list in \(lists.map(\.shellQuoted).joined(separator: " ")); do
                [ -s "$list" ] || { printf 'Nothing was measured: there is no list of servers %s.\\n' "$list" >&2; exit 64; }
            done

            """
    }

    private var signInLines: String {
        guard needsSignIn else { return "" }
        let time = "\(min(Self.longestToken * 3600, walltime))s"
        return """
            # One process looks at the sign-in, and renews the token where it would end too soon. All others then read it
            # from the home directory, which all nodes must see, and none has to ask Globus.
            status=0
            "$alcf" token --min-remaining \(time) </dev/null >/dev/null || status=$?
            [ "$status" != 0 ] || "$alcf" token-status --min-remaining \(time) </dev/null >/dev/null || status=$?
            if [ "$status" != 0 ]; then
                echo 'Nothing was measured: the sign-in does not last for the job (see above). Then submit it again.' >&2
                exit "$status"
            fi

            """
    }

    private var launch: String {
        let job = system == .pbs ? #""alcf-${PBS_JOBID%%.*}""# : #""alcf-$SLURM_JOB_ID""#
        let command =
            "\"$alcf\" benchmark run --output " + (output?.shellQuoted ?? job)
            + options.map { " " + $0.shellQuoted }.joined() + " </dev/null"
        switch system {
        case .pbs:
            // PALS ends all processes where one fails, unless told not to; others do not know the variable.
            return """
                # The others go on if one fails.
                export PALS_ABORT_ON_FAILURE=0
                exec mpiexec -n \(ranks) --ppn \(ranksPerNode) \(command)
                """
        case .slurm:
            return """
                # The others go on if one fails.
                exec srun --ntasks=\(ranks) --ntasks-per-node=\(ranksPerNode) --kill-on-bad-exit=0 --wait=0 \(command)
                """
        }
    }
}
