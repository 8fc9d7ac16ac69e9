import ALCFSystem

/// The time for which ALCF's policy accepts a sign-in, however often tokens are refreshed.
public struct SessionLife: Sendable, Hashable {
    /// The variable that says how many days it is; 0 for no limit.
    public static let variable = "ALCF_SESSION_DAYS"
    /// Number of days according to ALCF's present documentation. Older copies say 7.
    public static let usualDays = 30.0
    /// Seconds before its end from which on every command says so.
    static let warningTime = 3 * 86_400.0

    /// Days from a sign-in to when the service wants the next; nil for no limit.
    public let days: Double?

    /// A life of so many days; nil for no limit.
    public init(days: Double? = usualDays) { self.days = days }

    /// The life that `environment` names, else the usual one.
    ///
    /// - Throws: ``AuthError`` `misconfigured` for what is not a number of days.
    public init(environment: [String: String]) throws(AuthError) {
        guard let text = environment[Self.variable], !text.isEmpty else {
            self.init()
            return
        }
        guard let days = Double(text), days >= 0, days <= 36_500 else {
            throw AuthError(
                .misconfigured, "\(Self.variable) is not a number of days",
                remedy: "Set it to a number, as in 30, or to 0 for none.")
        }
        self.init(days: days == 0 ? nil : days)
    }

    /// Returns the time when the next sign-in is due, in seconds since 1970; nil if that is not known, or never.
    func end(of session: SignInRecord.Session?) -> Int? {
        guard let days, let start = session?.lastAuthentication ?? session?.signedInAt else { return nil }
        return start.addingClamped(Int(clamping: days * 86_400))
    }

    /// Returns a warning for the user who works with `entry`; nil while there is time, or if the date is not known.
    func warning(about entry: TokenEntry, in file: TokenFile, service: GlobusService, now: Double) -> AuthError? {
        // The digest that tells whether the session is this entry's costs more than looking at the date.
        let end = end(of: file.record?.sessions[entry.resourceServer])
        guard let end, Double(end) - now < Self.warningTime, file.session(of: entry) != nil else { return nil }
        return Self.warning(due: end, service: service, now: now)
    }

    /// Returns the words for a sign-in that is due at `end`, in seconds since 1970.
    static func warning(due end: Int, service: GlobusService, now: Double) -> AuthError {
        let date = DateText.local(Double(end))
        let message =
            Double(end) > now
            ? "\(service.name) will require a new sign-in from about \(date) on"
            : "\(service.name) may require a new sign-in: the last one is older than the policy allows (\(date))"
        let suffix = service == .inference ? "" : " --service \(service.id)"
        return AuthError(.signInDue, message, remedy: "Before a long job: alcf authenticate --force\(suffix)")
    }
}
