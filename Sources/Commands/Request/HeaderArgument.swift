import ALCFClient
import ALCFCrypto
import ALCFSystem

/// `Name: value`, the value or its last word from the environment: `X-Key: env:NAME`, `X-Auth: Token env:NAME`.
struct HeaderArgument {
    /// Nil for all.
    let target: String?
    let name: String
    private let value: String

    /// Text in the record in place of a value that was typed.
    static let notKept = "(not kept)"

    init(_ text: String, names: [String]) {
        let argument = ScopedArgument(text, names: names) { rest in
            rest.firstIndex(of: ":").map { Self.isName(String(rest[..<$0])) } ?? false
        }
        target = argument.target
        let parts = argument.text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        name = parts[0]
        value = parts.count == 2 ? String(parts[1].drop(while: \.isWhitespace)).withoutTrailingWhitespace : ""
    }

    func isFor(_ name: String?) -> Bool { target == nil || target == name }

    /// Whether the other one is the same header of the same target.
    func replaces(_ other: HeaderArgument) -> Bool {
        target == other.target && name.lowercased() == other.name.lowercased()
    }

    /// Text in the record: the source of the value, and never the value.
    var kept: String {
        let shown = reference == nil ? Self.notKept : value
        return "\(target.map { "\($0)=" } ?? "")\(name): \(shown)"
    }

    /// Whether it is from a record that does not hold the value.
    var isMissing: Bool { value == Self.notKept }

    /// The variable that the value, or its last word, is from; nil where it was typed.
    var variable: String? { reference?.name }

    private var reference: EnvironmentReference? {
        value.split(separator: " ").last.flatMap { EnvironmentReference(String($0)) }
    }

    /// Headers that are ours to send.
    private static let own: Set = [
        "accept", "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect",
        "host",
        "keep-alive", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    /// Refuses what cannot be sent, whatever the environment holds.
    ///
    /// - Throws: ``UsageError``; it never tells the value.
    func check() throws(UsageError) {
        guard Self.isName(name), !value.isEmpty else {
            throw UsageError("'--header' takes NAME: VALUE, as in 'X-Key: env:VARIABLE'")
        }
        if isMissing {
            throw UsageError(
                "the value of the header '\(name)' is in no record",
                remedy: "Give it again: --header '\(target.map { "\($0)=" } ?? "")\(name): env:VARIABLE'")
        }
        let lower = name.lowercased()
        if lower == "authorization" || lower == "proxy-authorization" {
            throw UsageError(
                "'\(name)' cannot be given as a header",
                remedy: "Name the variable that holds the key: --api-key-env \(target.map { "\($0)=" } ?? "")VARIABLE")
        }
        guard !Self.own.contains(lower) else { throw UsageError("the header '\(name)' is set by the program itself") }
    }

    /// The header with its value.
    ///
    /// - Throws: ``UsageError`` for what cannot be sent; it never tells the value.
    func header() throws(UsageError) -> RequestOverrides.Header {
        try check()
        var text = value
        if let reference {
            let prefix = value.split(separator: " ").dropLast().joined(separator: " ")
            text = (prefix.isEmpty ? "" : prefix + " ") + (try reference.value(for: "the header '\(name)'"))
        }
        guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 9 }) else {
            throw UsageError("the value of the header '\(name)' holds control characters")
        }
        return RequestOverrides.Header(
            name, Secret(text), isCredential: reference != nil || CredentialName.isLikely(name))
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789!#$%&'*+-.^_`|~".unicodeScalars.contains($0))
            }
    }
}
