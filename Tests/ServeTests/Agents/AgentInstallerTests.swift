import ALCFJSON
import ALCFServe
import ALCFSystem
import Glibc
import TestSupport
import Testing

/// Files are replaced as a whole, with copies, modes and links kept.
struct AgentInstallerTests {
    private let folder = Result { try TemporaryDirectory() }
    private let clock = WallClock { 1_800_000_000 }

    private func installer() throws -> AgentInstaller {
        AgentInstaller(ledgerPath: try folder.get().file("state/agents.json"), clock: clock)
    }

    private func request(_ file: String? = nil) throws -> AgentRequest {
        let home = try folder.get().path
        return AgentRequest(
            models: [AgentModel(name: "gpt-oss-120b")], key: "alcf-local-secret", keyPath: home + "/key", file: file,
            environment: { $0 == "HOME" ? home : nil })
    }

    private func files(_ kind: AgentKind, _ file: String? = nil) throws -> [AgentFile] {
        kind.files(try request(file)) { (try? FileContents(path: $0)) != nil }
    }

    private func write(_ text: String, _ name: String, mode: UInt32 = 0o644) throws -> String {
        let path = try folder.get().file(name)
        try AtomicFile.write(Array(text.utf8), to: path, permissions: mode)
        return path
    }

    private func read(_ path: String) throws -> String {
        String(decoding: try FileContents(path: path).bytes, as: UTF8.self)
    }

    private func mode(_ path: String) throws -> UInt32 { try FileContents(path: path).permissions }

    /// Another program's server on this machine is not ours to remove.
    @Test func anotherLocalServerIsLeftAlone() throws {
        let text = #"{"env": {"ANTHROPIC_BASE_URL": "http://127.0.0.1:3456", "ANTHROPIC_MODEL": "own"}}"# + "\n"
        let path = try write(text, ".claude/settings.json")
        let installer = try installer()
        #expect(installer.configured(.claude, try files(.claude)).isEmpty)
        try installer.remove(.claude, try files(.claude))
        #expect(try read(path) == text)
        try installer.configure(.claude, try files(.claude))
        #expect(try read(path).contains("3456") == false)
        // An edit in between: what was replaced comes back all the same.
        let edited = try read(path).replacing("{", with: "{ ", maxReplacements: 1)
        _ = try write(edited, ".claude/settings.json")
        try installer.remove(.claude, try files(.claude))
        let json = try JSONValue(parsing: try read(path))
        #expect(json["env"]?["ANTHROPIC_BASE_URL"]?.string == "http://127.0.0.1:3456")
        #expect(json["env"]?["ANTHROPIC_MODEL"]?.string == "own")
        #expect(json["apiKeyHelper"] == nil)
    }

