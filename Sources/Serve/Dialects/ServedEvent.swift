package import ALCFJSON

/// An event of a streamed answer, on its way to a client.
package struct ServedEvent: Sendable, Hashable {
    /// Value of the `event:` line; nil for none, as in chat completions.
    package let name: String?
    /// Document in the `data:` line.
    package let data: JSONValue

    /// An event.
    package init(_ name: String? = nil, _ data: JSONValue) {
        self.name = name
        self.data = data
    }
}
