public import ALCFJSON

/// The identity that the gateway sees.
public struct WhoAmI: Sendable, Hashable, JSONDecodable {
    /// The Globus identity that passed the gateway's check.
    public let id: String?
    /// Name, as in `A. User`.
    public let name: String?
    /// User name, as in `auser@anl.gov`.
    public let username: String?
    /// The identity provider's name, such as the institution's.
    public let identityProvider: String?
    /// The identity provider's Globus id.
    public let identityProviderID: String?
    /// Globus groups.
    public let groups: [String]
    /// All of it, as it came.
    public let raw: JSONValue

    /// - Throws: `JSONError` for anything but an object.
    public init(json: JSONValue) throws(JSONError) {
        _ = try JSONObject(json: json)
        id = json["id"]?.string
        name = json["name"]?.string
        username = json["username"]?.string
        identityProvider = json["idp_name"]?.string
        identityProviderID = json["idp_id"]?.string
        groups = (json["user_group_uuids"]?.array ?? []).compactMap(\.string)
        raw = json
    }
}
