import ALCFHTTP
import ALCFSystem

/// The settings in force: environment over file over built-in defaults. Flags come before all of them.
struct Settings: Sendable {
    /// The value of one setting.
    struct Value: Sendable, Hashable {
        let key: SettingKey
        let value: String
        let source: SettingsSource
    }

    /// The file's path as people write it; nil where there is no home.
    let path: String?
    private let stored: [SettingKey: String]
    private let order: [SettingKey]
    private let environment: @Sendable (String) -> String?

    /// - Parameter environment: the value of a variable; nil where it is not set.
    init(
        _ content: SettingsContent = SettingsContent(), path: String? = nil,
        environment: @escaping @Sendable (String) -> String? = ProcessEnvironment.value
    ) {
        self.path = path
        stored = Dictionary(content.values.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        order = content.values.map(\.key)
        self.environment = environment
    }

    // MARK: This process' own

    private static let loaded: Result<Settings, UsageError> = {
        guard let file = SettingsFile.usual() else { return .success(Settings()) }
        do throws(UsageError) {
            let content = try file.read()
            if let fault = content.faults.first { throw fault.error(in: file.shownPath) }
            for fault in content.unknown {
                let error = fault.error(in: file.shownPath)
                Console.warn("\(error.message), which is left alone. \(error.remedy ?? "")")
            }
            return .success(Settings(content, path: file.shownPath))
        } catch { return .failure(error) }
    }()

    /// The settings of this process' user, read once.
    ///
    /// - Throws: ``UsageError`` for a file that cannot be used.
    static func current() throws(UsageError) -> Settings { try loaded.get() }

    // MARK: Values

    /// The value of a setting; nil where nothing is set.
    func value(_ key: SettingKey) -> Value? {
        guard let setting = key.setting else { return nil }
        for variable in setting.variables {
            guard let text = environment(variable) else { continue }
            // libcurl takes an empty variable of a proxy for "none".
            if text.isEmpty, setting.kind != .proxy { continue }
            return Value(
                key: key, value: setting.kind == .proxy ? Self.shown(proxy: text) : text,
                source: .variable(variable))
        }
        if let text = stored[key] { return Value(key: key, value: text, source: .file(path ?? "")) }
        return setting.builtIn.map { Value(key: key, value: $0, source: .builtIn) }
    }

    func value(_ key: String) -> Value? { value(SettingKey(key)) }

    /// Returns a proxy of the environment without its user and password. Where its form is wrong, any part may be one.
    private static func shown(proxy: String) -> String {
        proxy.isEmpty || ProxySetting.fault(ofForm: proxy) == nil
            ? URLUserInfo.removed(fromURL: proxy) : "(not an address)"
    }

    /// The value in the file, whatever the environment says; nil for none.
    func stored(_ key: String) -> String? { stored[SettingKey(key)] }

    /// All that are set, in the registry's order, those with a name in the file's.
    var all: [Value] {
        Setting.all.flatMap { setting in
            setting.isSingle
                ? [value(setting.key)].compactMap(\.self)
                : order.filter { $0.setting?.key == setting.key }.compactMap { value($0) }
        }
    }

    /// Number of values in the file.
    var count: Int { order.count }

    /// Whether the file says something of a key that the environment overrules.
    func isOverruled(_ key: SettingKey) -> Bool {
        guard stored[key] != nil, case .variable? = value(key)?.source else { return false }
        return true
    }

    // MARK: What commands ask

    /// The cluster or target to ask, where no flag names one.
    var cluster: String { value("cluster")?.value ?? "" }

    /// The model to ask for on a cluster, where no flag names one.
    func model(on cluster: String) -> Value? {
        let overall = value("model")
        if case .variable? = overall?.source { return overall }
        return value(SettingKey(["models", cluster.lowercased()])) ?? overall
    }

    /// The names of the user's targets, in the file's order.
    var targetNames: [String] {
        var names: [String] = []
        for key in order where key.path[0] == "targets" && !names.contains(key.path[1]) { names.append(key.path[1]) }
        return names
    }

    /// Whether a target has an address, without which it is none.
    func hasURL(_ name: String) -> Bool { stored[SettingKey(["targets", name, "url"])] != nil }

    /// The target of that name, in any case; nil for a name that is none.
    ///
    /// - Throws: ``UsageError`` for one without a URL.
    func target(_ name: String) throws(UsageError) -> NamedTarget? {
        let name = name.lowercased()
        let keys = order.filter { $0.path[0] == "targets" && $0.path[1] == name }
        guard !keys.isEmpty else { return nil }
        func own(_ part: String) -> String? { stored[SettingKey(["targets", name, part])] }
        guard let url = own("url") else {
            throw UsageError(
                "the target '\(name)' has no URL", remedy: "Set it: alcf config set targets.\(name).url URL")
        }
        return NamedTarget(
            name: name, url: url, keyVariable: own("key_env"),
            headers: keys.filter { $0.path[2] == "headers" }.map { ($0.path[3], stored[$0] ?? "") },
            endpoint: own("endpoint"), hardware: own("hardware"), model: stored[SettingKey(["models", name])])
    }

    /// Refuses a target of the user's own where only a cluster will do.
    ///
    /// - Throws: ``UsageError``.
    func requireCluster(_ name: String, for use: String) throws(UsageError) {
        guard try target(name) != nil else { return }
        throw UsageError(
            "'\(name)' is a target of yours, and \(use) is for clusters",
            remedy: "Name a cluster, as in metis or sophia."
                + (cluster == name ? " Without one, the setting 'cluster' counts: alcf config unset cluster" : ""))
    }
}
