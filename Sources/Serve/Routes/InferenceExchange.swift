import ALCFAuth
import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFLoad
import ALCFSystem

/// One attempt to have a request answered at one place.
struct InferenceExchange {
    let client: InferenceClient
    let candidate: PooledModel
    let request: ClientRequest
    let body: JSONObject
    let isStreamed: Bool
    let clock: WallClock

    /// A failure before anything was sent to the client.
    struct Refusal: Error {
        let error: any Error
        /// Whether another place may do better.
        let mayFallBack: Bool

        init(_ error: any Error) {
            self.error = error
            let isUnsent = ((error as? ClientError)?.underlying as? HTTPError)?.isBeforeSend == true
            // With 502 the place behind the gateway may have begun an answer.
            let mayHaveBegun = (error as? ClientError)?.httpStatus == 502
            mayFallBack = isUnsent || (!mayHaveBegun && Self.refusals.contains(ServedError(error).code))
        }

        /// The codes of errors which say that a place takes no requests now.
        private static let refusals = Set(
            [ClientError.Code.maintenance, .notRunning, .loading, .unavailable].map(\.description))

        /// Whether the place does not have the route after all.
        var isUnsupported: Bool { ServedError(error).code == ClientError.Code.unsupported.description }
    }

    /// Asks, and sends the answer on.
    ///
    /// - Throws: ``Refusal`` where nothing was sent to the client.
    mutating func run(_ account: inout ServedRequest, _ responder: Responder) async throws {
        let dialect = account.dialect
        account.isTranslated = false
        guard candidate.speaks(dialect, isStreamed: isStreamed) else {
            return try await translate(&account, responder)
        }
        do { try await pass(dialect, &account, responder) } catch let refusal as Refusal {
            // The list may promise a route that the place does not have for this model, or not streamed.
            guard refusal.isUnsupported, dialect.isTranslatable,
                candidate.dialects.contains(.chat)
            else { throw refusal }
            try await translate(&account, responder)
        }
    }

    // MARK: The route that the client asked for

    private func pass(_ dialect: Dialect, _ account: inout ServedRequest, _ responder: Responder) async throws {
        let body = asked(dialect, &account)
        guard isStreamed else { return try await send(body, dialect, &account, responder) }
        let response = try await opened(body, dialect.route)
        switch dialect {
        case .chat, .completions:
            try await stream(
                ChatRelay(
                    dialect, answers: InferenceClient.answers(body, at: candidate.endpoint),
                    passesUsage: self.body["stream_options"]?["include_usage"]?.bool == true,
                    redaction: response.redaction), response, &account, responder)
        case .responses, .messages, .embeddings:
            try await stream(NativeRelay(dialect, redaction: response.redaction), response, &account, responder)
        }
    }

    /// Returns the body as it is sent. A function of its own: none of its values lie in the frame of a task that waits.
    @inline(never)
    private func asked(_ dialect: Dialect, _ account: inout ServedRequest) -> JSONObject {
        let cleaning = ChatBodyCleaning(
            self.body, for: dialect, efforts: candidate.info?.features.reasoningEfforts ?? [])
        account.add(notes: cleaning.notes)
        var body = cleaning.body
        body["model"] = .string(candidate.name)
        if isStreamed, dialect == .chat || dialect == .completions {
            var options = body["stream_options"]?.object ?? JSONObject()
            options["include_usage"] = true
            body["stream_options"] = .object(options)
        }
        return body
    }

    /// Asks for an answer in one piece, and sends it.
    @inline(never)
    private func send(
        _ body: JSONObject, _ dialect: Dialect, _ account: inout ServedRequest, _ responder: Responder
    ) async throws {
        let json = try await whole(body, dialect, &account)
        try responder.send(200, json, headers: headers(account))
    }

    // MARK: Chat completions in its place

