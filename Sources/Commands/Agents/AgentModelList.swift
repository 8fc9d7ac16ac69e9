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
    /// - Parameter name: the model that is wanted as the default; nil for the one of the settings.
    init(preferring name: String?) async throws {
        let set = name == nil ? try Settings.current().value("model") : nil
        let wanted = name ?? set?.value ?? ModelChoice.defaultModel
        do {
            let retry = InferenceClient.RetryPolicy.none
            let list = try await ModelPool(client: Session(mayAsk: false).client(retry: retry)).current()
            models = AgentModel.all(in: list)
            try prefer(wanted, set?.source)
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

    /// Puts a model first.
    ///
    /// - Parameter source: the place of the setting that names it; nil where a flag does.
    private mutating func prefer(_ name: String, _ source: SettingsSource?) throws(UsageError) {
        let wanted = ModelName(AskedModel(name).name)
        guard let place = models.firstIndex(where: { ModelName($0.name).isSameModel(as: wanted) }) else {
            guard source != .builtIn || models.isEmpty else { return }
            let names = models.map(\.name).joined(separator: ", ")
            throw UsageError(
                "no cluster serves a model '\(name)' that can chat" + (source.map { "; it is from \($0)" } ?? ""),
                remedy: names.isEmpty ? nil : "Name another with --model. There are \(names).")
        }
        models.insert(models.remove(at: place), at: 0)
    }
}
