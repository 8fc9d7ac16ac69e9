import ALCFAuth
import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFLoad
import ALCFSystem

/// The attempts to have a request answered, at one place after the other.
///
/// An object, since many tasks wait in calls that hold it: its parts would lie in the memory of each of these.
final class InferenceExchange {
    private let route: InferenceRoute
    private let request: ClientRequest
    private let body: JSONObject
    private let isStreamed: Bool
    private let candidates: [PooledModel]
    private var place = 0
    private var failures: [(cluster: String, error: ServedError)] = []

    /// - Parameters:
    ///   - body: the body of the request.
    ///   - candidates: the places, the best first.
    init(
        _ route: InferenceRoute, _ request: ClientRequest, _ body: JSONObject, isStreamed: Bool,
        candidates: [PooledModel]
    ) {
        self.route = route
        self.request = request
        self.body = body
        self.isStreamed = isStreamed
        self.candidates = candidates
    }

    private var client: InferenceClient { route.client }
    private var candidate: PooledModel { candidates[place] }

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
    /// - Throws: ``ServedError`` where nothing was sent to the client, and no place is left.
    func run(_ account: inout ServedRequest, _ responder: Responder) async throws {
        while candidates.indices.contains(place) {
            begin(&account)
            do { return try await attempt(&account, responder) } catch { try goOn(after: error) }
        }
        if let first = candidates.first {
            (account.cluster, account.model, account.fallbackFrom) = (first.cluster, first.name, nil)
        }
        throw failure
    }

    private func begin(_ account: inout ServedRequest) {
        account.cluster = candidate.cluster
        account.model = candidate.name
        account.fallbackFrom = failures.first?.cluster
        account.notes = []
        account.isTranslated = false
    }

    /// Takes note of a failure, and goes on to the next place where that may do better, else behind the last.
    ///
    /// - Throws: what is no ``Refusal``.
    private func goOn(after error: any Error) throws {
        guard let refusal = error as? Refusal else { throw error }
        // The cluster is named where it is the one that failed, and not the request or the sign-in.
        let named = refusal.error is ClientError ? candidate.cluster : nil
        failures.append((candidate.cluster, ServedError(refusal.error).named(named)))
        place = refusal.mayFallBack ? place + 1 : candidates.count
    }

    /// The failure of the first place, which is the one that was meant, with a word on the others.
    private var failure: ServedError {
        guard let first = failures.first else {
            return ServedError(.serverError, "No cluster was asked.", code: "internal")
        }
        guard failures.count > 1 else { return first.error }
        let message = failures.map { $0.error.named($0.cluster).message }.joined(separator: " ")
        return ServedError(
            first.error.kind, message, code: first.error.code, parameter: first.error.parameter,
            retryAfter: first.error.retryAfter)
    }

    /// Asks at the present place.
    ///
    /// - Throws: ``Refusal`` where nothing was sent to the client.
    private func attempt(_ account: inout ServedRequest, _ responder: Responder) async throws {
        guard speaks(account.dialect) else { return try await translate(&account, responder) }
        do { try await pass(&account, responder) } catch {
            // The list may promise a route that the place does not have for this model, or not streamed.
            guard mayTranslate(account.dialect, after: error) else { throw error }
            try await translate(&account, responder)
        }
    }

    private func speaks(_ dialect: Dialect) -> Bool { candidate.speaks(dialect, isStreamed: isStreamed) }

    private func mayTranslate(_ dialect: Dialect, after error: any Error) -> Bool {
        (error as? Refusal)?.isUnsupported == true && dialect.isTranslatable && candidate.dialects.contains(.chat)
    }

    // MARK: The route that the client asked for

    private func pass(_ account: inout ServedRequest, _ responder: Responder) async throws {
        let dialect = account.dialect
        let body = asked(dialect, &account)
        guard isStreamed else { return try await send(body, dialect, &account, responder) }
        try await stream(body, dialect.route, &account, to: sending(relay(body, dialect), account, responder))
    }

    /// Returns the maker of the relay for an answer in the API that the client asked in.
    private func relay(_ body: JSONObject, _ dialect: Dialect) -> AnswerSending.RelayMaker {
        switch dialect {
        case .chat, .completions:
            let answers = InferenceClient.answers(body, at: candidate.endpoint)
            let passesUsage = self.body["stream_options"]?["include_usage"]?.bool == true
            return { ChatRelay(dialect, answers: answers, passesUsage: passesUsage, redaction: $0) }
        case .responses, .messages, .embeddings: return { NativeRelay(dialect, redaction: $0) }
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
        let translation = try translation(&account)
        let chat = chat(translation)
        guard isStreamed else { return try await send(chat, translation, &account, responder) }
        try await stream(
            chat, ModelEndpoint.chatRoute, &account,
            to: sending({ TranslatedRelay(translation, redaction: $0) }, account, responder))
    }

    private func translation(_ account: inout ServedRequest) throws(Refusal) -> any ChatTranslation {
        account.isTranslated = true
        let circumstances = TranslationCircumstances(
            model: account.asked, modalities: candidate.info?.features.inputModalities ?? [],
            efforts: candidate.info?.features.reasoningEfforts ?? [], time: route.clock.now(), id: RequestID.make())
        let translation: any ChatTranslation
        do {
            translation =
                account.dialect == .messages
                ? try MessagesTranslation(body, circumstances) : try ResponsesTranslation(body, circumstances)
        } catch { throw Refusal(error) }
        account.add(notes: translation.notes)
        return translation
    }

    private func chat(_ translation: any ChatTranslation) -> JSONObject {
        var chat = translation.chatBody
        chat["model"] = .string(candidate.name)
        return chat
    }

    /// Asks for an answer in one piece, and sends it translated.
    @inline(never)
    private func send(
        _ chat: JSONObject, _ translation: any ChatTranslation, _ account: inout ServedRequest, _ responder: Responder
    ) async throws {
        var translation = translation
        let json = try await whole(chat, .chat, &account)
        let completion: ChatCompletion
        do { completion = try ChatCompletion(json) } catch { throw Refusal(error) }
        if completion.choices.first?.toolCalls.contains(where: { ($0.name ?? "").isEmpty }) == true {
            throw Refusal(ServedError.namelessCall)
        }
        let answer = translation.answer(completion)
        account.add(notes: translation.notes)
        try responder.send(200, answer, headers: headers(account))
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

    /// Fields of the client's head that mean something to the service.
    private var forwarded: [(name: String, value: String)] {
        ["x-alcf-session-id", "anthropic-version", "anthropic-beta"].compactMap { name in
            request[name].map { (name, $0) }
        }
    }

    // MARK: Answering

    /// Asks for a stream, and has it sent on as it comes.
    @inline(never)
    private func stream(
        _ body: JSONObject, _ route: String, _ account: inout ServedRequest, to sending: AnswerSending
    ) async throws {
        do {
            await sending.finish(
                try await client.stream(route, body, forwarded, at: candidate.endpoint) { sending.begin($0) }.0)
        } catch { throw Refusal(error) }
        try Self.complete(&account, sending)
    }

    private func sending(
        _ relay: @escaping AnswerSending.RelayMaker, _ account: ServedRequest, _ responder: Responder
    ) -> AnswerSending {
        AnswerSending(
            to: responder, headers: headers(account), progressLimit: client.timeouts.progress?.seconds, relay)
    }

    /// Completes the account of an answer.
    @inline(never)
    private static func complete(_ account: inout ServedRequest, _ sending: AnswerSending) throws {
        guard let outcome = sending.outcome else { throw CancellationError() }
        note(outcome.answer, in: &account)
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
