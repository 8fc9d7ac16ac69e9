import ALCFCrypto
import ALCFHTTP

/// Takes out of a report what is nobody's business, so that it can be sent to others: secrets, and the path of the home
/// directory.
struct DoctorPrivacy: Sendable {
    private let redaction: Redaction
    private let home: String?

    /// - Parameters:
    ///   - secrets: tokens, passwords and the like that are known.
    ///   - home: the home directory, which is shown as `~`; nil if it is not known.
    ///   - people: names and identifiers of the user that are to be left out, too.
    init(secrets: [Secret], home: String?, people: [String] = []) {
        redaction = Redaction(secrets + people.map { Secret($0) }) + .proxies
        let trimmed = home.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        self.home = trimmed?.isEmpty == true ? nil : trimmed
    }

    /// The same result, fit to be sent.
    func callAsFunction(_ result: CheckResult) -> CheckResult {
        var result = result
        result.found = words(result.found)
        result.brief = words(result.brief)
        result.remedy = result.remedy.map { command(redaction($0)) }
        return result
    }

    private func words(_ text: String) -> String { withoutHome(redaction(text), quoted: "'~") }

    /// In a command the path must still lead there: a shell does not expand a `~` in quotation marks.
    private func command(_ text: String) -> String { withoutHome(text, quoted: "\"$HOME\"'") }

    /// - Parameter quoted: what stands for a quotation mark and the home directory behind it.
    private func withoutHome(_ text: String, quoted: String) -> String {
        guard let home, text.contains(home) else { return text }
        var (result, rest) = ("", text[...])
        while let range = rest.firstRange(of: home) {
            let before = rest[..<range.lowerBound]
            let next = rest[range.upperBound...].first
            let isWhole = next.map { !$0.isLetter && !$0.isNumber && !"-_.".contains($0) } ?? true
            // A part of a longer path is none: /srv/home/user.
            let isStart = before.last.map { !$0.isLetter && !$0.isNumber && !"-_./".contains($0) } ?? true
            if isWhole, isStart {
                result += before.last == "'" ? before.dropLast() + quoted : before + "~"
            } else {
                result += rest[..<range.upperBound]
            }
            rest = rest[range.upperBound...]
        }
        return result + rest
    }
}
