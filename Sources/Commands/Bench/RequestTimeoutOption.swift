import ALCFRecord
import ALCFReport
import ArgumentParser

/// How long a measured request may take.
struct RequestTimeoutOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Give up on a request that is not over after so long; by default a server may be silent for some minutes, and with \
            '--duration' a request may take five times as long as that, 15 seconds at least.
            """, valueName: "seconds"))
    var requestTimeout: Double?

    func validate() throws {
        try require(
            requestTimeout.map(BenchmarkOptions.Limits.requestTimeout.contains) ?? true,
            "'--request-timeout' must be from 0.05 seconds to a day.")
    }
}
