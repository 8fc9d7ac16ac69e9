import ALCFHTTP
import ALCFSystem
import TestSupport
import Testing

/// The built program with an environment of its own, so that no test touches a real home or a real service.
struct Alcf {
    let folder: TemporaryDirectory
    var environment: [String: String]

    /// - Parameter simulator: the base of a simulator's URLs; nil for a machine that reaches nothing.
    init(simulator port: Int? = nil) throws {
        folder = try TemporaryDirectory()
        environment = ["HOME": folder.path, "NO_COLOR": "1", "TMPDIR": folder.path, "PATH": "/usr/bin:/bin"]
        // A developer's own settings are none of the tests'.
        environment["XDG_CONFIG_HOME"] = folder.file(".config")
        let port = port ?? 1
        environment["GLOBUS_SDK_SERVICE_URL_AUTH"] = "http://127.0.0.1:\(port)/"
        environment["ALCF_BASE_URL"] = "http://127.0.0.1:\(port)/resource_server"
        environment["ALCF_TOKENS_FILE"] = folder.file("tokens.json")
    }

    func run(_ arguments: String..., input: String = "") async throws -> ProgramResult {
        try await Program.alcf.run(arguments, environment: environment, input: input)
    }

    func start(_ arguments: String...) throws -> RunningProgram {
        try RunningProgram(.alcf, arguments, environment: environment)
    }

    /// Signs in as a user does: opens the address that is shown, and pastes the code that the page shows.
    @discardableResult
    func signIn(_ arguments: String...) async throws -> ProgramResult {
        let program = try RunningProgram(
            .alcf, ["authenticate", "--no-browser", "--code", "-"] + arguments, environment: environment)
        _ = try await program.waits { $0.errors.contains("code_challenge_method=S256") && $0.errors.hasSuffix("\n\n") }
        let page = try await get(try #require(Self.address(in: program.errors)))
        let code = try #require(page.split(separator: "id=\"code\">").last?.prefix { $0 != "<" })
        program.write("\(code)\n")
        program.closeInput()
        return try await program.result()
    }

    /// The address that a sign-in shows.
    static func address(in text: String) -> String? {
        text.split(whereSeparator: \.isWhitespace).first { $0.contains("/v2/oauth2/authorize?") }.map(String.init)
    }

    /// Fetches a page like a browser, redirects included.
    func get(_ address: String) async throws -> String {
        let response = try await HTTPClient().send(HTTPRequest(.get, try HTTPURL(address)))
        let body = String(decoding: try await response.body.collect(), as: UTF8.self)
        guard response.status == 302, let next = response.headers["Location"] else { return body }
        return try await get(next)
    }
}
