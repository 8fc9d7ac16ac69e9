import ALCFHTTP

/// The remedy if a server of the user's own refuses.
struct TargetAdvice {
    let name: String
    let base: HTTPURL
    /// Source of the key, as in `the variable MY_KEY`; nil if no key is sent.
    let keySource: String?

    /// Nil where nothing more than usual can be told.
    func remedy(_ status: Int?) -> String? {
        switch status {
        case 401, 403: keyRemedy
        case 404: TargetAddress.hint(base, name: name)
        default: nil
        }
    }

    private var keyRemedy: String {
        guard let keySource else {
            return "Name the variable that holds the server's key: --api-key-env \(name)=VARIABLE"
        }
        return
            "Check the key in \(keySource): it may have expired, belong to another server, or lack access to this model."
    }
}
