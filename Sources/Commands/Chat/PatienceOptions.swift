import ALCFClient
import ArgumentParser

/// The options that limit how long to wait for an answer.
struct PatienceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Give up if nothing of the answer arrives for this long, before its first word or within it.",
            valueName: "seconds"))
    var idleTimeout: Double?

    @Option(
        help: ArgumentHelp(
            "Give up if the answer is not complete after this long, retries included. There is no limit by default.",
            valueName: "seconds"))
    var timeout: Double?

    @Option(
        help: ArgumentHelp(
            "Keep retrying for this long while the service is busy or loading the model. 0 turns retries off.",
            valueName: "seconds"))
    var retryTime = 120.0

    func validate() throws {
        guard retryTime >= 0, retryTime <= 86_400 else {
            throw ValidationError("'--retry-time' must be from 0 to a day.")
        }
        if let idleTimeout, !(idleTimeout > 0 && idleTimeout <= 86_400) {
            throw ValidationError("'--idle-timeout' must be above 0, and at most a day.")
        }
        if let timeout, !(timeout > 0 && timeout <= 86_400) {
            throw ValidationError("'--timeout' must be above 0, and at most a day.")
        }
    }

    /// Retry policy.
    var retry: InferenceClient.RetryPolicy {
        retryTime == 0 ? .none : InferenceClient.RetryPolicy(maximumRetries: 1000, totalTime: .seconds(retryTime))
    }

    /// Time-outs of the client.
    var timeouts: InferenceClient.Timeouts {
        InferenceClient.Timeouts().limited(idle: idleTimeout.map { .seconds($0) }, total: timeout.map { .seconds($0) })
    }
}
