public import ALCFJSON

/// Whether the model may, must or must not ask for a call.
public enum ToolChoice: Sendable, Hashable, JSONEncodable {
    /// It must answer in words.
    case none
    /// It may do either.
    case auto
    /// It must ask for a call.
    case required
    /// It must ask for a call of this function.
    case function(String)

    /// As the API has it.
    public var json: JSONValue {
        switch self {
        case .none: "none"
        case .auto: "auto"
        case .required: "required"
        case .function(let name): ["type": "function", "function": ["name": .string(name)]]
        }
    }
}
