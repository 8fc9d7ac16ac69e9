@testable import ALCFAuth
@testable import ALCFClient
@testable import ALCFHTTP
@testable import ALCFJSON
@testable import ALCFSystem
@testable import TestSupport

extension FuzzTarget {
    /// Bodies of errors, and the service's lists.
    static let errors = [gatewayError, globusError, service]

    /// Whatever a server says, there is an error with words; its first byte stands for the status.
    static let gatewayError = FuzzTarget("gateway-error", words: gatewayWords) { bytes in
        let statuses = [200, 301, 307, 400, 401, 403, 404, 405, 408, 409, 413, 422, 429, 500, 502, 503, 504, 599]
        let status = statuses[Int(bytes.first ?? 0) % statuses.count]
        let body = Array(bytes.dropFirst())
        let headers = HTTPHeaders([
            ("Retry-After", String(decoding: body.prefix(40), as: UTF8.self)), ("Location", "/x"),
        ])
        let url = try HTTPURL("https://inference.example/v1/chat/completions")
        for isService in [true, false] {
            let error = ClientError(
                status: status, headers: headers, body: body, from: url, isService: isService, requestSize: 9,
                clock: WallClock { 1_795_800_000 })
            try demand(!error.message.isEmpty, "an error without words")
            try demandEqual(error.httpStatus, status, "status")
            if let wait = error.retryAfter { try demand(wait.isFinite, "a wait of \(wait) s") }
        }
        let text = String(decoding: body, as: UTF8.self)
        if let failure = UpstreamFailure(in: text)?.status {
            try demand((0...999).contains(failure), "status \(failure)")
        }
        if let json = try? JSONValue(parsing: body) { _ = ClientError(streamed: json, isService: true) }
        _ = ClientError(tornStream: text)
    }

    private static let gatewayWords = [
        "Upstream endpoint returned 503: b'", "status code 401", "Response text:", "Response headers:", "[ERROR] ",
        #""error":{"#, #""code":"endpoint_not_found""#, #""error_code":""#, #""info":{"errors":[{"#, #""loc":["body"]"#,
        #""msg":"x""#,
        #""retry_after":"#, "<title>", "</title>", "<h1>", "b'{\\\"message\\\":", "\\x7b",
        "Traceback (most recent call last):\n",
        "maximum context length is 131072 tokens",
    ]

    static let globusError = FuzzTarget("globus-error", words: ["invalid_grant", "authorization_parameters", "errors"])
    { bytes in
        guard let json = try? JSONValue(parsing: bytes) else { return }
        for type in [nil, "application/vnd.api+json"] {
            guard let body = GlobusErrorBody(json: json, contentType: type) else { continue }
            let words = body.summary.shown()
            try demand(words.count <= 301, "\(words.count) characters")
            try demandEqual(words.safeOnOneLine, words, "what is shown of the server's words")
            let error = OAuthRefusal.error(body.error, status: 400, words: words)
            try demand(!error.message.isEmpty, "an error without words")
        }
    }

    /// The service's lists, and the model that a name means among them.
    static let service = FuzzTarget("service") { bytes in
        guard let json = try? JSONValue(parsing: bytes) else { return }
        _ = try? JobsReport(json: json)
        _ = try? WhoAmI(json: json)
        _ = try? ServiceStatus(json: json)
        _ = try? Batch(json: json)
        _ = try? Embeddings(json)
        _ = try? ResponsesAnswer(json)
        _ = ModelCapabilities(json)
        for model in json["data"]?.array ?? [] { _ = try? ModelInfo(json: model) }
        guard let catalog = try? EndpointCatalog(json: json) else { return }
        for cluster in catalog.clusters {
            let resolver = try ModelResolver(catalog, cluster: cluster.name)
            _ = try? resolver.resolve("gpt-oss-120b")
        }
    }
}
