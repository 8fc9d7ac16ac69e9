import ALCFJSON

/// The gateway's answers that are not 200, word for word.
enum GatewayErrors {
    private static let html = "text/html; charset=utf-8"

    /// Headers of every whole answer of the gateway.
    private static let securityHeaders = [
        (name: "X-Content-Type-Options", value: "nosniff"), (name: "Referrer-Policy", value: "same-origin"),
        (name: "Cross-Origin-Opener-Policy", value: "same-origin"),
    ]

    static func json(_ status: Int, _ body: JSONValue) -> SimulatedResponse {
        SimulatedResponse(
            status, contentType: "application/json; charset=utf-8", headers: securityHeaders,
            body: PythonJSON.bytes(body))
    }

    /// The service's own envelope.
    static func envelope(_ status: Int, _ code: String, _ message: String, info: JSONValue = [:]) -> SimulatedResponse {
        json(status, ["error": ["code": .string(code), "message": .string(message), "info": info]])
    }

    /// The web framework's envelope.
    static func detail(_ status: Int, _ detail: JSONValue) -> SimulatedResponse { json(status, ["detail": detail]) }

    // MARK: Before anything is looked at

    static let notFound = SimulatedResponse(
        404, contentType: html, headers: securityHeaders,
        body: Array(
            """

            <!doctype html>
            <html lang="en">
            <head>
              <title>Not Found</title>
            </head>
            <body>
              <h1>Not Found</h1><p>The requested resource was not found on this server.</p>
            </body>
            </html>

            """.utf8))

    static func wrongMethod(allow: String) -> SimulatedResponse {
        SimulatedResponse(
            405, contentType: html, headers: [("Allow", allow)] + securityHeaders,
            body: Array("Method not allowed".utf8))
    }

    /// The front door's: the body never came as far as the gateway.
    static let tooLong = SimulatedResponse(
        413, contentType: "text/html",
        body: Array("<html><body><h1>413 Request Entity Too Large</h1></body></html>\n".utf8))

    static let badSession = detail(400, "X-ALCF-Session-ID must contain at most 128 visible ASCII bytes")

    // MARK: 401

    static let missingToken = detail(
        401, "Error: Missing ('Authorization': 'Bearer <your-access-token>') in request headers.")
    static let tokenWithoutType = unauthorized("Auth only allows header type Authorization: Bearer <token>.")
    static let notBearer = unauthorized(
        "Something went wrong while reading headers. Authorization type should be Bearer.")
    static let inactiveToken = unauthorized("Token is either not active or invalid")

    private static func unauthorized(_ message: String) -> SimulatedResponse { envelope(401, "unauthorized", message) }

    // MARK: 400 and 422

    static let unreadableBody = detail(400, "Cannot parse request body")

    static func payload(_ type: String, _ message: String) -> SimulatedResponse {
        detail(422, [["type": .string(type), "loc": ["body", "payload"], "msg": .string(message)]])
    }

    static let emptyBody = payload("missing", "Field required")
    static let bodyNotObject = payload("dict_type", "Input should be a valid dictionary")

    static func reserved(_ fields: [String]) -> SimulatedResponse {
        envelope(
            422, "invalid_request", "FIRST-reserved request fields are not accepted.",
            info: ["fields": .array(fields.map { .string($0) })])
    }

    static func control(_ errors: [JSONValue]) -> SimulatedResponse {
        envelope(422, "invalid_request", "Invalid FIRST control fields.", info: ["errors": .array(errors)])
    }

    static func unsupportedFramework(_ framework: String, cluster: String) -> SimulatedResponse {
        envelope(400, "unsupported_framework", "framework \(framework) not available on cluster \(cluster).")
    }

    static func unsupportedEndpoint(_ endpoint: String, cluster: String) -> SimulatedResponse {
        envelope(400, "unsupported_endpoint", "'\(endpoint)' not available on cluster '\(cluster)'")
    }

    /// Sophia's answer; here Metis gives it too, whose streams of this kind are not simulated.
    static func noStreaming(_ endpoint: InferenceEndpoint) -> SimulatedResponse {
        let api = endpoint == .responses ? "OpenAI Responses" : "OpenAI Embeddings"
        return envelope(
            400, "unsupported_endpoint",
            "Streaming is not supported for the \(api) API on this endpoint. "
                + "Re-issue this request with 'stream': false.")
    }

    // MARK: 404

    static func noCluster(_ name: String) -> SimulatedResponse {
        envelope(404, "cluster_not_found", "The requested cluster '\(name)' does not exist.")
    }

    static func noEndpoint(slug: String) -> SimulatedResponse {
        envelope(404, "endpoint_not_found", "The requested endpoint '\(slug)' does not exist.")
    }

    static func noModel(_ name: String, cluster: String) -> SimulatedResponse {
        envelope(404, "endpoint_not_found", "\(name) model not found on cluster \(cluster).")
    }

    // MARK: 429 and 5xx

    static let tooManyRequests = detail(429, "Too many requests.")

    static func crash(id: String) -> SimulatedResponse {
        json(
            500, ["error": ["code": "internal_error", "message": "Internal Server Error", "error_id": .string(id)]])
    }

    static func maintenance(_ cluster: String) -> SimulatedResponse {
        envelope(503, "cluster_under_maintenance", "\(cluster) is under maintenance")
    }

    static func unavailable(_ message: String) -> SimulatedResponse {
        envelope(503, "internal_endpoint_error", message)
    }

    static func backend(_ message: String) -> SimulatedResponse { envelope(500, "internal_endpoint_error", message) }
}
