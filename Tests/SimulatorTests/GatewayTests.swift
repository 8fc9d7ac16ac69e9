import ALCFJSON
import Testing

@testable import ALCFSimulator

/// Bodies byte for byte as the gateway was seen to send them.
@Suite("Gateway")
struct GatewayTests {
    private let box = Box()
    private let root = "/resource_server"

    private func expect(
        _ response: SimulatedResponse, _ status: Int, _ body: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(response.status == status, sourceLocation: sourceLocation)
        #expect(response.text == body, sourceLocation: sourceLocation)
    }

    @Test("Plain routes")
    func plain() throws {
        let bearer = try box.bearer()
        expect(box.get("\(root)/health"), 200, #"{"status": "ok"}"#)
        expect(box.get("\(root)/status"), 200, #"{"metis": true, "sophia": true}"#)
        expect(box.get("\(root)/v1/batches", bearer), 200, "[]")
        let whoami = box.get("\(root)/whoami", bearer).json?.object?.keys
        #expect(whoami == ["id", "name", "username", "user_group_uuids", "idp_id", "idp_name", "auth_service"])
        let endpoints = box.get("\(root)/list-endpoints", bearer).json?["clusters"]?["sophia"]
        #expect(endpoints?["base_url"] == "/resource_server/sophia")
        #expect(endpoints?["frameworks"]?["vllm"]?["endpoints"]?[0] == "/v1/chat/completions")
        #expect(endpoints?["frameworks"]?["vllm"]?["models"]?[0] == "AstroMLab/AstroSage-70B-20251009")
    }

    @Test("A gateway that delays delays all of its answers, and a queue only those of its models")
    func delay() throws {
        let plain = Box()
        let slow = Box {
            $0.gatewayDelay = 3
            $0.speed = 2
        }
        let queued = Box { $0.queue = [.metis: 5] }
        #expect(slow.get("\(root)/health").plan.head == 1.5 && slow.get("\(root)/health").text == #"{"status": "ok"}"#)
        #expect(plain.get("\(root)/health").plan.head == 0 && queued.get("\(root)/health").plan.head == 0)
        func plan(_ box: Box, _ path: String, _ model: String) throws -> StreamPlan {
            box.post(path, Bodies.stream(model), try box.bearer()).plan
        }
        let usual = try plan(plain, Paths.metis, "gpt-oss-120b")
        let delayed = try plan(slow, Paths.metis, "gpt-oss-120b")
        for (one, other) in zip(usual.steps, delayed.steps) {
            #expect(abs(other.time - 1.5 - one.time / 2) < 1e-9)
        }
        let later = try plan(queued, Paths.metis, "gpt-oss-120b")
        #expect((4.5...5.5).contains(later.duration - usual.duration))
        #expect(later.head == usual.head, "the head of Metis' stream does not wait for the model")
    }

    @Test("Headers of whole answers and of streams")
    func headers() throws {
        let plain = box.get("\(root)/health")
        #expect(plain.header("Content-Type") == "application/json; charset=utf-8")
        #expect(plain.header("X-Content-Type-Options") == "nosniff")
        #expect(plain.header("Referrer-Policy") == "same-origin")
        #expect(plain.header("Cross-Origin-Opener-Policy") == "same-origin")
        let stream = box.post(Paths.metis, Bodies.stream("gpt-oss-120b"), try box.bearer())
        #expect(
            stream.headers.map(\.name) == [
                "Content-Type", "Cache-Control", "Access-Control-Allow-Origin", "Access-Control-Allow-Headers",
            ])
        #expect(stream.header("Content-Type") == "text/event-stream")
    }

    @Test("Jobs")
    func jobs() throws {
        let bearer = try box.bearer()
        let sophia = try #require(box.get("\(root)/sophia/jobs", bearer).json)
        #expect(
            sophia.object?.keys == [
                "running", "queued", "stopped", "others", "private_batch_running", "private_batch_queued",
                "cluster_status",
            ])
        #expect(sophia["running"]?[0]?["Models"]?.string?.contains("openai/gpt-oss-120b,openai/gpt-oss-20b") == true)
        #expect(sophia["queued"]?[0]?["Models"] == "meta-llama/Meta-Llama-3.1-405B-Instruct")
        #expect(sophia["running"]?[0]?["Job ID"] == "100001.sophia-pbs-01")
        let metis = try #require(box.get("\(root)/metis/jobs", bearer).json)
        #expect(
            metis["cluster_status"]
                == ["cluster": "metis", "total_models": 4, "live_models": 3, "stopped_models": 1])
        #expect(metis["stopped"]?[0]?["Model Status"] == "stopped")
        let closed = Box { $0.maintenance = [.sophia] }
        let under = closed.get("\(root)/sophia/jobs", try closed.bearer()).json
        #expect(under?["cluster_status"] == [:])
        #expect(under?["stopped"]?[0]?.object?.keys == ["Models", "Framework", "Cluster"])
        expect(closed.get("\(root)/status"), 200, #"{"metis": true, "sophia": false}"#)
        #expect(closed.post(Paths.sophia, Bodies.chat("x"), try closed.bearer()).status == 503)
        expect(
            box.get("\(root)/nowhere/jobs", bearer), 404,
            #"{"error": {"code": "cluster_not_found", "message": "The requested cluster 'nowhere' does not exist.", "info": {}}}"#
        )
    }

