import ALCFHTTP

/// The remedy if a server of the user's own refuses.
struct TargetAdvice {
    let name: String
    let base: HTTPURL
    /// Source of the key, as in `the variable MY_KEY`; nil if no key is sent.
    let keySource: String?
    /// Whether the user's settings name it.
    let isSetting: Bool

    /// - Parameter names: the targets of the user's settings.
    init(
        name: String, base: HTTPURL, keySource: String?,
        names: [String] = (try? Settings.current())?.targetNames ?? []
    ) {
        self.name = name
        self.base = base
        self.keySource = keySource
        isSetting = names.contains(name)
    }

    /// Nil where nothing more than usual can be told.
    func remedy(_ status: Int?) -> String? {
        switch status {
        case 401, 403: keyRemedy
        case 404: TargetAddress.hint(base, name: name, isSetting: isSetting)
        default: nil
        }
    }

    private var keyRemedy: String {
        guard let keySource else {
            let way =
                isSetting ? "alcf config set targets.\(name).key_env VARIABLE" : "--api-key-env \(name)=VARIABLE"
            return "Name the variable that holds the server's key: \(way)"
        }
        return
            "Check the key in \(keySource): it may have expired, belong to another server, or lack access to this model."
    }
}
