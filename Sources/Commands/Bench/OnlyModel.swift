import ALCFClient

/// The model of a server of the user's own that was asked for none: a server with one model needs none named.
struct OnlyModel {
    let endpoint: ModelEndpoint
    /// Source of the key, as in `the variable MY_KEY`; nil if no key is sent.
    let keySource: String?
    /// The way to name a model, as in `--model mine=MODEL`.
    let way: String

    /// - Throws: ``UsageError`` where the server has several, or does not list them; `ClientError` where there is none.
    func name(_ client: InferenceClient) async throws -> String {
        let name = endpoint.name
        let models: [String]
        do { models = try await client.modelNames(at: endpoint) } catch {
            // Where nothing answers, a model's name helps as little.
            if let error = error as? ClientError, error.code == .connection { throw error }
            let status = (error as? ClientError)?.httpStatus
            let advice = TargetAdvice(name: name, base: endpoint.baseURL, keySource: keySource).remedy(status)
            throw UsageError(
                "no model was given for the target '\(name)', and it does not list its models: \(error)",
                remedy: advice ?? "Name it: \(way)")
        }
        guard models.count == 1 else {
            let choices = models.isEmpty ? "none" : models.prefix(20).joined(separator: ", ")
            throw UsageError(
                "no model was given for the target '\(name)', and it serves \(models.isEmpty ? "" : "several: ")\(choices)",
                remedy: "Name it: \(way)")
        }
        return models[0]
    }
}
