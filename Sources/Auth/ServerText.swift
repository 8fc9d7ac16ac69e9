import ALCFCrypto

extension String {
    /// Words of a server as they may be shown: without the secrets that were sent to it, without control characters,
    /// and not longer than `limit` characters.
    func shown(hiding secrets: [Secret] = [], limit: Int = 300) -> String {
        var text = self
        for secret in secrets where !secret.isEmpty { text = text.replacing(secret.expose(), with: "***") }
        let plain = String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
        return plain.count > limit ? plain.prefix(limit) + "…" : plain
    }
}
