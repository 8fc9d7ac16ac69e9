import ALCFCrypto
import ALCFJSON

/// The document in a token file: the Globus SDK's JSON storage, format 2.0, with everything in it that is not ours.
///
/// A file of format 1.0 is read as what the SDK itself makes of it, and becomes 2.0 when it is next written.
struct TokenFile: Sendable, Equatable {
    /// The namespace that every Globus application uses.
    static let namespace = "DEFAULT"

    var root: JSONObject

    /// A file with nothing in it yet.
    init() {
        // The version of the SDK whose format this is; the SDK wants some text here.
        root = ["data": .object([Self.namespace: [:]]), "format_version": "2.0", "globus-sdk.version": "4.9.1"]
    }

    /// - Throws: ``JSONError``; `syntax` may mean that another process is writing the file at this moment.
    init(parsing bytes: [UInt8]) throws(JSONError) {
        let json = try JSONValue(parsing: bytes, rejectDuplicates: true)
        guard var root = json.object else { throw JSONError(.mismatch, "must be an object, and is \(json.kind)") }
        if root["by_resource_server"] != nil, root["format_version"] == nil {
            throw JSONError(.mismatch, "is the cache of alcf-tokens.sh, which has a format of its own")
        }
        let version: String = try json.require("format_version")
        let _: String = try json.require("globus-sdk.version")
        switch version {
        case "1.0":
            let entries: JSONObject = try json.require("by_rs")
            root["by_rs"] = nil
            root["data"] = .object([Self.namespace: .object(entries)])
            root["format_version"] = "2.0"
        case "2.0":
            let _: JSONObject = try json.require("data")
            if let entries = json["data"]?[Self.namespace], entries.object == nil {
                throw JSONError(.mismatch, path: "data.\(Self.namespace)", "must be an object")
            }
        default:
            throw JSONError(.mismatch, path: "format_version", "is none that this program knows (1.0 and 2.0)")
        }
        self.root = root
    }

    /// The document as it goes to the disk: the one place where tokens leave ``Secret`` for it.
    var bytes: [UInt8] { JSONValue.object(root).serializedBytes() }

    /// Resource servers of the tokens, in the file's order.
    var resourceServers: [String] { entries.keys }

    /// The identities that the entries name. The SDK refuses a file with more than one.
    var identityIDs: Set<String> { Set(entries.compactMap { $0.value["identity_id"]?.string }) }

    /// The tokens for a resource server; nil where there are none.
    ///
    /// - Throws: ``JSONError`` where there is something else.
    func entry(_ resourceServer: String) throws(JSONError) -> TokenEntry? {
        try JSONValue.object(root).require("data", as: JSONValue.self)
            .optional(Self.namespace, as: JSONValue.self)?.optional(resourceServer)
    }

    /// Sets the tokens for a resource server. Members of the entry that are not ours stay.
    mutating func set(_ entry: TokenEntry) {
        var entries = entries
        var raw = entries[entry.resourceServer]?.object ?? [:]
        raw["resource_server"] = .string(entry.resourceServer)
        raw["identity_id"] = entry.identityID.map { .string($0) }
        raw["scope"] = .string(entry.scope)
        raw["access_token"] = .string(entry.accessToken.expose())
        raw["refresh_token"] = entry.refreshToken.map { .string($0.expose()) }
        raw["expires_at_seconds"] = .int(entry.expiresAt)
        raw["token_type"] = entry.tokenType.map { .string($0) }
        entries[entry.resourceServer] = .object(raw)
        self.entries = entries
    }

    /// Every readable entry.
    var allEntries: [TokenEntry] { resourceServers.compactMap { try? entry($0) } }

    /// Removes all tokens. The file stays as the SDK would leave it, with an empty namespace.
    mutating func removeEntries() {
        entries = [:]
        record = nil
    }

    private var entries: JSONObject {
        get { root["data"]?[Self.namespace]?.object ?? [:] }
        set {
            var data = root["data"]?.object ?? [:]
            data[Self.namespace] = .object(newValue)
            root["data"] = .object(data)
        }
    }
}

extension TokenFile: CustomStringConvertible, CustomReflectable {
    var description: String { "tokens for \(resourceServers.count) resource servers" }
    var customMirror: Mirror { Mirror(self, children: [:]) }
}
