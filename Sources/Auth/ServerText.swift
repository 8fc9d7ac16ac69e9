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

    /// The text as one word of a shell command.
    var shellQuoted: String {
        let isPlain =
            !isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "/"), UInt8(ascii: "+"), UInt8(ascii: "@"), UInt8(ascii: ":"), UInt8(ascii: ","):
                    true
                default: false
                }
            }
        return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
    }
}
