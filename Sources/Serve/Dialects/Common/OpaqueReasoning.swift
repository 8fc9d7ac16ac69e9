import ALCFCrypto

/// Reasoning in a form that clients keep without reading it and send back with the next request, so that the model
/// finds its earlier thoughts again although nothing is stored here.
enum OpaqueReasoning {
    private static let prefix = "alcf1."

    /// Returns the form of `text`.
    static func encode(_ text: String) -> String { prefix + Base64.urlSafe.encode(Array(text.utf8)) }

    /// Returns the text; nil for what was not made by ``encode(_:)``, such as another vendor's.
    static func decode(_ opaque: String) -> String? {
        guard opaque.hasPrefix(prefix), let bytes = Base64.urlSafe.decode(String(opaque.dropFirst(prefix.count))) else {
            return nil
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
