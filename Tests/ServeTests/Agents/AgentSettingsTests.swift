import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFServe
import Testing

/// The settings of each program, in the form that it reads.
struct AgentSettingsTests {
    private static let model = AgentModel(
        name: "gpt-oss-120b", contextWindow: 131_072, reasons: true, efforts: ["low", "medium", "high"])

    private static func request(_ change: (inout AgentRequest) -> Void = { _ in }) -> AgentRequest {
        var request = AgentRequest(
            models: [model, AgentModel(name: "gemma-4-31B-it", inputs: ["text", "image"])], key: "KEY",
            keyPath: "/home/u/key", environment: { $0 == "HOME" ? "/home/u" : nil })
        change(&request)
        return request
    }

    private func text(_ file: AgentFile) throws -> String {
        String(decoding: try AgentEdit.configuring(file, nil, record: nil).bytes ?? [], as: UTF8.self)
    }

    private func json(_ file: AgentFile) throws -> JSONValue {
        try JSONValue(parsing: Array(try text(file).utf8), rejectDuplicates: true)
    }

    @Test(arguments: [
        (AgentKind.opencode, ["/home/u/.config/opencode/opencode.jsonc"]),
        (.codex, ["/home/u/.codex/config.toml", "/home/u/.codex/alcf.config.toml"]),
        (.claude, ["/home/u/.claude/settings.json"]), (.pi, ["/home/u/.pi/agent/models.json"]),
        (.aider, ["/home/u/.aider.conf.yml", "/home/u/.aider.model.metadata.json"]),
        (.continue, ["/home/u/.continue/config.yaml"]),
    ])
    func usualFiles(kind: AgentKind, paths: [String]) throws {
        let files = kind.files(Self.request()) { _ in false }
        #expect(files.map(\.path) == paths)
        // Where a program runs a command or reads a file for its key, no secret is written.
        for file in files where !file.holdsKey { #expect(try !text(file).contains("KEY")) }
    }

    @Test func otherFiles() {
        let request = Self.request { $0.file = "sub/x.toml" }
        #expect(AgentKind.codex.files(request) { _ in false }.map(\.path) == ["sub/x.toml", "sub/alcf.config.toml"])
        #expect(
            AgentKind.opencode.files(Self.request()) { $0.hasSuffix(".json") }.first?.path.hasSuffix(".json") == true)
        let moved = Self.request {
            $0.environment = { ["XDG_CONFIG_HOME": "/x", "CODEX_HOME": "~/c", "HOME": "/h"][$0] }
        }
        #expect(AgentKind.opencode.files(moved) { _ in false }.first?.path == "/x/opencode/opencode.jsonc")
        #expect(AgentKind.codex.files(moved) { _ in false }.first?.path == "/h/c/config.toml")
    }

