public import ALCFJSON

/// A Globus service's demands on the next sign-in: a "Globus Auth requirements error".
public struct AuthorizationRequirements: Sendable, Hashable {
    /// A text for the user.
    public var message: String?
    /// Identities that must be in the session.
    public var identities: [String] = []
    /// Policies that the session must satisfy.
    public var policies: [String] = []
    /// Domains of which one must be in the session.
    public var domains: [String] = []
    /// Whether a second factor is wanted.
    public var multiFactor: Bool?
    /// Scopes that lack consent.
    public var scopes: [String] = []
    /// `login` where the user must authenticate anew.
    public var prompt: String?

    /// No requirements.
    public init() {}

    /// The requirements in an error document, in any of the shapes that the Globus SDK understands; nil for none.
    public init?(json: JSONValue) {
        self.init()
        let code = json["code"]?.string
        if let parameters = json["authorization_parameters"], parameters.object != nil {
            message = parameters["session_message"]?.string
            identities = list(parameters["session_required_identities"])
            policies = list(parameters["session_required_policies"])
            domains = list(parameters["session_required_single_domain"])
            multiFactor = parameters["session_required_mfa"]?.bool
            scopes = list(parameters["required_scopes"])
            prompt = parameters["prompt"]?.string
        } else if code == "ConsentRequired", let scopes = json["required_scopes"]?.array {
            self.scopes = scopes.compactMap(\.string)
        } else if code == "ConsentRequired", let scope = json["required_scope"]?.string {
            scopes = [scope]
        } else if let unapproved = json["unapproved_scopes"]?.array {
            scopes = unapproved.compactMap(\.string)
        } else {
            return nil
        }
    }
}

/// An array of strings, or the older form: one string with commas.
private func list(_ json: JSONValue?) -> [String] {
    if let text = json?.string { return text.split(separator: ",").map(String.init) }
    return json?.array?.compactMap(\.string) ?? []
}
