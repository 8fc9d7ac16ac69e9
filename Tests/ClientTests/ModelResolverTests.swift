import ALCFClient
import ALCFJSON
import Testing

@Suite struct ModelResolverTests {
    let sophia = ModelResolver(
        cluster: "sophia",
        models: [
            "openai/gpt-oss-120b", "openai/gpt-oss-20b", "mistralai/Mistral-Large-Instruct-2407",
            "google/gemma-4-31B-it", "meta-llama/Llama-3.3-70B-Instruct",
        ])
    let metis = ModelResolver(cluster: "metis", models: ["gpt-oss-120b", "Mistral-Large-3-675B-Instruct-2512"])
    let old = ModelResolver(cluster: "metis", models: ["gpt-oss-120b-131072"])

    @Test(arguments: [
        "openai/gpt-oss-120b", "OpenAI/GPT-OSS-120B", "gpt-oss-120b", "gpt-oss-120b-131072",
        "openai/gpt-oss-120b-131072",
    ])
    func oneModelUnderManyNames(name: String) throws {
        #expect(try sophia.resolve(name) == "openai/gpt-oss-120b")
        #expect(try metis.resolve(name) == "gpt-oss-120b")
        #expect(try old.resolve(name) == "gpt-oss-120b-131072")
    }

    @Test func aDateIsNotAContextLength() throws {
        #expect(try sophia.resolve("mistral-large-instruct-2407") == "mistralai/Mistral-Large-Instruct-2407")
        #expect(throws: ClientError.self) { try sophia.resolve("mistral-large-instruct") }
        #expect(throws: ClientError.self) { try metis.resolve("mistral-large-3-675b-instruct-2407") }
    }

    @Test func anotherOwnerIsAnotherModel() {
        #expect(throws: ClientError.self) { try sophia.resolve("acme/gpt-oss-120b") }
    }

    @Test func theExactNameWins() throws {
        let both = ModelResolver(cluster: "x", models: ["m-4096", "m", "M", "a/m"])
        #expect(try both.resolve("m") == "m")
        #expect(try both.resolve("a/m") == "a/m")
        #expect(try both.resolve("m-4096") == "m-4096")
    }

    @Test func ambiguousNamesListWhatTheyMayBe() throws {
        let two = ModelResolver(cluster: "x", models: ["a/m", "b/m"])
        let error = #expect(throws: ClientError.self) { try two.resolve("M") }
        #expect(error?.code == .ambiguousModel)
        #expect(error?.category == .usage)
        #expect(error?.message.contains("a/m or b/m") == true)
    }

    @Test(arguments: [
        ("gpt-oss-121b", ["openai/gpt-oss-120b", "openai/gpt-oss-20b"]), ("gemma-4-31b", ["google/gemma-4-31B-it"]),
        ("lama-3.3-70b-instruct", ["meta-llama/Llama-3.3-70B-Instruct"]), ("zzz", []),
        ("gptoss", ["openai/gpt-oss-20b", "openai/gpt-oss-120b"]),
        ("GPT OSS 20B", ["openai/gpt-oss-20b"]),
        ("llama3.3", ["meta-llama/Llama-3.3-70B-Instruct"]),
    ])
    func unknownNamesListTheNearest(name: String, near: [String]) {
        let error = #expect(throws: ClientError.self) { try sophia.resolve(name) }
        #expect(error?.code == .unknownModel)
        #expect(error?.remedy?.contains("alcf list-models sophia") == true)
        #expect(sophia.nearest(to: name) == near)
        for model in near { #expect(error?.message.contains(model) == true) }
    }

    @Test func fromTheCatalog() throws {
        let catalog = try EndpointCatalog(json: try JSONValue(parsing: Transcript.catalog))
        #expect(try ModelResolver(catalog, cluster: "Sophia").resolve("GPT-OSS-20b") == "openai/gpt-oss-20b")
        let error = #expect(throws: ClientError.self) { try ModelResolver(catalog, cluster: "nowhere") }
        #expect(error?.code == .unknownCluster)
        #expect(error?.message.contains("there are") == true)
        let typo = #expect(throws: ClientError.self) { try catalog.cluster("Metsi") }
        #expect(typo?.message == "there is no cluster 'Metsi'; did you mean metis?")
    }

    // MARK: Across clusters

    private static func find(_ name: String, on cluster: String? = nil) async throws -> ServedModel {
        try await client(ScriptedTransport(200, Transcript.catalog)).model(name, on: cluster)
    }

    @Test func onOneClusterOrTheOnlyOne() async throws {
        let metis = try await Self.find("openai/GPT-OSS-120b", on: "Metis")
        #expect(metis.name == "gpt-oss-120b" && metis.endpoint.name == "metis")
        let sophia = try await Self.find("gpt-oss-120b-131072", on: "sophia")
        #expect(sophia == ServedModel(name: "openai/gpt-oss-120b", endpoint: try ModelEndpoint(cluster: "sophia")))
        #expect(try await Self.find("gpt-oss-20b").endpoint.name == "sophia")
    }

    @Test func acrossClustersItMustBeSaid() async throws {
        let several = await clientError { try await Self.find("gpt-oss-120b") }
        #expect(several?.code == .ambiguousModel)
        #expect(several?.message.contains("gpt-oss-120b on metis, openai/gpt-oss-120b on sophia") == true)
        let none = await clientError { try await Self.find("gpt-oss-121b") }
        #expect(none?.code == .unknownModel)
        #expect(none?.message.contains("gpt-oss-120b on metis") == true)
        #expect(none?.message.contains("openai/gpt-oss-120b on sophia") == true)
        #expect(await clientError { try await Self.find("gpt-oss-120b", on: "sofia") }?.code == .unknownCluster)
    }
}
