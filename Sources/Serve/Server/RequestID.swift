/// Ids of requests and of the parts of an answer: random, of letters and digits.
enum RequestID {
    /// Returns a new id of 24 characters.
    static func make() -> String {
        let digits = Array("0123456789abcdefghijklmnopqrstuvwxyz")
        return String((0..<24).map { _ in digits[Int.random(in: 0..<digits.count)] })
    }
}