    @Test("Models")
    func models() throws {
        let bearer = try box.bearer()
        let all = try #require(box.get("\(root)/metis/models", bearer).json?.array)
        #expect(
            all.map { $0["id"]?.string } == [
                "gemma-4-31B-it", "gpt-oss-120b", "Llama-4-Maverick-17B-128E-Instruct",
                "Mistral-Large-3-675B-Instruct-2512",
            ])
        #expect(all[0].object?.keys.prefix(4) == ["id", "object", "cluster", "framework"])
        let one = box.get("\(root)/sophia/models?model_id=openai%2Fgpt-oss-20b", bearer).json?.array
        #expect(one?.count == 1)
        expect(
            box.get("\(root)/metis/models?model_id=No-Such", bearer), 404,
            #"{"error": {"code": "endpoint_not_found", "message": "No-Such model not found on cluster metis.", "info": {}}}"#
        )
    }

    @Test("Unknown routes and wrong methods are HTML")
    func html() throws {
        for target in ["/resource_server/metis/api/v1/models", "/resource_server/whoami/", "/resource_server/"] {
            let response = box.get(target)
            #expect(response.status == 404)
            #expect(response.header("Content-Type")?.hasPrefix("text/html") == true)
        }
        let wrong = box.get(Paths.metis)
        expect(wrong, 405, "Method not allowed")
        #expect(wrong.header("Allow") == "POST")
    }

    @Test("The 401s")
    func unauthorized() throws {
        func whoami(_ header: String?) -> SimulatedResponse {
            box.get("\(root)/whoami", header.map { [("Authorization", $0)] } ?? [])
        }
        func body(_ message: String) -> String {
            #"{"error": {"code": "unauthorized", "message": "\#(message)", "info": {}}}"#
        }
        expect(
            whoami(nil), 401,
            #"{"detail": "Error: Missing ('Authorization': 'Bearer <your-access-token>') in request headers."}"#)
        expect(whoami("Bearer"), 401, body("Auth only allows header type Authorization: Bearer <token>."))
        expect(
            whoami("Basic abc"), 401,
            body("Something went wrong while reading headers. Authorization type should be Bearer."))
        expect(whoami("Bearer garbage"), 401, body("Token is either not active or invalid"))
        #expect(Box { $0.requiresToken = false }.get("\(root)/whoami").status == 200)
        expect(
            box.get("\(root)/health", [("X-ALCF-Session-ID", "a b")]), 400,
            #"{"detail": "X-ALCF-Session-ID must contain at most 128 visible ASCII bytes"}"#)
    }

    @Test("Bodies that are not a request")
    func badBodies() throws {
        let bearer = try box.bearer()
        func post(_ body: String) -> SimulatedResponse { box.post(Paths.metis, body, bearer) }
        expect(post("{"), 400, #"{"detail": "Cannot parse request body"}"#)
        expect(
            post(""), 422, #"{"detail": [{"type": "missing", "loc": ["body", "payload"], "msg": "Field required"}]}"#)
        expect(
            post("[]"), 422,
            #"{"detail": [{"type": "dict_type", "loc": ["body", "payload"], "msg": "Input should be a valid dictionary"}]}"#
        )
        func control(_ errors: String) -> String {
            #"{"error": {"code": "invalid_request", "message": "Invalid FIRST control fields.", "info": {"errors": [\#(errors)]}}}"#
        }
        expect(
            post(#"{"messages": []}"#), 422,
            control(#"{"field": "model", "message": "Field required", "type": "missing"}"#))
        expect(
            post(#"{"model": "gpt-oss-120b"}"#), 422,
            control(#"{"field": "messages", "message": "Field required", "type": "missing"}"#))
        expect(
            post(#"{"model": "gpt-oss-120b", "messages": [], "stream": "true"}"#), 422,
            control(#"{"field": "stream", "message": "Input should be a valid boolean", "type": "bool_type"}"#))
        expect(
            post(#"{"model": "gpt-oss-120b", "messages": [], "api_port": 1}"#), 422,
            #"{"error": {"code": "invalid_request", "message": "FIRST-reserved request fields are not accepted.", "info": {"fields": ["api_port"]}}}"#
        )
        let long = post(Bodies.chat("gpt-oss-120b", String(repeating: "x", count: 2_700_000)))
        #expect(long.status == 500)
        #expect(long.json?["error"]?.object?.keys == ["code", "message", "error_id"])
    }

    @Test("What is not there")
    func notThere() throws {
        let bearer = try box.bearer()
        func post(_ path: String, _ model: String) -> SimulatedResponse {
            box.post("\(root)/\(path)", Bodies.stream(model), bearer)
        }
        func body(_ code: String, _ message: String) -> String {
            #"{"error": {"code": "\#(code)", "message": "\#(message)", "info": {}}}"#
        }
        expect(
            post("nowhere/api/v1/chat/completions", "x"), 404,
            body("cluster_not_found", "The requested cluster 'nowhere' does not exist."))
        expect(
            post("metis/vllm/v1/chat/completions", "x"), 400,
            body("unsupported_framework", "framework vllm not available on cluster metis."))
        expect(
            box.post("\(root)/metis/api/v1/embeddings", #"{"model": "x", "input": "x"}"#, bearer), 400,
            body("unsupported_endpoint", "'embeddings' not available on cluster 'metis'"))
        expect(
            post("metis/api/v1/chat/completions", "no-such-model"), 404,
            body("endpoint_not_found", "The requested endpoint 'metis-api-no-such-model' does not exist."))
        expect(
            post("sophia/vllm/v1/chat/completions", "openai/gpt-oss-121b"), 404,
            body("endpoint_not_found", "The requested endpoint 'sophia-vllm-openaigpt-oss-121b' does not exist."))
        expect(
            post("metis/api/v1/chat/completions", "Llama-4-Maverick-17B-128E-Instruct"), 503,
            body("internal_endpoint_error", "'Llama-4-Maverick-17B-128E-Instruct' is not currently live on Metis."))
        expect(
            post("sophia/vllm/v1/chat/completions", "AstroMLab/AstroSage-70B-20251009"), 503,
            body(
                "internal_endpoint_error", "Endpoint 'sophia-vllm-astromlabastrosage-70b-20251009' is offline."))
        expect(
            post("sophia/vllm/v1/chat/completions", "meta-llama/Meta-Llama-3.1-405B-Instruct"), 503,
            body(
                "internal_endpoint_error",
                "Error: Endpoint sophia-vllm-meta-llamameta-llama-31-405b-instruct online but not ready to receive tasks. Please try again later."
            ))
    }

    @Test("JSON is laid out as Python does, non-ASCII escaped")
    func python() {
        #expect(
            PythonJSON.text(["a": [1, 2.5, nil, true], "ü": "„x“\n\u{1F600}"])
                == #"{"a": [1, 2.5, null, true], "\u00fc": "\u201ex\u201c\n\ud83d\ude00"}"#)
    }
}
