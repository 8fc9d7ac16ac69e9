import ALCFHTTP
import ALCFJSON
import ALCFRecord
import ALCFSystem

/// Asks for a page again where the server is busy or out of order: that passes.
struct RowPatience: Sendable {
    /// Maximum number of attempts for a page.
    static let attempts = 5
    /// The longest wait before one attempt, in seconds, whatever the server asks for.
    static let longestWait = 60.0

    /// Errors after which another attempt may succeed.
    private static let passing: Set<HTTPError.Code> = [
        .disconnected, .timeoutConnect, .timeoutFirstByte, .timeoutIdle,
    ]

    /// Waits so many seconds.
    let pause: @Sendable (Double) async throws -> Void

    /// Returns the body of a good answer.
    ///
    /// - Throws: `BenchError` for what asking again cannot mend, and after the last attempt.
    func fetch(
        _ request: HTTPRequest, of dataSet: String, limit: Int, over transport: any HTTPTransport
    ) async throws -> [UInt8] {
        var attempt = 1
        while true {
            var failure: BenchError
            var wait = Double(1 << attempt)
            do {
                let response = try await transport.send(request)
                let body = try await response.body.collect(upTo: limit)
                if response.status == 200 { return body }
                failure = Self.failure(response, body, of: dataSet, to: request)
                guard response.status == 429 || (500...599).contains(response.status) else { throw failure }
                wait =
                    response.headers["Retry-After"].flatMap { RetryAfter.seconds($0, now: WallClock.system.now()) }
                    ?? wait
            } catch let error as HTTPError {
                failure = BenchError(
                    .dataSet, "\(dataSet) cannot be fetched: \(request.redaction(error.message))",
                    remedy: error.code == .invalidProxy
                        ? ProxySetting.syntax : "run the same command again: what came is kept", underlying: error)
                guard Self.passing.contains(error.code) else { throw failure }
            }
            guard attempt < Self.attempts else { throw failure }
            attempt += 1
            try await pause(min(wait, Self.longestWait))
        }
    }

    private static func failure(
        _ response: HTTPResponse, _ body: [UInt8], of dataSet: String, to request: HTTPRequest
    ) -> BenchError {
        let status = response.status
        guard !(300..<400).contains(status) else {
            return BenchError(
                .dataSet,
                "\(dataSet) cannot be fetched: \(Redirect(response.headers, from: request.url).message(status: status))",
                remedy: remedy(status))
        }
        let reason =
            (try? JSONValue(parsing: body))?["error"]?.string.map { ": \(request.redaction($0).prefix(300))" } ?? ""
        return BenchError(
            status == 429 || status >= 500 ? .unavailable : .dataSet,
            "\(dataSet) cannot be fetched: the server answered \(status)\(reason)", remedy: remedy(status))
    }

    private static func remedy(_ status: Int) -> String {
        switch status {
        case 401, 403: "set HF_TOKEN to a token that may read it"
        case 404, 422: "name the data set as hf:OWNER/NAME:CONFIG:SPLIT"
        case 429: "wait some minutes and run the same command again: what came is kept"
        default: "run the same command again later: what came is kept"
        }
    }
}
