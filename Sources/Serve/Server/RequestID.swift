/// Ids of requests and of the parts of an answer: random, of letters and digits.
enum RequestID {
    /// Returns a new id of 24 characters.
    static func make() -> String {
        // Two numbers: each takes a call of the kernel.
        let text =
            String(UInt64.random(in: .min ... .max), radix: 36) + String(UInt64.random(in: .min ... .max), radix: 36)
        return String(text.prefix(24)) + String(repeating: "0", count: max(0, 24 - text.utf8.count))
    }
}
