/// A target whose server is asked for its health between requests, as it is written on the command line and kept in a
/// design: `NAME`, or `NAME=/PATH`.
package struct ProbeTarget: Sendable, Hashable {
    /// The path of servers that say no other.
    package static let usualPath = "/health"

    /// Name of the target.
    package let name: String
    /// Path from the server's root; nil for the usual one.
    package let path: String?

    /// Reads the text; nil where the path is none.
    package init?(_ text: String) {
        // A name holds no slash, and may hold an equals sign.
        guard let slash = text.firstIndex(of: "/") else {
            guard !text.isEmpty, !text.hasSuffix("=") else { return nil }
            (name, path) = (text, nil)
            return
        }
        let path = text[slash...]
        guard text[..<slash].hasSuffix("="), text[..<slash].count > 1, path.utf8.count <= 1024,
            path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") })
        else { return nil }
        name = String(text[..<slash].dropLast())
        self.path = String(path)
    }

    /// As it is written.
    package var text: String { path.map { "\(name)=\($0)" } ?? name }
}
