import ALCFRecord
import ALCFReport
import ArgumentParser

/// The option that limits the time of a measured request.
struct RequestTimeoutOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Give up on a request after this long. By default a server may be silent for some minutes; with '--duration', the limit is \
            five times the duration, and at least 15 seconds.
            """, valueName: "seconds"))
    var requestTimeout: Double?

    func validate() throws {
        try require(
            requestTimeout.map(BenchmarkOptions.Limits.requestTimeout.contains) ?? true,
            "'--request-timeout' must be from 0.05 seconds to a day.")
    }
}