    @Test func openCode() throws {
        let file = try #require(AgentKind.opencode.files(Self.request()) { _ in false }.first)
        let json = try json(file)
        #expect(json["$schema"] == "https://opencode.ai/config.json")
        #expect(json["model"] == "alcf/gpt-oss-120b")
        let provider = json["provider"]?["alcf"]
        #expect(provider?["npm"] == "@ai-sdk/openai-compatible")
        #expect(
            provider?["options"] == [
                "baseURL": "http://127.0.0.1:8814/v1", "apiKey": "{file:/home/u/key}", "timeout": false,
            ])
        #expect(
            provider?["models"]?["gemma-4-31B-it"]?["modalities"] == ["input": ["text", "image"], "output": ["text"]])
        #expect(provider?["models"]?["gpt-oss-120b"]?["limit"] == ["context": 131_072, "output": 32_000])
    }

    @Test func openCodeOfTheSecondVersion() throws {
        let request = Self.request { $0.openCodeVersion = 2 }
        let file = try #require(AgentKind.opencode.files(request) { _ in false }.first)
        let json = try json(file)
        #expect(file.holdsKey)
        #expect(json["provider"] == nil)
        #expect(json["providers"]?["alcf"]?["package"] == "@opencode/ai/providers/openai-compatible")
        #expect(json["providers"]?["alcf"]?["settings"]?["apiKey"] == "KEY")
    }

    @Test func codex() throws {
        let files = AgentKind.codex.files(Self.request()) { _ in false }
        #expect(
            try text(files[0]) == """
                model = "gpt-oss-120b"
                model_provider = "alcf"

                [model_providers.alcf]
                name = "ALCF Inference Service"
                base_url = "http://127.0.0.1:8814/v1"
                wire_api = "responses"
                stream_idle_timeout_ms = 1800000

                [model_providers.alcf.auth]
                command = "alcf"
                args = ["serve", "--print-key"]

                """)
        #expect(
            try text(files[1])
                == "model = \"gpt-oss-120b\"\nmodel_provider = \"alcf\"\nmodel_context_window = 131072\n")
    }

    @Test func claude() throws {
        let request = Self.request { $0.program = "/opt/my tools/alcf" }
        let json = try json(try #require(AgentKind.claude.files(request) { _ in false }.first))
        #expect(json["apiKeyHelper"] == "'/opt/my tools/alcf' serve --print-key")
        #expect(json["env"]?["ANTHROPIC_BASE_URL"] == "http://127.0.0.1:8814")
        for size in ["OPUS", "SONNET", "HAIKU"] {
            #expect(json["env"]?["ANTHROPIC_DEFAULT_\(size)_MODEL"] == "gpt-oss-120b")
        }
    }

    @Test func pi() throws {
        let json = try json(try #require(AgentKind.pi.files(Self.request()) { _ in false }.first))
        let provider = json["providers"]?["alcf"]
        #expect(provider?["apiKey"] == "!alcf serve --print-key")
        #expect(provider?["api"] == "openai-completions")
        #expect(
            provider?["models"]?[0]?["thinkingLevelMap"] == [
                "off": nil, "minimal": nil, "low": "low", "medium": "medium", "high": "high",
            ])
        #expect(provider?["models"]?[1]?["input"] == ["text", "image"])
    }

    @Test func aider() throws {
        let files = AgentKind.aider.files(Self.request()) { _ in false }
        #expect(
            try text(files[0]).contains(
                "\nmodel: openai/gpt-oss-120b\nopenai-api-base: http://127.0.0.1:8814/v1\nopenai-api-key: KEY\n"))
        #expect(try json(files[1])["openai/gpt-oss-120b"]?["max_input_tokens"] == 131_072)
    }

    @Test func continues() throws {
        let file = try #require(AgentKind.continue.files(Self.request()) { _ in false }.first)
        let text = try text(file)
        #expect(text.contains("name: Local Config\nversion: 1.0.0\nschema: v1\nmodels:\n  - name: ALCF gpt-oss-120b\n"))
        #expect(text.contains("\n    apiKey: KEY\n") && text.contains("\n      contextLength: 131072\n"))
    }

    @Test func modelsOfAllClustersOnce() throws {
        let catalog = try EndpointCatalog(
            json: [
                "clusters": [
                    "metis": [
                        "frameworks": ["api": ["models": ["gpt-oss-120b"], "endpoints": ["/v1/chat/completions"]]]
                    ],
                    "sophia": [
                        "frameworks": [
                            "vllm": [
                                "models": [
                                    "openai/gpt-oss-120b", "google/embeddinggemma-300m", "google/gemma-4-31B-it",
                                ],
                                "endpoints": ["/v1/chat/completions", "/v1/embeddings"],
                            ], "cv": ["models": ["sam3"], "endpoints": ["/v1/images"]],
                        ]
                    ],
                ]
            ])
        var list = PoolSnapshot(catalog, gateway: InferenceClient.productionURL)
        list.note("metis", jobs: nil, infos: [try ModelInfo(json: ["id": "gpt-oss-120b", "capabilities": ["chat"]])])
        list.note(
            "sophia", jobs: nil,
            infos: [
                try ModelInfo(
                    json: [
                        "id": "openai/gpt-oss-120b", "max_model_len": 32_768,
                        "capabilities": [
                            "context_window_tokens": 65_536,
                            "reasoning": ["supported": true, "effort_levels": ["low", "high"]],
                        ],
                    ]),
                try ModelInfo(
                    json: [
                        "id": "google/gemma-4-31B-it",
                        "capabilities": [
                            "input_modalities": ["text", "image"], "context_window_tokens": 262_144,
                            "tool_calling": ["supported": false],
                        ],
                    ]),
            ])
        let models = AgentModel.all(in: list)
        #expect(models.map(\.name) == ["gpt-oss-120b", "gemma-4-31B-it"])
        #expect(models[0].contextWindow == 65_536 && models[0].efforts == ["low", "high"] && models[0].reasons)
        #expect(models[1].seesImages && !models[1].callsTools && !models[1].reasons)
    }
}