    private func translate(_ account: inout ServedRequest, _ responder: Responder) async throws {
        account.isTranslated = true
        let dialect = account.dialect
        let circumstances = TranslationCircumstances(
            model: account.asked, modalities: candidate.info?.features.inputModalities ?? [],
            efforts: candidate.info?.features.reasoningEfforts ?? [], time: clock.now(), id: RequestID.make())
        var translation: any ChatTranslation
        do {
            translation =
                dialect == .messages
                ? try MessagesTranslation(body, circumstances) : try ResponsesTranslation(body, circumstances)
        } catch { throw Refusal(error) }
        account.add(notes: translation.notes)
        var chat = translation.chatBody
        chat["model"] = .string(candidate.name)
        guard isStreamed else {
            let json = try await whole(chat, .chat, &account)
            let completion: ChatCompletion
            do { completion = try ChatCompletion(json) } catch { throw Refusal(error) }
            if completion.choices.first?.toolCalls.contains(where: { ($0.name ?? "").isEmpty }) == true {
                throw Refusal(ServedError.namelessCall)
            }
            let answer = translation.answer(completion)
            account.add(notes: translation.notes)
            return try responder.send(200, answer, headers: headers(account))
        }
        let response = try await opened(chat, ModelEndpoint.chatRoute)
        try await stream(
            TranslatedRelay(translation, redaction: response.redaction), response, &account, responder)
    }

    // MARK: Asking

    /// An answer in one piece.
    private func whole(
        _ body: JSONObject, _ dialect: Dialect, _ account: inout ServedRequest
    ) async throws -> JSONValue {
        do {
            let limits: JSONLimits =
                dialect == .embeddings ? .vectors(body["input"]?.array?.count ?? 1) : .answer
            let json = try await client.answer(
                dialect.route, body, forwarded, at: candidate.endpoint, limits: limits
            ) { json, _ throws(JSONError) in json }
            if let failure = try Self.failure(of: json, dialect) { throw failure }
            account.usage = dialect.isTranslatable ? NativeAnswer.usage(json, dialect) : Usage(json["usage"])
            return CreationTime.whole(json)
        } catch let error as JSONError {
            throw Refusal(ClientError(.malformed, "the answer \(error)", httpStatus: 200))
        } catch { throw Refusal(error) }
    }

    /// Returns the fault of an answer that came with a good status.
    private static func failure(of json: JSONValue, _ dialect: Dialect) throws -> (any Error)? {
        switch dialect {
        case .chat: try ChatCompletion(json).servedFailure
        case .completions: try Completion(json).failure()
        case .embeddings:
            json["data"]?.array == nil
                ? ClientError(.malformed, "the answer has no list of vectors", httpStatus: 200) : nil
        case .responses, .messages: NativeAnswer.failure(json, dialect)
        }
    }

    private func opened(_ body: JSONObject, _ route: String) async throws -> HTTPResponse {
        // In a task of its own, whose memory goes with it: a task keeps for all its life what its deepest call took.
        let (client, forwarded, endpoint) = (client, forwarded, candidate.endpoint)
        async let opened = client.stream(route, body, forwarded, at: endpoint).0
        do { return try await opened } catch { throw Refusal(error) }
    }

    /// Fields of the client's head that mean something to the service.
    private var forwarded: [(name: String, value: String)] {
        ["x-alcf-session-id", "anthropic-version", "anthropic-beta"].compactMap { name in
            request[name].map { (name, $0) }
        }
    }

    // MARK: Answering

    private func stream(
        _ relay: sending any AnswerRelay, _ response: HTTPResponse, _ account: inout ServedRequest,
        _ responder: Responder
    ) async throws {
        let pump = AnswerPump(
            relay, response.body, to: responder, headers: headers(account),
            progressLimit: client.timeouts.progress?.seconds)
        let outcome = await pump.run()
        Self.note(outcome.answer, in: &account)
        if outcome.isGone { throw CancellationError() }
        if let failure = outcome.answer.failure, !outcome.hasBegun { throw Refusal(outcome.answer.cause ?? failure) }
        account.error = outcome.answer.failure
        account.duration = MonotonicTime.now.seconds(since: account.arrival)
    }

    private static func note(_ answer: RelayedAnswer, in account: inout ServedRequest) {
        account.usage = answer.usage
        account.chunks = answer.chunks
        account.add(notes: answer.notes)
        account.firstToken = answer.firstToken.map { $0.seconds(since: account.arrival) }
    }

    /// The place that served the request, for the client: a silent fallback is a lie.
    private func headers(_ account: ServedRequest) -> [(name: String, value: String)] {
        var headers = [("x-alcf-cluster", candidate.cluster), ("x-alcf-model", candidate.name)]
        if let from = account.fallbackFrom { headers.append(("x-alcf-fallback-from", from)) }
        return headers.map { (name: $0.0, value: $0.1) }
    }
}
