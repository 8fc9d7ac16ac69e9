package import ALCFJSON

/// Names, written as a list; read from a list, or from one string with commas between them.
package struct NameList: Sendable, Hashable, MemberValue {
    /// The names.
    package var names: [String]

    /// A list of names.
    package init(_ names: [String]) { self.names = names }

    /// As a list.
    package var json: JSONValue { names.json }

    /// Reads a list, from which anything but names is left out, or a string.
    ///
    /// - Throws: ``JSONError`` for anything else.
    package init(json: JSONValue) throws(JSONError) {
        if let list = json.array {
            names = list.compactMap(\.string)
        } else {
            names = try String(json: json).split(separator: ",").map(String.init)
        }
    }
}
