import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFServe
import Testing

/// The way from a name, as clients write it, to the places where the model is served.
struct PoolSnapshotTests {
    /// As `GET /list-endpoints` has it.
    static let catalog = #"""
        {"clusters":{
         "sophia":{"base_url":"/resource_server/sophia","frameworks":{"vllm":{
          "models":["openai/gpt-oss-120b","openai/gpt-oss-20b","mistralai/Mistral-Large-Instruct-2407","BAAI/bge-m3"],
          "endpoints":["/v1/chat/completions","/v1/completions","/v1/embeddings"]},
          "sam3service":{"models":["sam3"],"endpoints":["/process"]}}},
         "metis":{"base_url":"/resource_server/metis","frameworks":{"api":{
          "models":["gpt-oss-120b","gemma-4-31B-it"],
          "endpoints":["/v1/chat/completions","/v1/completions","/v1/responses"]}}},
         "minerva":{"base_url":"/resource_server/minerva","frameworks":{"api":{
          "models":["gpt-oss-120b-131072","nemotron-3-ultra"],
          "endpoints":["/v1/chat/completions","/v1/responses","/v1/messages"]}}}}}
        """#

    static func snapshot() throws -> PoolSnapshot {
        PoolSnapshot(
            try EndpointCatalog(json: JSONValue(parsing: catalog)),
            gateway: try HTTPURL("https://example.org/resource_server"))
    }

    private func places(_ name: String, _ preference: [String] = []) throws -> [String] {
        try Self.snapshot().candidates(AskedModel(name), preference: preference).map(\.pinnedName)
    }

    @Test(arguments: [
        "gpt-oss-120b", "openai/gpt-oss-120b", "GPT-OSS-120B", "alcf:gpt-oss-120b", "gpt-oss-120b[1m]",
        "gpt-oss-120b-131072", " gpt-oss-120b ",
    ])
    func aNameMeansTheModelOnEveryCluster(name: String) throws {
        #expect(
            Set(try places(name)) == [
                "sophia/openai/gpt-oss-120b", "metis/gpt-oss-120b", "minerva/gpt-oss-120b-131072",
            ])
    }

    @Test func aClusterBeforeTheNamePinsIt() throws {
        #expect(try places("metis/gpt-oss-120b") == ["metis/gpt-oss-120b"])
        #expect(try places("Sophia/openai/gpt-oss-120b") == ["sophia/openai/gpt-oss-120b"])
        #expect(try places("sophia/gpt-oss-20b[200k]") == ["sophia/openai/gpt-oss-20b"])
        #expect(throws: ServedError.self) { try places("metis/gpt-oss-20b") }
    }

    @Test func thePreferenceOrdersThem() throws {
        #expect(try places("gpt-oss-120b").map { $0.prefix(5) } == ["sophi", "metis", "miner"])
        #expect(try places("gpt-oss-120b", ["minerva", "METIS"]).map { $0.prefix(5) } == ["miner", "metis", "sophi"])
    }

    @Test func theUsualModelIsMarkedOnEveryCluster() throws {
        let list = ModelList(usual: "openai/GPT-oss-120b").openAI(try Self.snapshot())
        let usual = list["data"]?.array?.filter { $0["alcf"]?["usual"]?.bool == true }.compactMap { $0["id"]?.string }
        #expect(
            Set(usual ?? []) == [
                "openai/gpt-oss-120b", "gpt-oss-120b", "gpt-oss-120b-131072", "sophia/openai/gpt-oss-120b",
                "metis/gpt-oss-120b", "minerva/gpt-oss-120b-131072",
            ])
        let none = ModelList().openAI(try Self.snapshot())
        #expect(none["data"]?.array?.contains { $0["alcf"]?["usual"]?.bool != false } == false)
    }

    @Test func whereItRunsComesBeforeThePreference() throws {
        var snapshot = try Self.snapshot()
        let jobs = try JobsReport(
            json: JSONValue(parsing: #"{"running":[{"Models":"gpt-oss-120b","Model Status":"running"}],"queued":[]}"#))
        snapshot.note("metis", jobs: jobs, infos: [])
        snapshot.note("sophia", jobs: try JobsReport(json: ["running": [], "queued": []]), infos: [])
        let found = try snapshot.candidates(AskedModel("gpt-oss-120b"), preference: ["sophia", "minerva"])
        #expect(found.map(\.cluster) == ["metis", "minerva", "sophia"])
        #expect(found.map(\.state) == [.running, nil, .offline])
    }

    @Test func anAmbiguousNameOnOneClusterLeavesTheOthers() throws {
        let catalog = try EndpointCatalog(
            json: JSONValue(
                parsing: #"""
                    {"clusters":{
                     "sophia":{"frameworks":{"vllm":{"models":["meta/llama-3","nvidia/llama-3"],"endpoints":["/v1/chat/completions"]}}},
                     "metis":{"frameworks":{"api":{"models":["llama-3"],"endpoints":["/v1/chat/completions"]}}}}}
                    """#))
        let snapshot = PoolSnapshot(catalog, gateway: try HTTPURL("https://example.org/resource_server"))
        #expect(try snapshot.candidates(AskedModel("llama-3")).map(\.cluster) == ["metis"])
        let error = #expect(throws: ServedError.self) { try snapshot.candidates(AskedModel("sophia/llama-3")) }
        #expect(error?.code == "ambiguous_model")
    }

    @Test func aRenewedListKeepsWhatWasKnown() throws {
        var old = try Self.snapshot()
        let jobs = try JobsReport(
            json: JSONValue(parsing: #"{"running":[{"Models":"gpt-oss-120b","Model Status":"running"}],"queued":[]}"#))
        old.note("metis", jobs: jobs, infos: [])
        var new = try Self.snapshot()
        new.keep(old)
        #expect(try new.candidates(AskedModel("metis/gpt-oss-120b")).first?.state == .running)
    }

    @Test func anUnknownNameIsAnErrorWithTheNearest() throws {
        let error = #expect(throws: ServedError.self) { try places("gpt-oss-121b") }
        #expect(error?.kind == .notFound)
        #expect(error?.code == "model_not_found")
        #expect(error?.parameter == "model")
        #expect(error?.message.contains("metis/gpt-oss-120b") == true)
    }

    @Test func routesFollowTheList() throws {
        let all = try Self.snapshot().models
        #expect(!all.contains { $0.name == "sam3" })
        let sophia = try #require(all.first { $0.cluster == "sophia" })
        #expect(sophia.dialects == [.chat, .completions, .embeddings])
        #expect(sophia.endpoint.baseURL.string == "https://example.org/resource_server/sophia/vllm/v1")
        let minerva = try #require(all.first { $0.cluster == "minerva" })
        #expect(minerva.speaks(.messages, isStreamed: true))
        #expect(!minerva.speaks(.embeddings, isStreamed: false))
    }

    /// The gateway does not stream responses and messages of clusters behind Globus Compute, whatever it lists.
    @Test func sophiaStreamsChatsOnly() throws {
        func model(_ cluster: String) throws -> PooledModel {
            PooledModel(
                cluster: cluster, name: "x", endpoint: try ModelEndpoint(cluster: cluster),
                dialects: Set(Dialect.allCases))
        }
        let (sophia, metis) = (try model("sophia"), try model("metis"))
        #expect(!sophia.speaks(.responses, isStreamed: true))
        #expect(sophia.speaks(.responses, isStreamed: false))
        #expect(sophia.speaks(.chat, isStreamed: true))
        #expect(metis.speaks(.messages, isStreamed: true))
    }

    @Test func aModelThatNamesItsProtocolsHasNoOthers() throws {
        var snapshot = try Self.snapshot()
        let info = try ModelInfo(
            json: JSONValue(
                parsing: #"{"id":"nemotron-3-ultra","capabilities":{"api_protocols":["chat_completions","messages"]}}"#)
        )
        snapshot.note("minerva", jobs: nil, infos: [info])
        let model = try #require(try snapshot.candidates(AskedModel("nemotron-3-ultra")).first)
        #expect(model.speaks(.messages, isStreamed: true))
        #expect(!model.speaks(.responses, isStreamed: true))
    }
}
