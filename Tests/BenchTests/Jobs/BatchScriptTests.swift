import ALCFSystem
import TestSupport
import Testing

@testable import ALCFReport

@Suite struct BatchScriptTests {
    private func script(_ system: BatchScript.System, _ options: [String] = ["--requests", "200"]) -> BatchScript {
        var script = BatchScript(system, program: "/home/me/.local/bin/alcf", options: options)
        script.nodes = 2
        script.ranksPerNode = 4
        script.output = "big"
        script.request.account = "mine"
        script.request.queue = "debug"
        return script
    }

    @Test func aJobOfPBSAsksForItsNodes() {
        var job = script(.pbs)
        job.request.filesystems = "home:eagle"
        job.request.machine = "polaris"
        job.walltime = 5400
        #expect(
            job.text.contains(
                """
                #PBS -N alcf-big
                #PBS -A mine
                #PBS -q debug
                #PBS -l select=2:system=polaris
                #PBS -l place=scatter
                #PBS -l walltime=01:30:00
                #PBS -l filesystems=home:eagle
                #PBS -j oe
                #PBS -r n

                set -eu
                cd "$PBS_O_WORKDIR"

                """), "\(job.text)")
        #expect(
            job.text.hasSuffix(
                #"exec mpiexec -n 8 --ppn 4 "$alcf" benchmark run --output big --requests 200 </dev/null"# + "\n"))
    }

    @Test func aJobOfSlurmAsksForItsTasks() {
        let text = script(.slurm).text
        #expect(
            text.contains(
                """
                #SBATCH --nodes=2
                #SBATCH --ntasks=8
                #SBATCH --ntasks-per-node=4
                #SBATCH --time=01:00:00
                #SBATCH --no-requeue
                #SBATCH --signal=TERM@60

                """), "\(text)")
        #expect(text.contains(#"exec srun --ntasks=8 --ntasks-per-node=4 "#))
        #expect(!text.contains("PBS") && !text.contains("PALS"))
    }

    /// Batch systems read their lines up to the first command, and nothing that is quoted comes before it.
    @Test(arguments: [BatchScript.System.pbs, .slurm])
    func noWordOfTheBenchmarkIsALineOfTheBatchSystem(_ system: BatchScript.System) throws {
        let mark = system == .pbs ? "#PBS" : "#SBATCH"
        let text = script(system, ["--hardware", "mine=x\n\(mark) -A other\n"]).text
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let first = try #require(lines.firstIndex { !$0.isEmpty && !$0.hasPrefix("#") })
        #expect(!lines[..<first].contains("\(mark) -A other"))
    }

    @Test func submissionAsksForTheSignInOnlyWhereItIsNeeded() {
        var job = script(.pbs)
        job.file = "my job.pbs"
        let head =
            "alcf token --min-remaining 2h >/dev/null && alcf token-status --min-remaining 2h && qsub 'my job.pbs'"
        #expect(job.text.split(separator: "\n")[2] == "#   \(head)")
        job.walltime = 100 * 3600
        #expect(job.text.contains("--min-remaining 24h"))
        job.needsSignIn = false
        #expect(job.text.split(separator: "\n")[2] == "#   qsub 'my job.pbs'")
        #expect(!job.text.contains("token"))
    }

    @Test func wordsForTheBatchSystemAreOfFewCharacters() {
        for word in ["home:eagle", "a.b_c-d", "debug-scaling", "x/y@z", "gpu=4,mem"] {
            #expect(JobText.isOptionWord(word), "\(word)")
        }
        for word in [
            "", "-A", "a b", "a\nb", "a\rb", "a;b", "$(id)", "`id`", "a'b", "a\"b", "a\\b", "a#b", "é", "a\u{85}b",
            "a&b", "%j",
            String(repeating: "a", count: 257),
        ] {
            #expect(!JobText.isOptionWord(word), "\(word)")
        }
    }

    /// A name becomes a job's name without what would be another word.
    @Test func anyNameOfResultsMakesAJobsName() {
        var job = script(.pbs)
        for name in ["a b\n#PBS -A other", "../x;y", "é$(id)", "/", "very-long-name-of-an-experiment"] {
            job.output = name
            let line = job.text.split(separator: "\n").first { $0.hasPrefix("#PBS -N ") }
            #expect(JobText.isOptionWord(String(line?.dropFirst(8) ?? " ")), "\(line ?? "")")
            #expect((line?.count ?? 99) <= 23)
        }
    }
}
