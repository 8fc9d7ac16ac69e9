import ALCFAuth
import ALCFClient
import ALCFJSON
import ALCFServe
import Testing

/// Failures in the forms of the five APIs.
struct ServedErrorTests {
    @Test(arguments: [
        (ClientError.Code.usage, ServedError.Kind.invalidRequest), (.invalidRequest, .invalidRequest),
        (.ambiguousModel, .invalidRequest), (.contextLength, .contextLength), (.tokenInactive, .authentication),
        (.signInAgain, .authentication), (.unauthorized, .authentication), (.notPermitted, .permission),
        (.unknownModel, .notFound), (.unknownCluster, .notFound), (.unsupported, .notFound), (.notFound, .notFound),
        (.tooLarge, .tooLarge), (.rateLimited, .rateLimit), (.connection, .unavailable), (.tls, .unavailable),
        (.globusUnavailable, .unavailable), (.maintenance, .unavailable), (.notRunning, .unavailable),
        (.loading, .unavailable), (.unavailable, .unavailable), (.timeout, .timeout), (.serverTimeout, .timeout),
        (.serverError, .serverError), (.upstreamUnauthorized, .serverError), (.malformed, .serverError),
        (.truncated, .serverError), (.empty, .serverError), (.aborted, .serverError), (.refused, .serverError),
        (.redirect, .serverError), (.cancelled, .serverError),
    ])
    func kinds(code: ClientError.Code, kind: ServedError.Kind) {
        let error = ServedError(ClientError(code, "it broke", remedy: "Mend it."))
        #expect(error.kind == kind)
        #expect(error.code == code.description)
        #expect(error.message.hasPrefix("it broke. Mend it."))
    }

    /// In the middle of an answer nothing is left to be refused.
    @Test func afterTheHead() {
        #expect(ServedError(ClientError(.connection, "reset", httpStatus: 200)).kind == .serverError)
        #expect(ServedError(ClientError(.tooLarge, "large", httpStatus: 200)).kind == .serverError)
        #expect(ServedError(ClientError(.timeout, "silence", httpStatus: 200)).kind == .timeout)
    }

