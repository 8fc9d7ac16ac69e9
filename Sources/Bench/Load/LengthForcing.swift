import ALCFClient
import ALCFJSON
import ALCFRecord

/// Whether a server takes vLLM's fields that make each answer as long as its limit.
package enum LengthForcing {
    /// The fields, by vLLM's names: no end before that many tokens, nor by the token that means the end.
    static func fields(_ tokens: Int) -> JSONObject { ["ignore_eos": true, "min_tokens": .int(tokens)] }

    /// Asks a target for one short answer with them.
    ///
    /// - Returns: nil where it takes them, else what it said.
    /// - Throws: what keeps any request from being answered; not a refusal of this one.
    package static func refusal(_ target: BenchmarkTarget, seed: UInt64) async throws -> String? {
        let text = WarmupPrompts.made(1, like: [], seed: seed &+ 1)[0].text
        do {
            switch target.api {
            case .chat:
                let request = ChatRequest(
                    model: target.model, messages: [.user(text)], maxTokens: 8, temperature: 0, extra: fields(8))
                _ = try await target.client.chat(request, at: target.endpoint)
            case .completions:
                var request = CompletionRequest(model: target.model, prompt: .text(text), maxTokens: 8, temperature: 0)
                request.extra = fields(8)
                _ = try await target.client.complete(request, at: target.endpoint)
            }
            return nil
        } catch let error as ClientError {
            if error.httpStatus == 400 || error.httpStatus == 422 { return "\(error)" }
            // An answer that came and counts for nothing was not refused.
            guard error.completion != nil else { throw error }
            return nil
        }
    }
}
