import ALCFRecord
import ALCFReport
import ALCFSystem
import ArgumentParser
import Glibc

/// Compares two runs of the same targets, old and new.
struct BenchmarkCompareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Compare a new run with an old one: has the service become slower?",
        discussion: """
            Old and new are records (NAME.jsonl), folders of studies, or result files of other tools, as 'alcf benchmark report' reads them. \
            Targets are matched by their names. Prompts that both runs have are compared each with itself; without any, all requests with \
            all requests. What differs in the set-up is listed.

              alcf benchmark compare old.jsonl new.jsonl
              alcf benchmark compare old.jsonl new.jsonl --fail-if 'metis ttft > 1.10'
              alcf benchmark compare monday.jsonl:metis friday.jsonl:sophia
              alcf benchmark compare vllm-0.10.json vllm-0.11.json --format markdown

            A condition of '--fail-if' is on new ÷ old, and is met if the whole interval says so: 'ttft > 1.10' if its lower end is above \
            1.10. The exit code is then 1.
            """)

    @Argument(help: ArgumentHelp("The old run; FILE:TARGET for one of its targets.", valueName: "old"))
    var old: String

    @Argument(help: ArgumentHelp("The new run; FILE:TARGET for one of its targets.", valueName: "new"))
    var new: String

    @Option(help: ArgumentHelp("Target to compare; by default all that both runs have.", valueName: "name"))
    var target: String?

    @Option(
        help: ArgumentHelp(
            """
            Exit with 1 if new ÷ old is beyond a limit, as in 'ttft > 1.10' or 'metis latency p95 > 1.2', or a share has changed by points, \
            as in 'errors > 2%', or a figure is unknown. May be repeated.
            """, valueName: "condition"))
    var failIf: [String] = []

    @OptionGroup var format: FormatOptions
    @OptionGroup(title: "Pictures") var pictures: PictureOptions

    func validate() throws {
        do { _ = try conditions() } catch { throw ValidationError(error) }
    }

    private func conditions() throws(BenchError) -> [ChangeCondition] {
        var all: [ChangeCondition] = []
        for text in failIf { all.append(try ChangeCondition(text)) }
        return all
    }

    func run() async throws {
        let (before, after) = (Self.side(old), Self.side(new))
        guard target == nil || (before.target == nil && after.target == nil) else {
            throw UsageError(
                "'--target' and FILE:TARGET exclude each other", remedy: "Name the target in one of the two ways.")
        }
        let oldRun = try ComparedRun(reading: before.path)
        let newRun = try ComparedRun(reading: after.path)
        let change = try RunChange(
            old: oldRun, oldTarget: before.target ?? target, new: newRun, newTarget: after.target ?? target)
        let conditions = try conditions()
        if let odd = conditions.first(where: { !$0.isAbout(change) }) {
            throw UsageError(
                "the condition '\(odd.text)' names a target that is not compared",
                remedy: "Targets: \(newRun.record.manifest.targets.map(\.name).joined(separator: ", ")).")
        }
        Console.print(change.document, as: format.form, width: Terminal.width(.output) ?? 120)
        try pictures.write(change.document, inputs: [before.path, after.path])
        try JudgeOptions.judge(conditions.map(\.text), failures: conditions.flatMap { $0.failures(change) })
    }

    /// A path, and the target behind a colon; a file that has a colon in its name is meant itself.
    static func side(_ text: String) -> (path: String, target: String?) {
        var status = stat()
        guard stat(UserPath.expanded(text), &status) != 0, let colon = text.lastIndex(of: ":"),
            !text[colon...].contains("/")
        else { return (text, nil) }
        let name = String(text[text.index(after: colon)...])
        return name.isEmpty || text[..<colon].isEmpty ? (text, nil) : (String(text[..<colon]), name)
    }
}
