/// The look of keys and tokens, by which one is known that stands where none should.
enum SecretShape {
    /// Beginnings of keys that are usual.
    private static let beginnings = [
        "sk-", "sk_", "pk-lf-", "hf_", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "nvapi-",
        "gsk_", "AKIA",
        "AIza", "eyJ", "alcf-local-",
    ]
    /// Length from which on letters and digits without a break are no word.
    private static let longest = 24

    /// Whether a text holds something that looks like a secret.
    static func isLikely(_ text: String) -> Bool {
        let lower = text.lowercased()
        if ["bearer ", "basic ", "token "].contains(where: lower.hasPrefix), !lower.contains("env:"),
            !lower.contains("$")
        {
            return true
        }
        let words = text.split { " \t\"',;=&?/@".contains($0) }
        return words.contains { word in
            beginnings.contains { word.hasPrefix($0) && word.utf8.count >= $0.utf8.count + 8 } || isRandom(word)
        }
    }

    /// Whether a word that is to be the name of a variable may be a key: small letters, or digits, where names of
    /// variables have capitals and underscores.
    static func isUnlikeVariable(_ word: String) -> Bool {
        let digits = word.count { $0.isNumber }
        let hasSmall = word.contains { $0.isLowercase }
        return word.contains("_") ? hasSmall && digits > 0 : hasSmall || digits > 1
    }

    /// Whether a part without punctuation is long, and of letters and digits mixed.
    private static func isRandom(_ word: Substring) -> Bool {
        word.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.contains { part in
            guard part.utf8.count >= longest else { return false }
            let digits = part.count { $0.isNumber }
            return digits >= 3 && digits < part.count
        }
    }
}
