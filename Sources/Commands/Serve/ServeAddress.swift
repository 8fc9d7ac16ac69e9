import ALCFCrypto
import ALCFJSON
import ALCFServe
import ALCFSystem

/// The address of a local server, in the words of each kind of client.
struct ServeAddress {
    let port: Int
    let socket: String?
    let hasKey: Bool

    static let keyCommand = "alcf serve --print-key"

    /// Base URL of Anthropic's clients, and of the page.
    var root: String { "http://127.0.0.1:\(port)" }
    /// Base URL of OpenAI's clients.
    var openAI: String { root + "/v1" }

    /// The variables that the clients read.
    ///
    /// - Parameter key: nil where none is asked for: clients want one that is not empty all the same.
    func environment(key: LocalKey?) -> [String: String] {
        let key = key?.secret.expose() ?? "none"
        let present = ["no_proxy", "NO_PROXY"].compactMap { ProcessEnvironment.value($0) }.first { !$0.isEmpty }
        var bypass = (present ?? "").split(separator: ",").map(String.init)
        for host in ["127.0.0.1", "localhost"] where !bypass.contains(host) { bypass.append(host) }
        let list = bypass.joined(separator: ",")
        return [
            "OPENAI_BASE_URL": openAI, "OPENAI_API_KEY": key, "ANTHROPIC_BASE_URL": root, "ANTHROPIC_AUTH_TOKEN": key,
            // A site's proxy would be asked for an address of this machine.
            "no_proxy": list, "NO_PROXY": list,
        ]
    }

    var json: JSONValue {
        [
            "openai_base_url": .string(openAI), "anthropic_base_url": .string(root), "page": .string(root + "/"),
            "socket": JSONValue(socket), "key_command": hasKey ? .string(Self.keyCommand) : .null,
        ]
    }

    var text: String {
        let key = hasKey ? "\"$(\(Self.keyCommand))\"" : "none"
        var lines = [
            "Serving the ALCF Inference Service at \(root) until Ctrl-C.", "",
            "  OpenAI     export OPENAI_BASE_URL=\(openAI) OPENAI_API_KEY=\(key)",
            "  Anthropic  export ANTHROPIC_BASE_URL=\(root) ANTHROPIC_AUTH_TOKEN=\(key)",
            "  Agents     alcf agent configure opencode   (or codex, claude, pi, aider, continue)",
            "  Page       \(root)/" + (hasKey ? "   (asks for the key: \(Self.keyCommand))" : ""),
        ]
        if let socket {
            lines.append("  Socket     curl --unix-socket \(socket.shellQuoted) http://localhost/v1/models")
        }
        return lines.joined(separator: "\n")
    }
}
