import ALCFClient
import ALCFCrypto
import ALCFHTTP
import ALCFLoad
import ALCFRecord

/// A server of the user's own, as the settings name it.
struct NamedTarget: Sendable {
    let name: String
    let url: String
    /// Variable that holds the server's key; nil for a server without one.
    let keyVariable: String?
    let headers: [(name: String, value: String)]
    let endpoint: String?
    let hardware: String?
    /// Nil for the only one that the server has.
    let model: String?

    /// Its headers as arguments, but for those that others replace.
    ///
    /// - Parameter given: the headers that flags say.
    func headers(besides given: [GivenHeader], names: [String]) -> [GivenHeader] {
        let given = given.map { HeaderArgument($0.text, names: names) }.filter { $0.isFor(name) }
        return headers.compactMap { header in
            guard !given.contains(where: { $0.name.lowercased() == header.name.lowercased() }) else { return nil }
            let text = "\(name)=\(header.name): \(header.value)"
            return GivenHeader(text: text, kept: HeaderArgument(text, names: names).kept)
        }
    }

    /// Returns the server with its key from the environment, for a question. The sign-in to ALCF is never sent to it.
    ///
    /// - Parameters:
    ///   - requests: what flags say of each request.
    ///   - names: the targets that flags may name.
    ///   - isForChat: whether it must be one that can chat.
    /// - Throws: ``UsageError`` for a variable that is not set, and for a target that is set to another route.
    func chatEndpoint(
        _ requests: RequestArguments, names: [String], streaming: Bool, isForChat: Bool = true
    ) throws(UsageError) -> ModelEndpoint {
        let address = try TargetAddress(url, name: name)
        guard !isForChat || endpoint ?? address.api?.rawValue ?? "chat" == "chat" else {
            throw UsageError(
                "the target '\(name)' is set to completions, and cannot chat",
                remedy: "Change it: alcf config set targets.\(name).endpoint chat")
        }
        var requests = requests
        let names = names.contains(name) ? names : names + [name]
        requests.header += headers(besides: requests.header, names: names)
        return ModelEndpoint(
            name: name, baseURL: address.base,
            credentials: try ModelEndpoint.Credentials(variable: keyVariable, of: name),
            overrides: try requests.overrides(for: name, among: names, streaming: streaming))
    }

    /// Source of the key, for advice; nil where none is sent.
    var keySource: String? {
        keyVariable.map { "the variable \($0)" }
            ?? headers.first { HeaderArgument("\($0.name): \($0.value)", names: []).variable != nil }
            .map { "the header \($0.name)" }
    }
}

extension ModelEndpoint.Credentials {
    /// The key in a variable; none where no variable is named.
    ///
    /// - Parameter name: the server's, for errors.
    /// - Throws: ``UsageError`` where the variable is not set.
    init(variable: String?, of name: String) throws(UsageError) {
        guard let variable else {
            self = .none
            return
        }
        guard let reference = EnvironmentReference("env:\(variable)") else {
            throw UsageError("'\(variable)' is not the name of a variable")
        }
        self = .key(Secret(try reference.value(for: "the key of '\(name)'")))
    }
}
