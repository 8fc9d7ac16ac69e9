import ALCFJSON

/// The first difference of an answer from a JSON schema, by the usual keywords of such schemas: `type`, `enum`,
/// `const`, `required`, `properties`, `additionalProperties` as far as it is false, and `items`. All others are not
/// looked at.
struct SchemaCheck {
    /// Description, as in `'city' is missing`; nil if no difference was found.
    let violation: String?

    init(_ value: JSONValue, schema: JSONValue) { violation = Self.violation(value, schema, at: "") }

    private static func violation(_ value: JSONValue, _ schema: JSONValue, at path: String) -> String? {
        let name = path.isEmpty ? "the whole" : "'\(path)'"
        if let types = schema["type"]?.names, !types.isEmpty, !types.contains(where: { value.isOf(type: $0) }) {
            return "\(name) is \(value.kind), not \(types.joined(separator: " or "))"
        }
        let allowed = schema["enum"]?.array ?? schema["const"].map { [$0] }
        if let allowed, !allowed.contains(where: { $0.isSame(as: value) }) {
            return "\(name) is none of the values allowed"
        }
        let properties = schema["properties"]?.object ?? JSONObject()
        if let object = value.object {
            for key in schema["required"]?.names ?? [] where object[key] == nil {
                return "'\(path.isEmpty ? key : "\(path).\(key)")' is missing"
            }
            for (key, member) in object {
                let place = path.isEmpty ? key : "\(path).\(key)"
                if let schema = properties[key] {
                    if let found = violation(member, schema, at: place) { return found }
                } else if schema["additionalProperties"] == false, schema["patternProperties"] == nil {
                    return "'\(place)' is not in the schema"
                }
            }
        }
        if let items = schema["items"], let elements = value.array {
            let first = schema["prefixItems"]?.array?.count ?? 0
            for (index, element) in elements.enumerated().dropFirst(first) {
                if let found = violation(element, items, at: "\(path)[\(index)]") { return found }
            }
        }
        return nil
    }
}

extension JSONValue {
    /// The texts of a list, or a text by itself.
    fileprivate var names: [String] { string.map { [$0] } ?? (array ?? []).compactMap(\.string) }

    fileprivate func isOf(type: String) -> Bool {
        switch type {
        case "number": double != nil
        // A number without a fraction is one, however it is written.
        case "integer": int != nil
        case "string", "boolean", "array", "object", "null": kind == type
        default: true
        }
    }

    /// Equal as JSON schema has it: `1` and `1.0` are the same number.
    fileprivate func isSame(as other: JSONValue) -> Bool {
        if let number = double, let another = other.double { return number == another }
        return self == other
    }
}
