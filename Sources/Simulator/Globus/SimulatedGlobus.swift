/// The constants of Globus Auth that a client of the inference service has to do with.
public enum SimulatedGlobus {
    /// The gateway as a resource server.
    public static let gatewayID = "681c10cc-f684-4540-bcd7-0b4df3bc26ef"
    /// The scope that lets a token into the gateway.
    public static let gatewayScope = "https://auth.globus.org/scopes/\(gatewayID)/action_all"
    /// Globus Auth itself as a resource server.
    public static let authResourceServer = "auth.globus.org"
    /// The public client of `inference_auth_token.py`.
    public static let standardClientID = "58fdd3bc-e1c3-4ce5-80ea-8d6b87cfb944"

    /// Resource servers that are known by a name. Globus Compute's is the one it had when it was registered.
    private static let names = [
        "facd7ccc-c5f4-42aa-916b-a0e270e2c2a9": "funcx_service",
        "eec9b274-0c81-4334-bdc2-54e90e689b9a": "flows.globus.org",
    ]

    /// The resource server that a scope belongs to, or nil where there is no such scope.
    static func resourceServer(ofScope scope: String) -> String? {
        if ["openid", "profile", "email"].contains(scope) { return authResourceServer }
        let service = "https://auth.globus.org/scopes/"
        if scope.hasPrefix(service) {
            let parts = scope.dropFirst(service.count).split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, isUUID(parts[0]), !parts[1].isEmpty else { return nil }
            return names[String(parts[0])] ?? String(parts[0])
        }
        let parts = scope.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 6, scope.hasPrefix("urn:globus:auth:scope:"), !parts[4].isEmpty else { return nil }
        return String(parts[4])
    }

    /// Whether `text` has the shape of a UUID.
    static func isUUID(_ text: some StringProtocol) -> Bool {
        let groups = text.split(separator: "-", omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
    }
}
