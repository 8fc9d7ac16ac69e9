import ALCFClient

/// The bodies, by who wrote them.
extension ErrorTests {
    static func gateway(_ code: String, _ message: String, info: String = "{}") -> String {
        #"{"error": {"code": "\#(code)", "message": "\#(message)", "info": \#(info)}}"#
    }

    static let gatewayCases: [Case] = [
        Case(
            status: 404, body: gateway("cluster_not_found", "The requested cluster 'sofia' does not exist."),
            code: .unknownCluster, server: "cluster_not_found", says: "'sofia'"),
        Case(
            status: 404,
            body: gateway(
                "endpoint_not_found", "The requested endpoint 'sophia-vllm-openaigpt-oss-121b' does not exist."),
            code: .unknownModel, server: "endpoint_not_found", says: "121b"),
        Case(
            status: 404, body: gateway("endpoint_not_found", "No-Such model not found on cluster metis."),
            code: .unknownModel, server: "endpoint_not_found"),
        Case(
            status: 400, body: gateway("unsupported_framework", "framework vllm not available on cluster metis."),
            code: .unsupported, server: "unsupported_framework"),
        Case(
            status: 400, body: gateway("unsupported_endpoint", "'embeddings' not available on cluster 'metis'"),
            code: .unsupported, server: "unsupported_endpoint"),
        Case(
            status: 422,
            body: gateway(
                "invalid_request", "Invalid FIRST control fields.",
                info: #"{"errors":[{"field":"stream","message":"Input should be a valid boolean","type":"bool_type"}]}"#
            ),
            code: .invalidRequest, server: "invalid_request", says: "stream: Input should be a valid boolean"),
        Case(
            status: 422,
            body: gateway(
                "invalid_request", "FIRST-reserved request fields are not accepted.",
                info: #"{"fields":["cache_salt"]}"#),
            code: .invalidRequest, server: "invalid_request", says: "cache_salt"),
        Case(
            status: 400, body: #"{"detail": "Cannot parse request body"}"#, code: .invalidRequest, says: "Cannot parse"),
        Case(
            status: 422,
            body: #"{"detail": [{"type": "missing", "loc": ["body", "payload", "model"], "msg": "Field required"}]}"#,
            code: .invalidRequest, says: "model: Field required"),
        Case(
            status: 422,
            body:
                #"{"detail": [{"type": "dict_type", "loc": ["body", "payload"], "msg": "Input should be a valid dictionary"}]}"#,
            code: .invalidRequest, says: "Input should be a valid dictionary"),
        Case(status: 429, body: #"{"detail":"Too many requests."}"#, code: .rateLimited, retry: true),
        Case(
            status: 429,
            body: gateway(
                "too_many_requests", "Tokens/minute limit exceeded",
                info: #"{"global_model_usage":100212,"user_model_usage":60107}"#),
            code: .rateLimited, server: "too_many_requests", retry: true, says: "Tokens/minute"),
        Case(
            status: 429,
            body:
                #"{"error":"Rate limit exceeded","message":"Too many requests from your IP address. Please try again later.","retry_after":"1 second"}"#,
            code: .rateLimited, server: "Rate limit exceeded", retry: true, says: "IP address"),
        Case(
            status: 408,
            body: gateway(
                "request_timeout",
                "TimeoutError while attempting to access compute resources. Please try again later.",
                info: #"{"task_id":"5b0c"}"#),
            code: .serverTimeout, server: "request_timeout", retry: true),
        Case(
            status: 503,
            body: gateway(
                "internal_endpoint_error",
                "Error: Endpoint sophia-vllm-x online but not ready to receive tasks. Please try again later."),
            code: .loading, server: "internal_endpoint_error", retry: true),
        Case(
            status: 503, body: gateway("internal_endpoint_error", "'gpt-oss-120b' is not currently live on Metis."),
            code: .notRunning, server: "internal_endpoint_error", retry: true, says: "not currently live"),
        Case(
            status: 503,
            body: gateway("internal_endpoint_error", "Endpoint 'sophia-vllm-offline-model-1b' is offline."),
            code: .notRunning, server: "internal_endpoint_error", retry: true),
        Case(
            status: 503, body: gateway("cluster_under_maintenance", "sophia is under maintenance"),
            code: .maintenance, server: "cluster_under_maintenance", retry: true),
        Case(
            status: 503, body: #"{"detail":"Service is temporarily down for maintenance."}"#, code: .maintenance,
            retry: true),
        Case(
            status: 504,
            body: gateway(
                "internal_endpoint_error", "Timeout calling https://backend/v1/chat/completions.",
                info: #"{"timeout":120}"#),
            code: .serverTimeout, server: "internal_endpoint_error", retry: true),
        Case(
            status: 500,
            body: gateway(
                "internal_endpoint_error",
                "HTTP error calling API at http://127.0.0.1:9/v1/chat/completions: All connection attempts failed"),
            code: .unavailable, server: "internal_endpoint_error", retry: true),
        Case(
            status: 500,
            body: #"{"error":{"code":"internal_error","message":"Internal Server Error","error_id":"0f3c9d"}}"#,
            code: .serverError, server: "internal_error", retry: true),
        Case(
            status: 403, body: gateway("access_denied", "Permission denied to access this batch."), code: .notPermitted,
            server: "access_denied"),
        Case(
            status: 404,
            body: "<!doctype html>\n<html><head>\n<title>Not Found</title></head><body><h1>Not Found</h1></body>",
            code: .notFound, says: "Not Found"),
        Case(status: 405, body: "Method not allowed", code: .notFound, says: "Method not allowed"),
        Case(
            status: 502, body: "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>", code: .unavailable,
            retry: true, says: "502 Bad Gateway"),
        Case(
            status: 413, body: "<html><head><title>413 Request Entity Too Large</title></head></html>", code: .tooLarge,
            says: "413"),
        Case(status: 504, body: "<html><h1>504 Gateway Time-out</h1></html>", code: .serverTimeout, retry: true),
        Case(status: 503, body: "", code: .unavailable, retry: true, says: "503"),
        Case(status: 302, body: "", code: .redirect),
    ]

    static let traceback = #"""
        Traceback (most recent call last):\n  File \"worker.py\", line 9, in run\n    raise Exception(f\"API request failed with status code: {response.status_code}\\nResponse text: {response.text}\")\nException: API request failed with status code: 400\nResponse text: {\"error\":{\"message\":\"This model's maximum context length is 32768 tokens {sic}.\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}}\nResponse headers: {'server': 'uvicorn'}
        """#

    static let upstreamCases: [Case] = [
        Case(
            status: 400,
            body: gateway(
                "internal_endpoint_error",
                #"Upstream endpoint returned 400: b'{\"error\":{\"message\":\"max_tokens must be at least 1\",\"type\":\"invalid_request_error\"}}'."#
            ),
            code: .invalidRequest, upstream: 400, server: "internal_endpoint_error",
            says: "max_tokens must be at least 1"),
        Case(
            status: 400,
            body: gateway(
                "internal_endpoint_error",
                #"Upstream endpoint returned 400: b'{\"error\":{\"message\":\"This model\\'s maximum context length is 8192 \\xe2\\x80\\x93 and'."#
            ),
            code: .contextLength, upstream: 400, server: "internal_endpoint_error",
            says: "This model's maximum context length is 8192 – and…"),
        // Cut after 256 bytes, inside an escape and inside a character.
        Case(
            status: 400,
            body: gateway(
                "internal_endpoint_error",
                #"Upstream endpoint returned 400: b'{\"message\": \"seed \\\\u00e9 is no \\\\u00'."#),
            code: .invalidRequest, upstream: 400, server: "internal_endpoint_error", says: "seed é is no …"),
        Case(
            status: 400,
            body: gateway(
                "internal_endpoint_error",
                #"Upstream endpoint returned 400: b\"{\\\"message\\\": \\\"it's \\xe2\\x80\"."#),
            code: .invalidRequest, upstream: 400, server: "internal_endpoint_error", says: "it's "),
        Case(
            status: 429,
            body: gateway("internal_endpoint_error", #"Upstream endpoint returned 429: b'{\"error\":\"slow down\"}'."#),
            code: .rateLimited, upstream: 429, server: "internal_endpoint_error", retry: true, says: "slow down"),
        Case(
            status: 401,
            body: gateway(
                "internal_endpoint_error",
                #"Upstream endpoint returned 401: b'{\"error\":{\"message\":\"Token is either not active or invalid\"}}'."#
            ),
            code: .upstreamUnauthorized, upstream: 401, server: "internal_endpoint_error"),
        Case(
            status: 503, body: gateway("internal_endpoint_error", #"Upstream endpoint returned 503: b'busy'."#),
            code: .unavailable, upstream: 503, server: "internal_endpoint_error", retry: true, says: "busy"),
        Case(
            status: 500,
            body: gateway(
                "internal_endpoint_error",
                #"Oops API request failed with status code: 400\n Response text: {\"error\":{\"message\":\"temperature must be positive\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}}\nResponse headers: {'a': 'b'}"#
            ),
            code: .invalidRequest, upstream: 400, server: "internal_endpoint_error",
            says: "temperature must be positive"),
        Case(
            status: 500, body: gateway("internal_endpoint_error", traceback), code: .contextLength, upstream: 400,
            server: "internal_endpoint_error", says: "maximum context length is 32768 tokens {sic}."),
        Case(
            status: 500,
            body: gateway(
                "internal_endpoint_error",
                #"API request failed with status code: 500\nResponse text: Internal Server Error\nResponse headers: {}"#
            ),
            code: .serverError, upstream: 500, server: "internal_endpoint_error", retry: true,
            says: "Internal Server Error"),
        Case(
            status: 500,
            body: gateway(
                "internal_endpoint_error",
                #"Traceback (most recent call last):\n  File \"x\", line 1\nValueError: the worker is gone\n"#),
            code: .serverError, server: "internal_endpoint_error", retry: true, says: "ValueError: the worker is gone"),
    ]

    static let foreignCases: [Case] = [
        Case(
            status: 401,
            body:
                #"{"error":{"message":"Incorrect API key provided","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}"#,
            code: .unauthorized, server: "invalid_api_key", says: "Incorrect API key"),
        Case(
            status: 400,
            body: #"{"object":"error","message":"bad temperature","type":"BadRequestError","param":null,"code":400}"#,
            code: .invalidRequest, server: "BadRequestError", says: "bad temperature"),
        Case(
            status: 404,
            body:
                #"{"error":{"message":"The model `x` does not exist.","type":"NotFoundError","param":"model","code":404}}"#,
            code: .unknownModel, server: "NotFoundError"),
        Case(
            status: 400,
            body: #"{"error":{"message":"too long","type":"invalid_request_error","code":"context_length_exceeded"}}"#,
            code: .contextLength, server: "context_length_exceeded"),
        Case(
            status: 500,
            body:
                ##"{"error":"Model started a function call but did not complete it.","error_code":null,"error_model_output":"<|channel|>","error_param":null,"error_type":"Invalid function calling output."}"##,
            code: .serverError, server: "Invalid function calling output.", retry: true, says: "Model started"),
        Case(
            status: 529,
            body: #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"r"}"#,
            code: .serverError, server: "overloaded_error", retry: true, says: "Overloaded"),
        Case(
            status: 400, body: #"{"error":{"message":"no such voice","code":20051}}"#, code: .invalidRequest,
            says: "no such voice"),
        Case(status: 500, body: #"{"error":"out of memory"}"#, code: .serverError, retry: true, says: "out of memory"),
        Case(status: 400, body: #""just text""#, code: .invalidRequest, says: "just text"),
    ]
}
