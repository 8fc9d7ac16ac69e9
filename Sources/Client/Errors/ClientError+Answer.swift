package import ALCFHTTP
import ALCFJSON
package import ALCFSystem

extension ClientError {
    /// An answer whose status is not 2xx.
    ///
    /// - Parameters:
    ///   - body: what came of it.
    ///   - url: what was asked for.
    ///   - requestSize: bytes of the request's body.
    ///   - clock: the time of day, for a `Retry-After` that is a date.
    package init(
        status: Int, headers: HTTPHeaders, body: [UInt8], from url: HTTPURL, isService: Bool, requestSize: Int,
        clock: WallClock, timings: HTTPTimings? = nil
    ) {
        if (300..<400).contains(status) {
            self.init(redirect: Redirect(headers, from: url), status: status, timings: timings)
            return
        }
        var envelope = ErrorEnvelope(body: body)
        if body.isEmpty, let coding = HTTPCoding.foreign(headers) {
            envelope.message =
                "the server answered \(status), and its reason is encoded as '\(coding)', which was not asked for"
        }
        self.init(
            status: status, envelope: envelope, isService: isService, requestSize: requestSize,
            retryAfter: headers["Retry-After"].flatMap { RetryAfter.seconds($0, now: clock.now()) }, timings: timings)
    }

    /// An answer that sends us elsewhere.
    private init(redirect: Redirect, status: Int, timings: HTTPTimings?) {
        self.init(
            .redirect, redirect.message(status: status), httpStatus: status,
            remedy:
                "Give the address that it leads to, if you trust it, where this one was given: in ALCF_BASE_URL or --target.",
            timings: timings)
    }

    /// An answer that is an error.
    ///
    /// - Parameters:
    ///   - status: the answer's status; 200 for one that says in its body that it is an error.
    ///   - envelope: what the body says.
    ///   - isService: whether it is the gateway that speaks, and not some other server.
    ///   - requestSize: bytes of the request's body.
    ///   - retryAfter: what the head says of it, in seconds.
    package init(
        status: Int, envelope: ErrorEnvelope, isService: Bool, requestSize: Int = 0, retryAfter: Double? = nil,
        timings: HTTPTimings? = nil
    ) {
        // An error of the gateway about the caller's token comes from no server behind it.
        let upstream = envelope.code == "unauthorized" ? nil : envelope.message.flatMap { UpstreamFailure(in: $0) }
        let isWrapped = envelope.code == "internal_endpoint_error"
        // In a stream the status is 200 whatever happens, and the body's own number counts.
        let inStream = (200..<300).contains(status)
        let upstreamStatus =
            upstream?.status
            ?? (inStream ? envelope.status ?? envelope.type.flatMap(UpstreamFailure.status(ofType:)) : nil)
        var message =
            upstream?.message ?? Self.lastLine(envelope.message) ?? "the server answered \(status) and no reason"
        var code = Self.code(
            upstreamStatus ?? (inStream ? 500 : status), envelope: envelope, upstream: upstream, message: message)
        var remedy: String?
        if upstreamStatus == 401 || upstreamStatus == 403 || (isWrapped && [401, 403].contains(status)) {
            code = isService ? .upstreamUnauthorized : upstreamStatus == 403 ? .notPermitted : .unauthorized
            if !isService { remedy = "Check the key for this server." }
        } else if status == 401 {
            code = isService ? Self.authorizationCode(message) : .unauthorized
            if code == .signInAgain { remedy = Self.signInRemedy(message) }
            if code == .unauthorized { remedy = Self.unauthorizedRemedy(message, isService: isService) }
        }
        if isService, status == 500, envelope.code == "internal_error", requestSize > BodySize.gatewayMemory {
            code = .tooLarge
            message =
                "the request is probably too big: it has \(requestSize) bytes, the gateway takes about 2.6 million, "
                + "and it answered '\(message)'"
        }
        if code == .tooLarge { remedy = BodySize.remedy }
        self.init(
            code, Self.withoutForeignAdvice(message), httpStatus: status, upstreamStatus: upstreamStatus,
            serverCode: envelope.code ?? upstream?.code ?? envelope.type, remedy: remedy,
            retryAfter: retryAfter ?? envelope.retryAfter,
            errorID: envelope.errorID, timings: timings)
    }

    private static func code(
        _ status: Int, envelope: ErrorEnvelope, upstream: UpstreamFailure?, message: String
    ) -> Code {
        switch envelope.code {
        case "cluster_not_found": return .unknownCluster
        case "endpoint_not_found", "model_not_found": return .unknownModel
        case "unsupported_framework", "unsupported_endpoint": return .unsupported
        case "cluster_under_maintenance": return .maintenance
        case "batch_ongoing", "quota_exceeded": return .batchPending
        case "batch_failed": return .batchFailed
        case "batch_unavailable": return .unsupported
        default: break
        }
        switch status {
        case 400, 413, 422, 404, 410, 500:
            if [envelope.code, upstream?.code].contains("context_length_exceeded")
                || contextPhrases.contains(where: message.contains)
            {
                return .contextLength
            }
        default: break
        }
        return switch status {
        case 400, 409, 422: .invalidRequest
        case 401: .unauthorized
        case 403: .notPermitted
        case 404 where message.contains("model"): .unknownModel
        case 404, 405, 410: .notFound
        case 408, 504: .serverTimeout
        case 413: .tooLarge
        case 429: .rateLimited
        case 503 where message.contains("maintenance"): .maintenance
        case 503 where message.contains("not currently live") || message.contains("is offline"): .notRunning
        case 503 where message.contains("not ready to receive tasks"): .loading
        case 502, 503: .unavailable
        case 200..<400: .malformed
        case 400..<500: .invalidRequest
        case 500 where message.hasSuffix("connection attempts failed"): .unavailable
        default: .serverError
        }
    }

    /// Phrases by which servers say that a prompt is too long.
    private static let contextPhrases = [
        "maximum context length", "maximum model length", "exceeds the available context size", "rompt too long",
        "rompt is too long", "exceeds the context", "exceeds maximum context",
    ]

    private static func unauthorizedRemedy(_ message: String, isService: Bool) -> String {
        if !isService { return "Check the key for this server." }
        if message.contains("Missing ('Authorization'") { return "Run 'alcf authenticate'." }
        return "Report this to support@alcf.anl.gov; signing in again with 'alcf authenticate --force' may help."
    }

    /// The last line of a traceback, which says what happened; any other text as it is.
    private static func lastLine(_ text: String?) -> String? {
        guard let text, text.contains("Traceback (most recent call last)") else {
            return text.flatMap { ErrorEnvelope.shorten($0) }
        }
        return text.split(whereSeparator: \.isNewline).last { $0.contains { !$0.isWhitespace } }
            .flatMap { ErrorEnvelope.shorten($0) }
    }
}
