import ALCFClient
import ArgumentParser

/// How long to wait for a model.
struct PatienceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Give up where the answer does not go on for so long, before its first word or within it.",
            valueName: "seconds"))
    var idleTimeout: Double?

    @Option(
        help: ArgumentHelp(
            "Give up on an answer that is not whole after so long, repetitions included; by default there is no such limit.",
            valueName: "seconds"))
    var timeout: Double?

    @Option(
        help: ArgumentHelp(
            "Try again for so long where the service is busy or still loads the model; 0 for not at all.",
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

    /// When to try again.
    var retry: InferenceClient.RetryPolicy {
        retryTime == 0 ? .none : InferenceClient.RetryPolicy(maximumRetries: 1000, totalTime: .seconds(retryTime))
    }

    /// What the client is to keep to.
    var timeouts: InferenceClient.Timeouts {
        InferenceClient.Timeouts().limited(idle: idleTimeout.map { .seconds($0) }, total: timeout.map { .seconds($0) })
    }
}
