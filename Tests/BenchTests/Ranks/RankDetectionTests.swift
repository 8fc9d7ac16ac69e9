import Testing

@testable import ALCFRecord

@Suite struct RankDetectionTests {
    func rank(_ environment: [String: String], _ option: String? = nil) throws(BenchError) -> Rank? {
        try RankDetection(environment: environment).rank(option: option)
    }

    @Test func anOptionSaysIt() throws {
        #expect(try rank([:], "3/8") == Rank(index: 3, size: 8))
        #expect(try rank(["PMI_RANK": "1", "PMI_SIZE": "2"], "0/8") == Rank(index: 0, size: 8))
        #expect(try rank(["PMI_RANK": "1", "PMI_SIZE": "2"], "none") == nil)
        #expect(try rank([:], "0/1") == nil)
        #expect(try rank([:]) == nil)
    }

    @Test(arguments: ["8/8", "-1/8", "3", "a/8", "3/0", "0/100001", "1/2/3", "", "/", "3/8 ", "some"])
    func anOptionThatMakesNoSenseIsRefused(text: String) {
        let error = #expect(throws: BenchError.self) { () throws -> Void in _ = try rank([:], text) }
        #expect(error?.message.contains("--rank") == true && error?.remedy != nil)
    }

    @Test func eachLauncherIsKnown() throws {
        let found: [([String: String], Rank?)] = [
            (
                ["OMPI_COMM_WORLD_RANK": "3", "OMPI_COMM_WORLD_SIZE": "8"],
                Rank(index: 3, size: 8, source: "OMPI_COMM_WORLD_RANK")
            ),
            (
                ["PALS_RANKID": "3", "PMI_RANK": "3", "PMI_SIZE": "8"],
                Rank(index: 3, size: 8, source: "PALS_RANKID")
            ),
            (["PALS_RANKID": "3", "PALS_SIZE": "8"], Rank(index: 3, size: 8, source: "PALS_RANKID")),
            (["PMI_RANK": "0", "PMI_SIZE": "2"], Rank(index: 0, size: 2, source: "PMI_RANK")),
            (["PMIX_RANK": "1", "PMIX_SIZE": "2"], Rank(index: 1, size: 2, source: "PMIX_RANK")),
            (
                ["PMIX_RANK": "1", "SLURM_PROCID": "1", "SLURM_NTASKS": "2", "SLURM_STEP_ID": "0"],
                Rank(index: 1, size: 2, source: "PMIX_RANK")
            ),
            (
                ["SLURM_PROCID": "1", "SLURM_NTASKS": "2", "SLURM_STEP_ID": "0"],
                Rank(index: 1, size: 2, source: "SLURM_PROCID")
            ),
            (["PMI_RANK": "0", "PMI_SIZE": "1"], nil),
            (["PMI_RANK": "", "PMI_SIZE": ""], nil),
            (["PMI_SIZE": "8"], nil),
        ]
        for (environment, expected) in found { #expect(try rank(environment) == expected, "\(environment)") }
    }

    @Test func theScriptOfABatchJobIsAlone() throws {
        let task = ["SLURM_PROCID": "0", "SLURM_NTASKS": "8", "SLURM_JOB_ID": "7"]
        #expect(try rank(task) == nil)
        for step in ["batch", "4294967291", "4294967290", "4294967292"] {
            #expect(try rank(task.merging(["SLURM_STEPID": step]) { $1 }) == nil, "\(step)")
        }
        // A step of one task, within which mpiexec may have started many.
        let one = ["SLURM_PROCID": "0", "SLURM_NTASKS": "1", "SLURM_STEP_ID": "0"]
        #expect(try rank(one) == nil)
        #expect(try rank(one.merging(["PMI_RANK": "3", "PMI_SIZE": "8"]) { $1 })?.index == 3)
        // The step may have fewer tasks than the job.
        #expect(
            try rank(["SLURM_PROCID": "1", "SLURM_NTASKS": "8", "SLURM_STEP_NUM_TASKS": "2", "SLURM_STEP_ID": "0"])?
                .size == 2)
    }

