/// A program that starts several processes, and tells each which one it is by variables of its environment.
package enum RankLauncher: String, Sendable, Hashable, CaseIterable {
    /// Open MPI's `mpiexec`.
    case openMPI = "open-mpi"
    /// HPE's PALS, which is `mpiexec` on Polaris and Aurora. It sets the variables of PMI too.
    case pals
    /// MPICH, Hydra, Intel MPI and Cray.
    case pmi
    /// Launchers that speak PMIx, which has no variable for the size: it is that of another launcher.
    case pmix
    /// Slurm's `srun`.
    case slurm

    /// The variable with the number of the process.
    var rank: String {
        switch self {
        case .openMPI: "OMPI_COMM_WORLD_RANK"
        case .pals: "PALS_RANKID"
        case .pmi: "PMI_RANK"
        case .pmix: "PMIX_RANK"
        case .slurm: "SLURM_PROCID"
        }
    }

    /// The variables that may hold the number of processes: the first that is set does.
    var sizes: [String] {
        switch self {
        case .openMPI: ["OMPI_COMM_WORLD_SIZE"]
        case .pals: ["PALS_SIZE", "PMI_SIZE"]
        case .pmi: ["PMI_SIZE"]
        case .pmix: ["PMIX_SIZE", "OMPI_COMM_WORLD_SIZE", "SLURM_STEP_NUM_TASKS", "SLURM_NTASKS"]
        case .slurm: ["SLURM_STEP_NUM_TASKS", "SLURM_NTASKS"]
        }
    }

    /// Variables that say of which step of a Slurm job the process is.
    static let steps = ["SLURM_STEP_ID", "SLURM_STEPID"]
    /// Variables of arrays of jobs.
    static let arrays = [
        "SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP",
        "PBS_ARRAY_INDEX",
    ]

    /// Every variable that is looked at.
    package static let variables = allCases.flatMap { [$0.rank] + $0.sizes } + steps + arrays
}
