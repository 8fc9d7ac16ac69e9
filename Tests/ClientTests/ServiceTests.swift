import ALCFClient
import ALCFHTTP
import ALCFJSON
import Testing

@Suite struct ServiceTests {
    @Test func whoAmI() async throws {
        let transport = ScriptedTransport(
            200,
            #"""
            {"id": "a11c", "name": "Alice Acceptance", "username": "alice@anl.gov", "user_group_uuids": ["9000"],
             "idp_id": "1d90", "idp_name": "Argonne National Laboratory", "auth_service": "globus"}
            """#)
        let who = try await client(transport).whoami()
        #expect(who.name == "Alice Acceptance" && who.username == "alice@anl.gov" && who.groups == ["9000"])
        #expect(who.identityProvider == "Argonne National Laboratory")
        #expect(who.raw["auth_service"] == "globus")
        #expect(transport.asked.first?.url == "https://inference-api.alcf.anl.gov/resource_server/whoami")
        #expect(transport.asked.first?.token == "token-0")
    }

    @Test func status() async throws {
        let status = try await client(ScriptedTransport(200, #"{"metis": true, "sophia": false}"#)).status()
        #expect(status.clusters.map(\.name) == ["metis", "sophia"])
        #expect(status.isUp("Metis") == true && status.isUp("sophia") == false && status.isUp("x") == nil)
    }

    @Test func endpoints() async throws {
        let catalog = try await client(ScriptedTransport(200, Transcript.catalog)).listEndpoints()
        #expect(catalog.clusters.map(\.name) == ["metis", "sophia"])
        let sophia = try catalog.cluster("SOPHIA")
        #expect(sophia.frameworks.map(\.name) == ["sam3service", "vllm"])
        #expect(sophia.models.count == 4)
        let endpoint = try sophia.chatEndpoint(gateway: InferenceClient.productionURL, model: "openai/gpt-oss-20b")
        #expect(endpoint == (try ModelEndpoint(cluster: "sophia")))
        let local = try HTTPURL("http://127.0.0.1:8123/resource_server")
        #expect(
            try catalog.cluster("metis").chatEndpoint(gateway: local).baseURL.string
                == "http://127.0.0.1:8123/resource_server/metis/api/v1")
        let error = #expect(throws: ClientError.self) { try catalog.cluster("sofia") }
        #expect(error?.code == .unknownCluster)
        #expect(error?.message.contains("did you mean sophia?") == true)
        let none = #expect(throws: ClientError.self) { try catalog.cluster("polaris") }
        #expect(none?.message.contains("metis, sophia") == true)
    }

    @Test func sophiaJobs() async throws {
        let transport = ScriptedTransport(200, Transcript.sophiaJobs)
        let report = try await client(transport).jobs(on: "Sophia")
        #expect(transport.asked.first?.url.hasSuffix("/sophia/jobs") == true)
        #expect(report.running.first?.models == ["openai/gpt-oss-120b", "openai/gpt-oss-20b"])
        #expect(report.running.first?.walltime == "05:12:44")
        #expect(report.running.first?.raw["Nodes Reserved"] == "1")
        #expect(report.queued.first?.estimatedStart?.contains("Chicago") == true)
        #expect(report.clusterStatus["free_nodes"] == 3)
        #expect(report.liveModels == ["openai/gpt-oss-120b", "openai/gpt-oss-20b"])
        #expect(report.state(of: "OpenAI/gpt-oss-20b") == .running)
        #expect(report.state(of: "google/gemma-4-31B-it") == .starting)
        #expect(report.state(of: "meta-llama/Meta-Llama-3.1-405B-Instruct") == .queued)
        #expect(report.state(of: "nothing") == .offline)
    }

    @Test func metisJobs() async throws {
        let report = try await client(
            ScriptedTransport(
                200,
                #"""
                {"running": [{"Models": "gpt-oss-120b", "Framework": "api", "Cluster": "metis", "Model Status": "running", "Description": "d", "Model Version": 1},
                 {"Models": "b", "Model Version": "2"}], "queued": [], "stopped": [{"Models": "c", "Framework": "api", "Cluster": "metis"}], "others": [],
                 "private_batch_running": [], "private_batch_queued": [], "cluster_status": {"cluster": "metis", "total_models": 3, "live_models": 2, "stopped_models": 1}}
                """#)
        ).jobs(on: "metis")
        #expect(report.running.map(\.modelVersion) == ["1", "2"])
        #expect(report.stopped.map(\.models) == [["c"]])
        #expect(report.clusterStatus["live_models"] == 2)
    }

    @Test func models() async throws {
        let model = try #require(
            try await client(ScriptedTransport(200, Transcript.minervaModels)).models(on: "minerva").first)
        #expect(model.id == "nemotron-3-ultra" && model.displayName == "Nemotron 3 Ultra")
        #expect(model.contextWindow == 262_144)
        #expect(model.tokensPerMinute == 1_000_000 && model.tokensPerMinutePerUser == 600_000)
        let features = model.features
        #expect(features.protocols.contains("messages") && features.inputModalities == ["text"])
        #expect(features.reasoningEfforts == ["none", "high"] && features.defaultReasoningEffort == "high")
        #expect(features.reasons == true && features.separatesReasoning == true && features.callsTools == true)
        let one = ScriptedTransport(200, "[]")
        #expect(try await client(one).models(on: "metis", model: "a/b").isEmpty)
        #expect(one.asked.first?.url.hasSuffix("/metis/models?model_id=a%2Fb") == true, "\(one.asked[0].url)")
        let words = #"{"object":"list","data":[{"id":"m","capabilities":["chat"],"max_model_len":8192}]}"#
        let other = try #require(try await client(ScriptedTransport(200, words)).models(on: "sophia").first)
        #expect(other.contextWindow == 8192)
        #expect(other.capabilities == ["chat"] && other.features.protocols == ["chat"])
        #expect(other.features.callsTools == nil)
    }

    @Test func answersOfAnotherShapeSayWhere() async throws {
        let error = try #require(
            await clientError { try await client(ScriptedTransport(200, #"[{"object":"model"}]"#)).models(on: "metis") }
        )
        #expect(error.code == .malformed)
        #expect(error.message.contains("[0]"))
        #expect(await clientError { try await client(ScriptedTransport(200, "{}")).jobs(on: "a/../b") }?.code == .usage)
    }
}
