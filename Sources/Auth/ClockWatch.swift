import ALCFSystem
import Synchronization

/// Notices that this machine's clock is wrong, by the date of Globus Auth's answers, and says so once.
///
/// Expiry is reckoned by this clock from what Globus grants, so one that is wrong all the time does no harm; one that
/// is set right later, or a token file shared with another machine, does.
public final class ClockWatch: Sendable {
    /// Difference in seconds that is too small to report.
    public static let tolerance = 300.0

    private let hasWarned = Mutex(false)
    private let warn: @Sendable (AuthError) -> Void

    /// - Parameter warn: told once, with code `clockWrong`.
    public init(warn: @escaping @Sendable (AuthError) -> Void) { self.warn = warn }

    /// - Parameters:
    ///   - date: the answer's `Date` header.
    ///   - now: this machine's time, in seconds since 1970.
    func look(at date: String?, now: Double) {
        guard let there = date.flatMap({ HTTPDate.seconds($0, now: now) }) else { return }
        let difference = now - there
        guard abs(difference) > Self.tolerance else { return }
        let isFirst = hasWarned.withLock { hasWarned in
            defer { hasWarned = true }
            return !hasWarned
        }
        guard isFirst else { return }
        let minutes = Int(clamping: (abs(difference) / 60).rounded())
        warn(
            AuthError(
                .clockWrong,
                "this machine's clock is \(minutes) minutes \(difference > 0 ? "ahead of" : "behind") Globus Auth's: "
                    + "tokens seem to end \(difference > 0 ? "too early" : "too late")",
                remedy: "Set the clock, as in: sudo timedatectl set-ntp true"))
    }
}
