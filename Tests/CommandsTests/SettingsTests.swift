import ALCFJSON
import ALCFRecord
import ALCFSystem
import TestSupport
import Testing

@testable import ALCFCommands

/// Settings as values: keys, kinds, what a file holds, and which value counts.
@Suite struct SettingsTests {
    func content(_ text: String) throws -> SettingsContent { try SettingsContent(Array(text.utf8), path: "/c.json") }

    func settings(_ text: String, _ environment: [String: String] = [:]) throws -> Settings {
        Settings(try content(text), path: "/c.json") { environment[$0] }
    }

    // MARK: Keys

    @Test(arguments: [
        ("cluster", "cluster"), ("models.metis", "models.NAME"), ("targets.mine.url", "targets.NAME.url"),
        ("targets.mine.headers.X-Thing", "targets.NAME.headers.HEADER"),
        ("targets.mine.headers.X.Y.Z", "targets.NAME.headers.HEADER"), ("prices.a-b_2", "prices.NAME"),
        ("proxy", "proxy"),
    ]) func keysAreFound(_ text: String, _ setting: String) {
        #expect(SettingKey(text).setting?.key == setting)
        #expect(SettingKey(text).description == text)
    }

    @Test(arguments: [
        "", ".", "clusters", "models", "targets", "targets.mine", "targets.mine.headers", "targets.mine.url.x",
        "cluster.x", "proxy.", "NAME",
    ]) func otherKeysAreNone(_ text: String) { #expect(SettingKey(text).setting == nil) }

    @Test func groupsStandAboveKeys() {
        for text in ["models", "targets", "targets.mine", "targets.mine.headers"] { #expect(SettingKey(text).isGroup) }
        for text in ["cluster", "targets.mine.x", "x"] { #expect(!SettingKey(text).isGroup) }
    }

    @Test(
        arguments: [
            ("clutser", "cluster"), ("modle", "model"), ("model.metis", "models.metis"),
            ("targets.mine.keyenv", "targets.mine.key_env"), ("target.mine.url", "targets.mine.url"),
            ("price.metis", "prices.metis"), ("something.else", nil),
        ] as [(String, String?)]) func nearKeysAreSuggested(_ text: String, _ nearest: String?)
    {
        #expect(SettingKey(text).nearest?.description == nearest)
    }

    @Test(arguments: ["metis", "sophia", "Mine", "my.server", "a b", "-x", "", "ä", String(repeating: "a", count: 65)])
    func namesThatAreRefused(_ name: String) {
        #expect(SettingKey(["targets", name, "url"]).nameFault != nil)
    }

    @Test func aClusterMayHaveItsOwnModelAndPrice() {
        #expect(SettingKey("models.metis").nameFault == nil && SettingKey("prices.sophia").nameFault == nil)
    }

    // MARK: Values

    @Test(arguments: [
        ("cluster", "metis"), ("cluster", "mine"), ("model", "meta-llama/Llama-4-Maverick-17B-128E-Instruct"),
        ("models.mine", "Qwen/Qwen3-235B-A22B-Instruct-2507-FP8"), ("targets.mine.url", "http://127.0.0.1:8000/v1"),
        ("targets.mine.url", "https://h.example.org/openai?api-version=2024-10-21"),
        ("targets.mine.key_env", "MINE_KEY"),
        ("targets.mine.headers.X-Thing", "plain text"), ("targets.mine.headers.X-Key", "env:MINE_KEY"),
        ("targets.mine.headers.X-Auth", "Token env:MINE_KEY"), ("targets.mine.endpoint", "completions"),
        ("targets.mine.hardware", "8 x NVIDIA H100"), ("prices.mine", "0.22:0.59/Mtok"), ("prices.metis", "12/h"),
        ("power.mine", "5200W"), ("proxy", "http://proxy.alcf.anl.gov:3128"), ("proxy", "socks5h://127.0.0.1:1080"),
    ]) func valuesAreTaken(_ key: String, _ value: String) throws {
        var content = SettingsContent()
        try content.set(SettingKey(key), value)
        #expect(content.values.map(\.value) == [value])
    }

    @Test(arguments: [
        ("cluster", "a b"), ("cluster", "http://h/v1"), ("cluster", ""), ("model", "a=b"), ("model", "  "),
        ("model", "a\nb"), ("targets.mine.url", "127.0.0.1:8000"), ("targets.mine.url", "ftp://h/v1"),
        ("targets.mine.key_env", "MINE-KEY"), ("targets.mine.key_env", "env:MINE_KEY"),
        ("targets.mine.key_env", "ALCF_ACCESS_TOKEN"), ("targets.mine.headers.X-Key", "env:MY-KEY"),
        ("targets.mine.headers.X-T", "env:GLOBUS_SERVICE_ACCOUNT_CLIENT_SECRET"),
        ("targets.mine.headers.Host", "x"), ("targets.mine.headers.Authorization", "Bearer env:KEY"),
        ("targets.mine.endpoint", "embeddings"), ("prices.mine", "cheap"), ("power.mine", "meter.csv"),
        ("proxy", "proxy:port"), ("proxy", "ftp://h:1"), ("targets", "x"), ("targets.mine", "x"), ("clutser", "x"),
        ("targets.sophia.url", "http://h/v1"),
    ]) func valuesThatAreRefused(_ key: String, _ value: String) {
        var content = SettingsContent()
        #expect(throws: UsageError.self) { try content.set(SettingKey(key), value) }
        #expect(content.root.isEmpty)
    }

    static let secrets = [
        "sk-proj-0123456789abcdef", "hf_abcdefghijklmnop", "ghp_0123456789abcdefghij", "nvapi-abcdefgh12345678",
        "eyJhbGciOiJSUzI1NiJ9.eyJhIjoxfQ.c2ln", "AgX9k2mQwErTyUiOpAsDfGhJkLzXcVbNm1234567890",
        "0123456789abcdef0123456789abcdef", "Bearer something-secret",
    ]

    @Test(arguments: secrets) func secretsAreRefused(_ secret: String) {
        for key in [
            "model", "targets.mine.key_env", "targets.mine.headers.X-Thing", "targets.mine.hardware", "models.mine",
        ] {
            var content = SettingsContent()
            let error = #expect(throws: UsageError.self) { try content.set(SettingKey(key), secret) }
            #expect(error?.message.contains("looks like a secret") == true, "\(key) \(secret)")
            #expect(error?.message.contains(secret) == false && error?.remedy?.contains(secret) == false)
        }
    }

    @Test(arguments: [
        ("proxy", "http://me:p4ssw0rd@proxy:3128"), ("proxy", "me@proxy:3128"),
        ("targets.mine.url", "https://me:p4ssw0rd@h/v1"), ("targets.mine.url", "https://h/v1?api_key=p4ssw0rd"),
        ("targets.mine.url", "https://h/v1?x=0123456789abcdef0123456789abcdef"),
        ("targets.mine.headers.X-Api-Key", "p4ssw0rd"), ("targets.mine.headers.Cookie", "p4ssw0rd"),
    ]) func secretsByTheirPlaceAreRefused(_ key: String, _ value: String) {
        var content = SettingsContent()
        let error = #expect(throws: UsageError.self) { try content.set(SettingKey(key), value) }
        #expect(error?.message.contains("looks like a secret") == true, "\(String(describing: error))")
        #expect(error?.message.contains("p4ss") == false && error?.remedy?.contains("p4ss") == false)
    }

    // MARK: The file

    @Test func aFileIsRead() throws {
        let content = try content(
            """
            {"model": "m", "later": {"x": [1, {"url": 2}]}, "targets": {"mine": {"url": "http://h/v1", "tls": true}},
             "cluster": "metis"}
            """)
        #expect(content.values.map(\.key.description) == ["model", "targets.mine.url", "cluster"])
        #expect(content.unknown.map(\.key.description) == ["later", "targets.mine.tls"] && content.faults.isEmpty)
    }

    @Test func faultsHaveTheirLine() throws {
        let content = try content(
            """
            {
              "clutser": "metis",
              "targets": {
                "mine": {"url": 5,
                  "key\\u005fenv": "sk-0123456789abcdef",
                  "endpoint": "x"},
                "metis": {}
              },
              "models": "m"
            }
            """)
        #expect(content.unknown.map(\.line) == [2])
        #expect(content.unknown[0].error(in: "f").message == "f, line 2: there is no setting 'clutser'")
        #expect(content.unknown[0].remedy == "Did you mean 'cluster'?")
        #expect(content.faults.map(\.line) == [4, 5, 6, 7, 9])
        #expect(!content.faults.contains { $0.message.contains("sk-") })
    }

    @Test(arguments: [
        "[]", "1", "{", "{\"a\":1,}", "{\"model\":\"a\",\"model\":\"b\"}", "{'model':'m'}", "nonsense",
        "{} {}", String(repeating: "{\"a\":", count: 40) + "1" + String(repeating: "}", count: 40),
    ]) func damageIsAnError(_ text: String) {
        let error = #expect(throws: UsageError.self) { try content(text) }
        #expect(error?.message.hasPrefix("/c.json") == true && error?.remedy != nil)
    }

    @Test func bytesThatAreNoTextAreAnError() {
        let bytes = Array("{\"model\":\"".utf8) + [0xFF, 0xC0] + Array("\"}".utf8)
        #expect(throws: UsageError.self) { try SettingsContent(bytes, path: "/c.json") }
        let long = Array("{\"model\":\"".utf8) + [UInt8](repeating: 0x61, count: 1 << 20) + Array("\"}".utf8)
        #expect(throws: UsageError.self) { try SettingsContent(long, path: "/c.json") }
    }

    @Test(arguments: ["{\n// the best\n\"model\": \"m\"}", "# mine\n{}", "{\"url\": \"http://h\" /* x */}"])
    func commentsAreNamed(_ text: String) {
        let error = #expect(throws: UsageError.self) { try content(text) }
        #expect(error?.remedy?.contains("JSON has no comments") == true)
    }

    @Test func nothingIsNothing() throws {
        #expect(try content("").values.isEmpty && content(" \n").values.isEmpty && content("{}").values.isEmpty)
    }

    @Test func changesLeaveTheRestInPlace() throws {
        var content = try content(#"{"later": 1.5, "model": "a", "targets": {"x": {"url": "http://h/v1", "n": [1]}}}"#)
        try content.set(SettingKey("model"), "b")
        try content.set(SettingKey("targets.x.key_env"), "K")
        try content.set(SettingKey("proxy"), "http://p:1")
        #expect(
            JSONValue.object(content.root).serialized()
                == #"{"later":1.5,"model":"b","targets":{"x":{"url":"http://h/v1","n":[1],"key_env":"K"}},"proxy":"http://p:1"}"#
        )
        for key in ["targets.x.n", "later", "targets.x.url", "targets.x.key_env"] {
            let wasThere = content.unset(SettingKey(key))
            #expect(wasThere, "\(key)")
        }
        let wasThere = content.unset(SettingKey("cluster"))
        #expect(!wasThere)
        // A group that is empty goes with its last member.
        #expect(JSONValue.object(content.root).serialized() == #"{"model":"b","proxy":"http://p:1"}"#)
        #expect(String(decoding: content.bytes, as: UTF8.self).hasSuffix("\"\n}\n"))
    }

    @Test func whatIsNoGroupIsNotReplaced() throws {
        var content = try content(#"{"models": "m"}"#)
        #expect(throws: UsageError.self) { try content.set(SettingKey("models.metis"), "x") }
        let wasThere = content.unset(SettingKey("models"))
        #expect(wasThere)
        try content.set(SettingKey("models.metis"), "x")
    }

    /// Random changes: what was set last is read back, and no other member moves.
    @Test func randomChangesAreReadBack() throws {
        var random = TestRandom()
        let keys = [
            "cluster", "model", "models.a", "models.b", "targets.a.url", "targets.b.url", "targets.a.key_env",
            "prices.a", "power.b",
        ].map { SettingKey($0) }
        func value(_ key: SettingKey, _ number: Int) -> String {
            switch key.setting?.kind {
            case .url: "http://h\(number)/v1"
            case .price: "\(number)/h"
            case .watts: "\(number)W"
            case .variable: "K\(number)"
            default: "m\(number)"
            }
        }
        for _ in 0..<50 {
            var content = try content(#"{"x": {"y": 1}, "targets": {"a": {"z": true}}}"#)
            var model: [SettingKey: String] = [:]
            for number in 1...30 {
                guard let key = keys.randomElement(using: &random) else { continue }
                if Bool.random(using: &random) {
                    let text = value(key, number)
                    try content.set(key, text)
                    model[key] = text
                } else {
                    let wasThere = content.unset(key)
                    #expect(wasThere == (model.removeValue(forKey: key) != nil))
                }
                content = try SettingsContent(content.bytes, path: "/c.json")
                #expect(Dictionary(uniqueKeysWithValues: content.values.map { ($0.key, $0.value) }) == model)
                #expect(content.member(SettingKey("x.y")) == 1 && content.member(SettingKey("targets.a.z")) == true)
            }
        }
    }

    /// Whatever is in the file, reading it ends with a value or an error.
    @Test func hostileBytesEndInAnError() {
        var random = TestRandom()
        let text = Array(#"{"targets": {"a": {"url": "http://h/v1", "headers": {"X": "env:A"}}}, "model": "é\n"}"#.utf8)
        for _ in 0..<2_000 {
            var bytes = text
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(contentsOf: bytes[place...], at: place)
                }
            }
            _ = try? SettingsContent(bytes, path: "/c.json")
            _ = MemberLines(bytes)
        }
    }

    // MARK: Which value counts

    @Test func theEnvironmentComesBeforeTheFile() throws {
        let text = #"{"cluster": "metis", "model": "file", "models": {"sophia": "own"}}"#
        let file = try settings(text)
        #expect(file.cluster == "metis" && file.model(on: "metis")?.value == "file")
        #expect(file.model(on: "SOPHIA")?.value == "own" && file.model(on: "sophia")?.source == .file("/c.json"))
        let both = try settings(text, ["ALCF_CLUSTER": "minerva", "ALCF_MODEL": "variable"])
        #expect(both.cluster == "minerva" && both.model(on: "sophia")?.value == "variable")
        #expect(both.isOverruled(SettingKey("model")) && !both.isOverruled(SettingKey("models.sophia")))
        let none = try settings("{}", ["ALCF_CLUSTER": ""])
        #expect(none.cluster == "sophia" && none.value("cluster")?.source == .builtIn)
        #expect(none.model(on: "metis")?.value == ModelChoice.defaultModel && none.value("proxy") == nil)
    }

    @Test func aProxysPasswordIsNotShown() throws {
        let settings = try settings(#"{"proxy": "http://p:1"}"#, ["https_proxy": "http://me:p4ss@q:2"])
        #expect(settings.value("proxy")?.value == "http://***@q:2" && settings.isOverruled(SettingKey("proxy")))
        // An empty variable means that there is none.
        #expect(try self.settings(#"{"proxy": "http://p:1"}"#, ["https_proxy": ""]).value("proxy")?.value == "")
    }

    // MARK: Targets

    static let mine = """
        {"model": "overall", "models": {"mine": "own", "metis": "of-metis"},
         "targets": {"mine": {"url": "http://127.0.0.1:1/v1", "key_env": "K", "hardware": "H100", "endpoint": "chat",
           "headers": {"X-A": "env:A", "X-B": "text"}}, "half": {"key_env": "K"}}}
        """

    @Test func aTargetIsAsIfGivenByFlags() throws {
        var given = TargetArguments()
        given.target = ["metis", "sophia", "Mine"]
        let settled = try given.settled(by: settings(Self.mine), simulates: false)
        #expect(settled.target == ["metis", "sophia", "mine=http://127.0.0.1:1/v1"])
        #expect(settled.model == ["mine=own", "metis=of-metis", "sophia=overall"])
        #expect(settled.apiKeyEnv == ["mine=K"] && settled.hardware == ["mine=H100"])
        #expect(settled.endpoint == ["mine=chat"])
        #expect(settled.requests.header.map(\.text) == ["mine=X-A: env:A", "mine=X-B: text"])
        #expect(settled.requests.header.map(\.kept) == ["mine=X-A: env:A", "mine=X-B: (not kept)"])
        #expect(settled.names == given.names)
        // What is settled stays so, whatever the settings say then.
        #expect(try settled.settled(by: settings(#"{"model": "z"}"#), simulates: false) == settled)
    }

    @Test func flagsComeFirst() throws {
        var given = TargetArguments()
        given.target = ["mine"]
        given.model = ["flag"]
        given.apiKeyEnv = ["mine=FLAG"]
        given.hardware = ["mine=label"]
        given.requests.header = [GivenHeader(text: "x-a: env:B", kept: "x-a: env:B")]
        let settled = try given.settled(by: settings(Self.mine), simulates: false)
        #expect(settled.model == ["flag"] && settled.apiKeyEnv == ["mine=FLAG"] && settled.hardware == ["mine=label"])
        #expect(settled.requests.header.map(\.text) == ["x-a: env:B", "mine=X-B: text"])
    }

    /// A key of the settings goes to the address of the settings, and to no other.
    @Test func anAddressOfOnesOwnTakesNothingFromTheSettings() throws {
        var given = TargetArguments()
        given.target = ["mine=http://127.0.0.1:9/v1"]
        #expect(try given.settled(by: settings(Self.mine), simulates: false) == given)
    }

    @Test func aSimulationTakesNoModels() throws {
        #expect(try TargetArguments().settled(by: settings(Self.mine), simulates: true) == TargetArguments())
        let real = try TargetArguments().settled(by: settings(Self.mine), simulates: false)
        #expect(real.model == ["metis=of-metis", "sophia=overall"] && real.target.isEmpty)
        #expect(try TargetArguments().settled(by: settings("{}"), simulates: false) == TargetArguments())
    }

    @Test func aTargetNeedsAURL() throws {
        let settings = try settings(Self.mine)
        #expect(throws: UsageError.self) { try settings.target("half") }
        #expect(try settings.target("none") == nil && settings.targetNames == ["mine", "half"])
        #expect(throws: UsageError.self) { try settings.requireCluster("mine", for: "this") }
        try settings.requireCluster("metis", for: "this")
    }

    // MARK: Documents

    /// The table of all settings says what the registry says.
    @Test func theDocumentHasEverySetting() throws {
        let path = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" } + "/docs/settings.md"
        let text = String(decoding: try FileContents(path: path).bytes, as: UTF8.self)
        for setting in Setting.all {
            let variables = setting.variables.map { "`\($0)`" }.joined(separator: ", ")
            let row = [
                "`\(setting.key)`", setting.help, setting.kind.title, variables.isEmpty ? "–" : variables,
                setting.builtIn.map { "`\($0)`" } ?? "–",
            ].joined(separator: " | ")
            #expect(text.contains("| \(row) |"), "| \(row) |")
        }
        #expect(text.split(separator: "\n").count { $0.hasPrefix("| `") } == Setting.all.count)
    }

    @Test func pathsFollowTheEnvironment() {
        func path(_ environment: [String: String]) -> String? { SettingsFile.usual { environment[$0] }?.path }
        #expect(path(["HOME": "/h"]) == "/h/.config/alcf/config.json")
        #expect(path(["HOME": "/h", "XDG_CONFIG_HOME": "/x"]) == "/x/alcf/config.json")
        // One that is relative is ignored, as the standard has it.
        #expect(path(["HOME": "/h", "XDG_CONFIG_HOME": "x"]) == "/h/.config/alcf/config.json")
    }
}