    @Test(arguments: AgentKind.allCases)
    func goesFromNothingToNothing(kind: AgentKind) throws {
        let installer = try installer()
        let files = try files(kind)
        #expect(installer.configured(kind, files).isEmpty)
        let written = try installer.configure(kind, files)
        #expect(written.allSatisfy { $0.change == .written && $0.backup == nil })
        #expect(Set(installer.configured(kind, files)) == Set(written.map(\.path)))
        for outcome in written { #expect(try mode(outcome.path) == 0o600) }
        #expect(try installer.configure(kind, files).allSatisfy { $0.change == .unchanged && $0.backup == nil })
        #expect(try installer.remove(kind, files).allSatisfy { $0.change == .deleted && $0.backup == nil })
        #expect(try installer.remove(kind, files).allSatisfy { $0.change == .missing })
        #expect((try? FileContents(path: folder.get().file("state/agents.json"))) == nil)
    }

    @Test func copiesTheUsersTextOnce() throws {
        let installer = try installer()
        let text = "{\n  // mine\n  \"theme\": \"x\",\n}\n"
        let path = try write(text, ".config/opencode/opencode.jsonc", mode: 0o640)
        let first = try installer.configure(.opencode, files(.opencode))
        let backup = try #require(first.first?.backup)
        let stamp = DateText.stamp(clock.now()).replacing("_", with: "-")
        #expect(backup == path + ".bak." + stamp)
        #expect(try read(backup) == text)
        #expect(try mode(path) == 0o640 && mode(backup) == 0o640)
        // Another port is a change to our own text only.
        var request = try request()
        request.port = 9999
        let second = try installer.configure(.opencode, AgentKind.opencode.files(request) { _ in true })
        #expect(second.first?.change == .written && second.first?.backup == nil)
        let last = try installer.remove(.opencode, files(.opencode))
        #expect(last.first?.change == .cleaned && last.first?.backup == nil)
        #expect(try read(path) == text)
        // A copy of the same second does not replace the first.
        #expect(try installer.configure(.opencode, files(.opencode)).first?.backup == backup + "-2")
    }

    @Test func closesFilesWithTheKeyAndOpensThemAgain() throws {
        let installer = try installer()
        let path = try write("dark-mode: true\n", ".aider.conf.yml", mode: 0o644)
        try installer.configure(.aider, files(.aider))
        #expect(try mode(path) == 0o600)
        #expect(try read(path).contains("alcf-local-secret"))
        try installer.configure(.aider, files(.aider))
        try installer.remove(.aider, files(.aider))
        #expect(try mode(path) == 0o644)
        #expect(try read(path) == "dark-mode: true\n")
    }

    @Test func followsLinks() throws {
        let installer = try installer()
        let target = try write("{}\n", "dotfiles/settings.json")
        let link = try folder.get().file(".claude/settings.json")
        try AtomicFile.makeDirectory(AtomicFile.parent(of: link))
        #expect(symlink("../dotfiles/settings.json", link) == 0)
        let outcome = try #require(try installer.configure(.claude, files(.claude)).first)
        #expect(outcome.path.hasSuffix("/dotfiles/settings.json"))
        var status = stat()
        #expect(lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
        #expect(try read(target).contains("apiKeyHelper"))
        try installer.remove(.claude, files(.claude))
        #expect(try read(target) == "{}\n")
    }

    @Test func warnsOfKeysThatAreSentInstead() throws {
        _ = try write(#"{"env": {"ANTHROPIC_API_KEY": "sk-x"}}"#, ".claude/settings.json")
        let notes = try installer().configure(.claude, files(.claude)).flatMap(\.notes)
        #expect(notes.count == 1 && notes[0].contains("'env.ANTHROPIC_API_KEY' is set"))
        #expect(!notes[0].contains("sk-x"))
    }

    @Test func touchesNoneWhereOneIsBroken() throws {
        let installer = try installer()
        let main = try write("a: 1\n", ".aider.conf.yml")
        let other = try write("{ broken", ".aider.model.metadata.json")
        let error = try #require(throws: AgentError.self) { try installer.configure(.aider, files(.aider)) }
        #expect(error.message.contains("line 1, column 3"))
        #expect(error.message.contains(".aider.model.metadata.json"))
        #expect(error.remedy?.contains("--file") == true)
        #expect(try read(main) == "a: 1\n" && read(other) == "{ broken")
    }

    @Test func refusesWhatIsNoFile() throws {
        let path = try folder.get().file(".claude/settings.json")
        try AtomicFile.makeDirectory(path)
        #expect(throws: AgentError.self) { try installer().configure(.claude, files(.claude)) }
    }

    @Test func findsOtherFilesAgain() throws {
        let installer = try installer()
        let path = try write("{}", "elsewhere/models.json")
        try installer.configure(.pi, files(.pi, path))
        #expect(installer.configured(.pi, try files(.pi)) == [path])
        // The usual file is not there; the other one is cleaned by the note.
        let outcomes = try installer.remove(.pi, files(.pi))
        #expect(outcomes.map(\.change) == [.missing, .cleaned])
        #expect(try read(path) == "{}")
    }

    @Test func worksWithABrokenLedger() throws {
        let installer = try installer()
        let path = try write("{\n  \"a\": 1\n}\n", ".pi/agent/models.json")
        try installer.configure(.pi, files(.pi))
        _ = try write("{ broken", "state/agents.json")
        #expect(try installer.configure(.pi, files(.pi)).first?.change == .unchanged)
        try installer.remove(.pi, files(.pi))
        #expect(try read(path) == "{\n  \"a\": 1\n}\n")
    }
}
