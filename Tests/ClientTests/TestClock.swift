import ALCFClient
import TestSupport

extension TestClock {
    /// A policy on this clock; `random` 1 makes every wait the full backoff.
    func policy(
        maximumRetries: Int = 6, totalTime: Double = 120, repeatsAnswers: Bool = false, random: Double = 1
    ) -> InferenceClient.RetryPolicy {
        InferenceClient.RetryPolicy(
            maximumRetries: maximumRetries, totalTime: .seconds(totalTime), repeatsAnswers: repeatsAnswers, clock: self,
            random: { random })
    }
}
