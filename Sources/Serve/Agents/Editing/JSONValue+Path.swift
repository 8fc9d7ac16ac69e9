package import ALCFJSON

extension JSONValue {
    /// Returns the member at the end of a path of names; nil where there is none.
    package func value(at path: some Collection<String>) -> JSONValue? {
        path.reduce(self as JSONValue?) { $0?[$1] }
    }

    /// Returns the value with another member at the end of a path of names, or without it; objects on the way are made
    /// where they are missing.
    package func replacing(_ path: ArraySlice<String>, with value: JSONValue?) -> JSONValue {
        guard let key = path.first else { return value ?? .null }
        var members = object ?? [:]
        let rest = path.dropFirst()
        if rest.isEmpty {
            members[key] = value
        } else if value != nil || members[key] != nil {
            members[key] = (members[key] ?? [:]).replacing(rest, with: value)
        }
        return .object(members)
    }
}
