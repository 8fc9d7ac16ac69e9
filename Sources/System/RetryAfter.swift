/// The time that a server asks to wait: the value of `Retry-After` (RFC 9110 §10.2.3).
package enum RetryAfter {
    /// The longest wait that is believed, in seconds: a day.
    package static let maximum = 86_400.0

    /// Seconds from now; nil for what is neither a number of seconds nor a date. A date that is past is 0.
    ///
    /// - Parameters:
    ///   - value: the field's value, a number of seconds or an HTTP date in any of its three forms.
    ///   - now: seconds since 1970.
    package static func seconds(_ value: String, now: Double) -> Double? {
        if value.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E }), let seconds = Double(value) {
            return min(seconds, maximum)
        }
        return HTTPDate.seconds(value, now: now).map { min(max(0, $0 - now), maximum) }
    }
}
