import ALCFHTTP
import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser

/// Prints the script of a batch job.
struct BenchmarkJobCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "job",
        abstract: "Print the script of a batch job that runs a benchmark by many processes.",
        discussion: """
            The options of the benchmark follow after '--'. They are checked now, so that a mistake is known before the job waits in \
            a queue. Nothing is submitted: look at the script, whose first lines say how.

              alcf benchmark job --pbs --nodes 2 --output-script job.pbs -- -c 64
              alcf benchmark job --slurm --nodes 4 -o big -- --rate 8 --duration 600

            The script holds no token. It checks the sign-in before it starts anything, and ends with 77 if a new one is due.
            """)

    @Flag(help: "A job of PBS, as on ALCF's machines.")
    var pbs = false

    @Flag(help: "A job of Slurm.")
    var slurm = false

    @Option(help: ArgumentHelp("Number of nodes.", valueName: "number"))
    var nodes = 1

    @Option(
        help: ArgumentHelp(
            "Number of processes on each node. One keeps some 4,000 streams apart.", valueName: "number"))
    var ranksPerNode = 1

    @Option(help: ArgumentHelp("Time that the job may take.", valueName: "HH:MM:SS"))
    var walltime = Walltime.hour

    @Option(name: .shortAndLong, help: ArgumentHelp("Queue, or partition of Slurm.", valueName: "name"))
    var queue: String?

    @Option(
        name: [.customShort("A"), .long],
        help: ArgumentHelp("Project that the time is charged to.", valueName: "project"))
    var account: String?

    @Option(
        help: ArgumentHelp(
            "With '--pbs': file systems that the job needs, as in home:eagle. The sign-in is in home.",
            valueName: "names"))
    var filesystems: String?

    @Option(help: ArgumentHelp("With '--pbs': machine that the nodes are of, as in polaris.", valueName: "name"))
    var system: String?

    @Option(
        help: ArgumentHelp(
            """
            Proxy of the compute nodes, or 'none'. With '--pbs', ALCF's own if a target is of its service; otherwise none is set.
            """, valueName: "url"))
    var proxy: String?

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "Name of the results, without an ending. By default from the job's number.", valueName: "name"))
    var output: String?

    @Option(help: ArgumentHelp("Write the script to this new file.", valueName: "file"))
    var outputScript: String?

    @Argument(
        parsing: .postTerminator,
        help: ArgumentHelp("Options of 'alcf benchmark run'.", valueName: "options"))
    var benchmark: [String] = []

    func validate() throws {
        try require(pbs != slurm, "Give one of '--pbs' and '--slurm'.")
        try require((1...100_000).contains(nodes), "'--nodes' must be from 1 to 100000.")
        try require((1...1000).contains(ranksPerNode), "'--ranks-per-node' must be from 1 to 1000.")
        try require(nodes * ranksPerNode <= 100_000, "More than 100000 processes are not supported.")
        try require(pbs || (filesystems == nil && system == nil), "'--filesystems' and '--system' are for '--pbs'.")
        for (option, word) in request.words {
            try require(
                JobText.isOptionWord(word),
                "'\(option)' takes letters, digits and some marks, without blanks, and does not begin with a dash.")
        }
        for (option, text) in [("--output", output), ("--output-script", outputScript)] {
            guard let text else { continue }
            try require(
                !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F },
                "'\(option)' must be a name without control characters.")
        }
        // An option that begins with a dash is none of the program's files.
        try require(output?.hasPrefix("-") != true, "'--output' must not begin with a dash: write ./ before it.")
        if let proxy, proxy != "none" {
            try require(
                !proxy.contains("@"),
                "A script holds no password: export https_proxy where the job starts, and give '--proxy none'.")
            if let fault = ProxySetting.fault(ofForm: proxy) {
                throw ValidationError("'--proxy' cannot be used: \(fault).")
            }
        }
    }

    private var request: BatchScript.Request {
        var request = BatchScript.Request()
        request.account = account
        request.queue = queue
        request.filesystems = filesystems
        request.machine = system
        return request
    }

    func run() async throws {
        let arguments = try JobArguments(benchmark, ranks: nodes * ranksPerNode)
        let program = try RealPath.program()
        guard program.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else {
            throw UsageError("the program's path holds a control character", remedy: "Install it elsewhere.")
        }
        var script = BatchScript(pbs ? .pbs : .slurm, program: program, options: arguments.words)
        script.request = request
        script.nodes = nodes
        script.ranksPerNode = ranksPerNode
        script.walltime = walltime.seconds
        script.output = output
        script.needsSignIn = arguments.needsSignIn
        script.variables = arguments.variables
        script.file = outputScript
        script.lists = arguments.missingLists
        script.proxy = proxyAddress(arguments)
        if let outputScript {
            try Self.write(script.text, to: outputScript)
        } else {
            StandardStreams.out(script.text)
        }
        for file in arguments.missingLists {
            Console.warn(
                "\(file) is not there yet, so its servers were not checked: the job looks for it when it begins")
        }
        if arguments.needsSignIn, let filesystems, !filesystems.split(separator: ":").contains("home") {
            Console.warn("'--filesystems' is without home, where the sign-in is: the processes would not find it")
        }
    }

    private func proxyAddress(_ arguments: JobArguments) -> String? {
        if let proxy { return proxy == "none" ? nil : proxy }
        return pbs && arguments.needsSignIn ? ConnectionCheck.facilityProxy : nil
    }

    private static func write(_ text: String, to file: String) throws {
        do { try ReportFiles.requireNone(of: [UserPath.expanded(file)]) } catch {
            throw UsageError(error.message, remedy: "Choose another name with --output-script.")
        }
        try AtomicFile.write(Array(text.utf8), to: file, permissions: 0o644)
    }
}
