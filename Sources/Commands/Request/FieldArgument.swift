import ALCFClient
import ALCFJSON
import ALCFSystem

/// `key=JSON`, or `key=env:NAME` for a text from the environment.
struct FieldArgument {
    let field: RequestOverrides.Field

    /// Fields that have an option of their own, or would break the request.
    static let owned = [
        "messages": "it is what is asked", "prompt": "it is what is asked", "model": "give --model",
        "stream": "give --no-stream, or nothing", "max_tokens": "give --max-tokens",
        "max_completion_tokens": "give --max-tokens, and --max-tokens-field max_completion_tokens",
        "temperature": "give --temperature", "seed": "give --seed", "reasoning_effort": "give --reasoning-effort",
        "echo": "the question would come back as the answer",
    ]

    /// - Parameter names: the targets that there are, for messages.
    /// - Throws: ``UsageError`` for what is no field, or must not be set.
    init(_ text: String, _ names: [String]) throws(UsageError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, Self.isName(parts[0]) else {
            throw UsageError("'--body-field' takes KEY=JSON, and not '\(text)'", remedy: "As in top_k=5.")
        }
        let (name, value) = (parts[0], parts[1])
        if let reason = Self.owned[name] { throw UsageError("'\(name)' cannot be set as a field: \(reason)") }
        if let variable = EnvironmentReference(value) {
            field = RequestOverrides.Field(name, .string(try variable.value(for: "the field '\(name)'")), source: value)
            return
        }
        let json: JSONValue
        do { json = try JSONValue(parsing: value) } catch {
            if Self.isOne(value) {
                throw UsageError(
                    "there is no target '\(name)'",
                    remedy: names.isEmpty ? nil : "There are \(names.joined(separator: ", ")).")
            }
            let isWord = !value.contains { "{}[]\"".contains($0) }
            throw UsageError(
                "the value of '\(name)' is not JSON",
                remedy: isWord ? "A text needs quotes: --body-field '\(name)=\"\(value)\"'" : nil)
        }
        if name == "n", json.int != 1 { throw UsageError("'n' cannot be set as a field: one answer is asked for") }
        if name == "stream_options", json.object == nil { throw UsageError("'stream_options' must be an object") }
        if CredentialName.isLikely(name, json) {
            throw UsageError(
                "the field '\(name)' looks like a secret, which would be seen by others and written into the record",
                remedy: "Give it by environment: --body-field \(name)=env:NAME")
        }
        field = RequestOverrides.Field(name, json)
    }

    /// Whether a text begins like a field, so that what stands before it can only be a target.
    static func isOne(_ text: String) -> Bool {
        text.firstIndex(of: "=").map { isName(String(text[..<$0])) } ?? false
    }

    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 128
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789_-.".unicodeScalars.contains($0))
            }
    }
}

/// A variable that stands for a value: `env:NAME`, `$NAME`, `${NAME}`.
struct EnvironmentReference {
    let name: String

    init?(_ text: String) {
        let name: Substring
        if text.hasPrefix("env:") {
            name = text.dropFirst(4)
        } else if text.hasPrefix("${"), text.hasSuffix("}") {
            name = text.dropFirst(2).dropLast()
        } else if text.hasPrefix("$") {
            name = text.dropFirst()
        } else {
            return nil
        }
        guard let first = name.unicodeScalars.first, first == "_" || first.properties.isAlphabetic,
            name.unicodeScalars.allSatisfy({
                $0.isASCII && ($0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0))
            })
        else { return nil }
        self.name = String(name)
    }

    /// Returns the value of the variable, without white space around it.
    ///
    /// - Throws: ``UsageError`` where it is not set.
    func value(for use: String) throws(UsageError) -> String {
        let text = ProcessEnvironment.value(name) ?? ""
        let value = String(text.drop(while: \.isWhitespace)).withoutTrailingWhitespace
        guard !value.isEmpty else {
            throw UsageError(
                "the variable \(name), which holds \(use), is not set", remedy: "Set it first: export \(name)=…")
        }
        return value
    }
}

/// Names that secrets go by.
enum CredentialName {
    private static let parts = [
        "apikey", "secret", "password", "passwd", "authorization", "credential", "accesstoken", "bearer",
    ]
    private static let whole = ["key", "token", "auth", "cookie", "sig", "signature", "code", "sas", "pwd"]

    /// Whether a header, a field or a parameter of that name holds a secret, by all that is usual.
    static func isLikely(_ name: String) -> Bool {
        let name = name.lowercased()
        let plain = name.filter { $0.isLetter || $0.isNumber }
        let words = name.split { !($0.isLetter || $0.isNumber) }.map(String.init)
        return parts.contains { plain.contains($0) } || words.contains { whole.contains($0) }
    }

    /// Whether a text of that name, or of such a name within it, does.
    static func isLikely(_ name: String, _ value: JSONValue) -> Bool {
        if value.string != nil { return isLikely(name) }
        if let list = value.array { return list.contains { isLikely(name, $0) } }
        return value.object?.contains { isLikely($0.key, $0.value) } ?? false
    }
}