    @Test func sentences() {
        #expect(
            ServedError(ClientError(.truncated, "the stream ended")).message == "The stream ended. Try again later.")
        #expect(ServedError(ClientError(.malformed, "max_tokens is wrong.")).message == "max_tokens is wrong.")
    }

    @Test func signInIsNamed() {
        let policy = ServedError(ClientError(.signInAgain, "Permission denied from internal policies."))
        #expect(policy.message.contains("'alcf authenticate --force'"))
        #expect(policy.message.contains("without a restart"))
        #expect(policy.status(in: .chat) == 401 && policy.status(in: .messages) == 401)
        #expect(policy.headers.contains { $0 == ("x-should-retry", "false") })
        let none = ServedError(
            AuthError(.signInNeeded, "nobody is signed in", remedy: "Sign in with: alcf authenticate"))
        #expect(none.kind == .authentication && none.code == "sign_in_needed")
        #expect(none.message.hasPrefix("nobody is signed in. Run 'alcf authenticate'."))
    }

    @Test(arguments: [
        (AuthError.Code.signInNeeded, ServedError.Kind.authentication), (.tokenRejected, .authentication),
        (.passphraseNeeded, .authentication), (.fileCorrupt, .authentication), (.unavailable, .unavailable),
        (.fileLocked, .unavailable), (.misconfigured, .serverError), (.redirected, .serverError),
    ])
    func authErrors(code: AuthError.Code, kind: ServedError.Kind) {
        let any: any Error = AuthError(code, "no token", remedy: nil)
        let error = ServedError(any)
        #expect(error.kind == kind && error.code == code.description)
        #expect((kind == .authentication) == error.message.contains("alcf authenticate"))
    }

    /// An error of no known type shows its type alone, since its text may hold anything.
    @Test func unknownErrors() {
        struct Odd: Error { let secret = "hunter2" }
        let error = ServedError(Odd())
        #expect(error.kind == .serverError && !error.message.contains("hunter2"))
    }

    @Test(arguments: [
        (#"{"detail":"Too many requests."}"#, 1.0),
        (#"{"error":{"code":"too_many_requests","message":"Tokens/minute limit exceeded","info":{}}}"#, 60),
        (#"{"error":"Rate limit exceeded","message":"Too many","retry_after":"3 seconds"}"#, 3),
    ])
    func retryAfter(body: String, seconds: Double) {
        let error = ServedError(Observed.error(429, body))
        #expect(error.kind == .rateLimit && error.retryAfter == seconds)
        #expect(error.headers.map(\.name) == ["Retry-After"])
        #expect(error.headers.first?.value == "\(Int(seconds))")
    }

    @Test func retryAfterIsAWholeNumber() {
        func value(_ seconds: Double) -> String? {
            ServedError(.rateLimit, "x", code: "x", retryAfter: seconds).headers.first { $0.name == "Retry-After" }?
                .value
        }
        #expect(value(0.2) == "1" && value(1e300) == "86400" && value(.infinity) == nil && value(-1) == nil)
    }

    /// By these statuses the vendors' clients choose the type of the error that they raise.
    @Test(arguments: [
        (ServedError.Kind.invalidRequest, 400, 400, "invalid_request_error", "invalid_request_error"),
        (.contextLength, 400, 400, "invalid_request_error", "invalid_request_error"),
        (.authentication, 401, 401, "authentication_error", "authentication_error"),
        (.permission, 403, 403, "permission_error", "permission_error"),
        (.notFound, 404, 404, "invalid_request_error", "not_found_error"),
        (.tooLarge, 413, 413, "invalid_request_error", "request_too_large"),
        (.rateLimit, 429, 429, "rate_limit_error", "rate_limit_error"),
        (.unavailable, 503, 529, "server_error", "overloaded_error"),
        (.timeout, 504, 504, "server_error", "timeout_error"),
        (.serverError, 500, 500, "server_error", "api_error"),
    ])
    func statuses(kind: ServedError.Kind, openAI: Int, anthropic: Int, type: String, anthropicType: String) {
        let error = ServedError(kind, "No.", code: "word", parameter: "tools[2].type")
        for dialect in Dialect.allCases where dialect != .messages {
            #expect(error.status(in: dialect) == openAI)
            let body = error.body(in: dialect)["error"]
            #expect(body?["message"] == "No." && body?["type"]?.string == type)
            #expect(body?["param"] == "tools[2].type" && body?["code"]?.string != nil)
        }
        #expect(error.status(in: .messages) == anthropic)
        let body = error.body(in: .messages, requestID: "req_1")
        #expect(body["type"] == "error" && body["request_id"] == "req_1")
        #expect(body["error"]?["type"]?.string == anthropicType)
        #expect(body["error"]?["message"]?.string?.hasSuffix("No.") == true)
    }

    /// Words that agents look for.
    @Test func wordsForAgents() {
        let long = ServedError(.contextLength, "131072 tokens are allowed.", code: "context_length")
        #expect(long.body(in: .chat)["error"]?["code"] == "context_length_exceeded")
        #expect(long.body(in: .messages)["error"]?["message"] == "prompt is too long: 131072 tokens are allowed.")
        #expect(
            ServedError(ClientError(.unknownModel, "no such model")).body(in: .chat)["error"]?["code"]
                == "model_not_found")
    }

    @Test func eventsOfChats() {
        for dialect in [Dialect.chat, .completions] {
            let events = ServedError(.serverError, "Cut.", code: "truncated").events(in: dialect)
            #expect(events.count == 1 && events[0].name == nil)
            #expect(events[0].data["error"]?["message"] == "Cut." && events[0].data["choices"] == nil)
        }
    }

    @Test func eventsOfMessages() {
        let events = ServedError(.unavailable, "Gone.", code: "unavailable").events(in: .messages)
        #expect(events.map(\.name) == ["error"])
        #expect(events[0].data["error"]?["type"] == "overloaded_error")
    }

    /// OpenAI's client raises an error for an object under `error` alone; others read the members beside the type.
    @Test func eventsOfResponses() {
        let error = ServedError(.contextLength, "Long.", code: "context_length")
        let events = error.events(in: .responses, sequence: 7, response: ["id": "resp_1", "status": "in_progress"])
        #expect(events.map(\.name) == ["error", "response.failed"])
        #expect(events.map { $0.data["type"]?.string } == events.map(\.name))
        #expect(events.map { $0.data["sequence_number"] } == [7, 8])
        #expect(events[0].data["message"] == "Long." && events[0].data["error"]?["message"] == "Long.")
        #expect(events[1].data["response"]?["status"] == "failed")
        #expect(events[1].data["response"]?["error"]?["code"] == "context_length_exceeded")
        #expect(error.events(in: .responses).count == 1)
    }

    @Test(arguments: [
        (ServedError.Kind.serverError, "truncated", true), (.serverError, "upstream_unauthorized", false),
        (.unavailable, "unavailable", true), (.unavailable, "loading", false), (.timeout, "timeout", false),
        (.invalidRequest, "invalid_request", false), (.rateLimit, "rate_limited", true),
    ])
    func retries(kind: ServedError.Kind, code: String, isSensible: Bool) {
        let headers = ServedError(kind, "x", code: code).headers
        #expect(headers.contains { $0.name == "x-should-retry" } != isSensible)
    }
}
