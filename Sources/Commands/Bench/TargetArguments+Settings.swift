import ALCFRecord

extension TargetArguments {
    /// The arguments with all that the settings add, as if it had been given on the command line: so a record holds it,
    /// and a run that is continued needs no settings.
    ///
    /// - Parameter simulates: whether the clusters are simulated ones, which models of the settings say nothing of.
    /// - Throws: ``UsageError`` for a target without a URL.
    func settled(by settings: Settings, simulates: Bool) throws(UsageError) -> TargetArguments {
        var settled = self
        let names = names
        for (index, text) in target.enumerated() where !text.contains("=") && !Self.isURL(text) {
            guard let named = try settings.target(text) else { continue }
            settled.target[index] = "\(named.name)=\(named.url)"
            func add(_ value: String?, to options: [String]) -> [String] {
                guard let value, self.value(for: named.name, in: options) == nil else { return [] }
                return ["\(named.name)=\(value)"]
            }
            settled.model += add(named.model, to: model)
            settled.apiKeyEnv += add(named.keyVariable, to: apiKeyEnv)
            settled.endpoint += add(named.endpoint, to: endpoint)
            settled.hardware += add(named.hardware, to: hardware)
            settled.requests.header += named.headers(besides: requests.header, names: names)
        }
        guard !simulates else { return settled }
        for (name, url) in settled.wanted where url == nil && model(of: name) == nil {
            guard let model = settings.model(on: name), model.source != .builtIn else { continue }
            settled.model.append("\(name)=\(model.value)")
        }
        return settled
    }
}