    @Test func launchersThatContradictEachOtherAreNamed() throws {
        let both = [
            "OMPI_COMM_WORLD_RANK": "3", "OMPI_COMM_WORLD_SIZE": "8", "SLURM_PROCID": "1", "SLURM_NTASKS": "2",
            "SLURM_STEP_ID": "4",
        ]
        let error = #expect(throws: BenchError.self) { () throws -> Void in _ = try rank(both) }
        #expect(
            error?.message.contains("OMPI_COMM_WORLD_RANK") == true && error?.message.contains("SLURM_PROCID") == true)
        #expect(error?.remedy?.contains("--rank slurm") == true)
        #expect(try rank(both, "slurm") == Rank(index: 1, size: 2, source: "SLURM_PROCID"))
        #expect(try rank(both, "open-mpi")?.size == 8)
        #expect(try rank(both, "none") == nil)
        #expect(throws: BenchError.self) { () throws -> Void in _ = try rank(both, "pals") }
        #expect(throws: BenchError.self) { () throws -> Void in
            _ = try rank(["PMI_RANK": "0", "PMI_SIZE": "1", "OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "8"])
        }
    }

    @Test func theHelpersOfALauncherInSlurmDoNotCount() throws {
        // `mpiexec -n 6` on three nodes: Slurm's variables are those of the helper on the node, the first of three.
        let step = ["SLURM_PROCID": "0", "SLURM_NTASKS": "3", "SLURM_STEP_NUM_TASKS": "3", "SLURM_STEP_ID": "0"]
        let hydra = step.merging(["PMI_RANK": "3", "PMI_SIZE": "6"]) { $1 }
        #expect(try rank(hydra) == Rank(index: 3, size: 6, source: "PMI_RANK"))
        let open = step.merging(["OMPI_COMM_WORLD_RANK": "5", "OMPI_COMM_WORLD_SIZE": "6", "PMIX_RANK": "5"]) { $1 }
        #expect(try rank(open) == Rank(index: 5, size: 6, source: "OMPI_COMM_WORLD_RANK"))
        // One process for each node, whatever the order of the nodes.
        #expect(try rank(step.merging(["PMI_RANK": "2", "PMI_SIZE": "3"]) { $1 })?.index == 2)
        // More tasks than the other launcher has processes are not its helpers.
        #expect(throws: BenchError.self) { () throws -> Void in
            _ = try rank(step.merging(["PMI_RANK": "1", "PMI_SIZE": "2"]) { $1 })
        }
    }

    @Test func aStepOfOneTaskIsNotTakenForUnset() throws {
        let one = ["SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "1", "SLURM_STEP_ID": "0"]
        let error = #expect(throws: BenchError.self) { () throws -> Void in _ = try rank(one, "slurm") }
        #expect(error?.message.contains("not of a step of several tasks") == true)
    }

    @Test(arguments: [
        ("PMI_RANK", "-1"), ("PMI_RANK", "8"), ("PMI_RANK", "x"), ("PMI_SIZE", "0"), ("PMI_SIZE", "100001"),
        ("PMI_SIZE", "8.0"), ("PMI_SIZE", "99999999999999999999"),
    ])
    func nonsenseIsNamed(name: String, value: String) {
        let environment = ["PMI_RANK": "3", "PMI_SIZE": "8"].merging([name: value]) { $1 }
        let error = #expect(throws: BenchError.self) { () throws -> Void in _ = try rank(environment) }
        #expect(error?.message.contains(name) == true && error?.message.contains(value) == true)
    }

    @Test(arguments: [["PMI_RANK": "3"], ["PMIX_RANK": "3", "SLURM_NTASKS": "8"], ["PALS_RANKID": "3"]])
    func aMissingSizeIsSaid(environment: [String: String]) {
        let error = #expect(throws: BenchError.self) { () throws -> Void in _ = try rank(environment) }
        #expect(error?.message.contains("not set") == true)
    }

    @Test func anArrayCountsOnlyIfAskedFor() throws {
        let slurm = ["SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "5"]
        #expect(try rank(slurm) == nil)
        #expect(try rank(slurm, "array") == Rank(index: 2, size: 4, source: "SLURM_ARRAY_TASK_ID"))
        #expect(try rank(slurm.merging(["SLURM_ARRAY_TASK_STEP": "2"]) { $1 }, "array/8")?.index == 1)
        let pbs = ["PBS_ARRAY_INDEX": "7"]
        #expect(try rank(pbs, "array/8") == Rank(index: 7, size: 8, source: "PBS_ARRAY_INDEX"))
        for (environment, option) in [
            (pbs, "array"), (pbs, "array/7"), (pbs, "array/x"), ([:], "array"), (slurm, "array/0"),
        ] {
            #expect(throws: BenchError.self, "\(option)") { () throws -> Void in _ = try rank(environment, option) }
        }
    }
}
