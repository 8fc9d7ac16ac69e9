import ALCFAuth
import ALCFClient
import ALCFServe
import ALCFSystem

/// The models to offer to an agent: the service's, or those that are known without it.
struct AgentModelList {
    var models: [AgentModel]
    /// A sentence on what is not known; nil where the service was reached.
    var note: String?

    /// Asks the service; where it cannot be reached, the default model is described as its clusters serve it.
    ///
    /// - Parameter name: the model that is wanted as the default; nil for the usual one.
    init(preferring name: String?) async throws {
        let wanted = name ?? ModelChoice.defaultModel
        do {
            let retry = InferenceClient.RetryPolicy.none
            let list = try await ModelPool(client: Session(mayAsk: false).client(retry: retry)).current()
            models = AgentModel.all(in: list)
            try prefer(wanted, isAsked: name != nil)
        } catch let error as UsageError {
            throw error
        } catch {
            let reason = (error as? any RemediedError)?.message ?? "\(error)"
            models = [AgentModel(name: wanted)]
            note = """
                The service was not asked for its models (\(reason)): \(wanted) is written, with \
                \(AgentModel.usualContext) tokens of context. Run this again when you are signed in.
                """
        }
    }

    private mutating func prefer(_ name: String, isAsked: Bool) throws(UsageError) {
        let wanted = ModelName(AskedModel(name).name)
        guard let place = models.firstIndex(where: { ModelName($0.name).isSameModel(as: wanted) }) else {
            guard isAsked || models.isEmpty else { return }
            let names = models.map(\.name).joined(separator: ", ")
            throw UsageError(
                "no cluster serves a model '\(name)' that can chat",
                remedy: names.isEmpty ? nil : "There are \(names).")
        }
        models.insert(models.remove(at: place), at: 0)
    }
}
