import ALCFCrypto
package import ALCFJSON

/// A note of what was written into a settings file, by which exactly that can be taken out again.
package struct AgentRecord: Sendable, Hashable {
    /// Whether the file was not there before.
    package var isCreated: Bool
    /// Permission bits of the file before.
    package var permissions: UInt32?
    /// SHA-256 of the file as it was left.
    package var digest: String
    /// Changes that led there; nil where the file was changed by others in between.
    package var splices: [EditedText.Splice]?
    /// Members that were written.
    package var members: [Member] = []
    /// Objects that were made for them.
    package var parents: [[String]] = []

    /// A member that was written.
    package struct Member: Sendable, Hashable {
        /// Names of the objects down to the member.
        package var path: [String]
        /// Value that was written.
        package var written: JSONValue
        /// Value that was there before; nil for none.
        package var before: JSONValue?

        /// A member that was written.
        package init(path: [String], written: JSONValue, before: JSONValue? = nil) {
            self.path = path
            self.written = written
            self.before = before
        }
    }

    /// A note on a file that is as these bytes.
    package init(isCreated: Bool, permissions: UInt32? = nil, bytes: [UInt8], splices: [EditedText.Splice]?) {
        self.isCreated = isCreated
        self.permissions = permissions
        digest = Self.digest(of: bytes)
        self.splices = splices
    }

    /// Returns whether nobody has changed the file since.
    package func isOf(_ bytes: [UInt8]) -> Bool { !digest.isEmpty && digest == Self.digest(of: bytes) }

    /// Empty where libcrypto fails.
    static func digest(of bytes: [UInt8]) -> String { (try? SHA256.hex(bytes)) ?? "" }
}

extension AgentRecord: JSONEncodable, JSONDecodable {
    package var json: JSONValue {
        func names(_ path: [String]) -> JSONValue { .array(path.map { .string($0) }) }
        func text(_ bytes: [UInt8]) -> JSONValue { .string(String(decoding: bytes, as: UTF8.self)) }
        var json: JSONObject = ["created": .bool(isCreated), "sha256": .string(digest)]
        if let permissions { json["permissions"] = .int(Int(permissions)) }
        if let splices {
            json["changes"] = .array(splices.map { [.int($0.offset), text($0.removed), text($0.inserted)] })
        }
        json["members"] = .array(
            members.map { member in
                var object: JSONObject = ["path": names(member.path), "written": member.written]
                object["before"] = member.before
                return .object(object)
            })
        json["parents"] = .array(parents.map(names))
        return .object(json)
    }

    package init(json: JSONValue) throws(JSONError) {
        func names(_ json: JSONValue) -> [String] { (json.array ?? []).compactMap(\.string) }
        isCreated = json["created"]?.bool ?? false
        digest = try json.require("sha256")
        permissions = json["permissions"]?.int.flatMap { UInt32(exactly: $0) }
        splices = json["changes"]?.array?.compactMap { change in
            guard let offset = change[0]?.int, let removed = change[1]?.string, let inserted = change[2]?.string else {
                return nil
            }
            return EditedText.Splice(offset: offset, removed: Array(removed.utf8), inserted: Array(inserted.utf8))
        }
        members = (json["members"]?.array ?? []).compactMap { member in
            guard let path = member["path"].map(names), !path.isEmpty, let written = member["written"] else {
                return nil
            }
            return Member(path: path, written: written, before: member["before"])
        }
        parents = (json["parents"]?.array ?? []).map(names)
    }
}
