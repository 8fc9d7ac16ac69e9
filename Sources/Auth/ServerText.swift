import ALCFCrypto
import ALCFHTTP
import ALCFSystem

extension String {
    /// Words of a server as they may be shown: without the secrets that were sent to it, without control characters,
    /// and not longer than `limit` characters.
    func shown(hiding secrets: [Secret] = [], limit: Int = 300) -> String {
        let text = String(
            String.UnicodeScalarView(
                (Redaction(secrets) + .proxies)(self).safeForTerminal.unicodeScalars.map { $0 == "\u{FFFD}" ? " " : $0 }
            ))
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > limit ? line.prefix(limit) + "…" : line
    }
}
