import ALCFHTTP
import ALCFJSON
import ALCFSystem

@testable import ALCFClient

/// Failures as a running gateway answered them.
enum Observed {
    /// The client's error for an answer.
    static func error(_ status: Int, _ body: String, requestSize: Int = 100) -> ClientError {
        ClientError(
            status: status, envelope: ErrorEnvelope(body: Array(body.utf8)), isService: true, requestSize: requestSize)
    }

    /// An answer that is an error, with the kind that it must have.
    struct Answer: Sendable {
        let status: Int
        let body: String
        let kind: String
    }

    private static func gateway(_ code: String, _ message: String) -> String {
        JSONValue.object(["error": ["code": .string(code), "message": .string(message), "info": [:]]]).serialized()
    }

    static let answers: [Answer] = [
        Answer(
            status: 404, body: gateway("endpoint_not_found", "The requested endpoint 'metis-api-no' does not exist."),
            kind: "notFound"),
        Answer(
            status: 404, body: gateway("cluster_not_found", "The requested cluster 'nowhere' does not exist."),
            kind: "notFound"),
        Answer(
            status: 400, body: gateway("unsupported_framework", "framework vllm not available on cluster metis."),
            kind: "notFound"),
        Answer(
            status: 400, body: gateway("unsupported_endpoint", "'embeddings' not available on cluster 'metis'"),
            kind: "notFound"),
        Answer(
            status: 401, body: gateway("unauthorized", "Permission denied due to Globus Group restrictions."),
            kind: "permission"),
        Answer(
            status: 401,
            body: #"{"detail": "Error: Missing ('Authorization': 'Bearer <your-access-token>') in request headers."}"#,
            kind: "authentication"),
        Answer(
            status: 401, body: gateway("unauthorized", "Token is either not active or invalid"), kind: "authentication"),
        Answer(
            status: 401, body: gateway("unauthorized", "Token introspection: Token is either not active or invalid"),
            kind: "authentication"),
        Answer(
            status: 401,
            body: gateway(
                "unauthorized",
                "Error: Permission denied. Must authenticate with anl.gov, alcf.anl.gov. Currently authenticated as Mallory Outside (mallory@example.org)."
            ), kind: "authentication"),
        Answer(
            status: 401,
            body: gateway(
                "unauthorized",
                "Error: Permission denied from internal policies. This is likely due to a high-assurance timeout. Please logout by visiting https://app.globus.org/logout"
            ), kind: "authentication"),
        Answer(
            status: 401,
            body: gateway("unauthorized", "Could not introspect token with Globus /v2/oauth2/token/introspect."),
            kind: "unavailable"),
        Answer(status: 400, body: #"{"detail": "Cannot parse request body"}"#, kind: "invalidRequest"),
        Answer(
            status: 422,
            body: #"{"detail": [{"type": "missing", "loc": ["body", "payload"], "msg": "Field required"}]}"#,
            kind: "invalidRequest"),
        Answer(
            status: 422,
            body:
                #"{"error": {"code": "invalid_request", "message": "FIRST-reserved request fields are not accepted.", "info": {"fields": ["api_port"]}}}"#,
            kind: "invalidRequest"),
        Answer(
            status: 503, body: gateway("internal_endpoint_error", "'Stopped-Model-1B' is not currently live on Metis."),
            kind: "unavailable"),
        Answer(
            status: 503,
            body: gateway("internal_endpoint_error", "Endpoint 'sophia-vllm-offline-model-1b' is offline."),
            kind: "unavailable"),
        Answer(
            status: 503,
            body: gateway(
                "internal_endpoint_error",
                "Error: Endpoint sophia-vllm-cold-model-1b online but not ready to receive tasks. Please try again later."
            ), kind: "unavailable"),
        Answer(
            status: 503, body: gateway("cluster_under_maintenance", "sophia is under maintenance"), kind: "unavailable"),
        Answer(status: 429, body: gateway("too_many_requests", "Tokens/minute limit exceeded"), kind: "rateLimit"),
        Answer(status: 429, body: #"{"detail": "Too many requests."}"#, kind: "rateLimit"),
        Answer(
            status: 500,
            body: gateway(
                "internal_endpoint_error",
                "HTTP error calling API at http://127.0.0.1:9/v1/chat/completions: All connection attempts failed"),
            kind: "unavailable"),
        Answer(
            status: 400,
            body: gateway(
                "internal_endpoint_error",
                #"Upstream endpoint returned 400: b'{"error":{"message":"This model\'s maximum context length is 8192 tokens"'."#
            ), kind: "contextLength"),
        Answer(
            status: 500,
            body: gateway(
                "internal_endpoint_error",
                "Traceback (most recent call last):\n API request failed with status code: 400\nResponse text: {\"error\":{\"message\":\"This model's maximum context length is 32768 tokens\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}}\nResponse headers: {}"
            ), kind: "contextLength"),
        Answer(
            status: 500,
            body: #"{"error": {"code": "internal_error", "message": "Internal Server Error", "error_id": "a689"}}"#,
            kind: "serverError"),
        Answer(
            status: 408, body: gateway("request_timeout", "TimeoutError while attempting to access compute resources."),
            kind: "timeout"),
        Answer(
            status: 504,
            body: gateway("internal_endpoint_error", "Timeout calling https://backend/v1/chat/completions."),
            kind: "timeout"),
        Answer(status: 404, body: "<html><head><title>404 Not Found</title></head></html>", kind: "notFound"),
        Answer(status: 405, body: "Method not allowed", kind: "notFound"),
        Answer(
            status: 413, body: "<html><head><title>413 Request Entity Too Large</title></head></html>", kind: "tooLarge"
        ),
        Answer(status: 502, body: "<html><head><title>502 Bad Gateway</title></head></html>", kind: "unavailable"),
    ]

    private static let piece =
        #"data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}"#
        + "\n\n"

    /// Streams that failed, all with status 200, by what happened.
    static let streams: [(String, String)] = [
        (
            "metis, refused",
            #"data: {"id": "chatcmpl-api-error", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "\n\n[ERROR] Error: Unexpected error calling stream API"}, "finish_reason": "stop"}]}"#
                + "\n\ndata: [DONE]\n\n"
        ),
        (
            "metis, broken in the middle",
            piece
                + #"data: {"id": "chatcmpl-api-error", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "\n\n[ERROR] Error: HTTP error calling stream API at URL: "}, "finish_reason": "stop"}]}"#
                + "\n\ndata: [DONE]\n\n"
        ),
        (
            "sophia, cold",
            #"data: {"object": "error", "message": "Streaming task timed out: No data received from compute endpoint after 30 seconds.", "type": "StreamingTimeoutError", "param": null, "code": 504}"#
                + "\n\ndata: [DONE]\n\n"
        ),
        (
            "sophia, masked",
            piece
                + #"data: {"object": "error", "message": "An error occurred during processing", "type": "InternalServerError", "param": null, "code": 500}"#
                + "\n\ndata: [DONE]\n\n"
        ),
        ("sophia, stalled", piece + "data: [DONE]\n\n"),
        ("sophia, ended after 300 s", piece),
        (
            "vLLM, nested error",
            piece + #"data: {"error": {"message": "boom", "type": "InternalServerError", "param": null, "code": 500}}"#
                + "\n\ndata: [DONE]\n\n"
        ),
        (
            "a call that was not completed",
            #"data: {"error":"Model started a function call but did not complete it.","error_code":null,"error_model_output":"<|channel|>","error_param":null,"error_type":"Invalid function calling output."}"#
                + "\n\n"
        ),
        ("nothing at all", ""),
        ("aborted", Dialogue.stream([#"{"content":"Hel"}"#], finish: "abort")),
        ("nothing in it", Dialogue.stream([#"{"content":""}"#])),
    ]
}
