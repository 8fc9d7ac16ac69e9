import ALCFHTTP
import ALCFSystem

/// The answer of a server to a request that needs no token, whatever its status.
struct ServerAnswer: Sendable {
    /// Address that was asked.
    let url: HTTPURL
    /// Status of the answer.
    let status: Int
    /// Its header fields.
    let headers: HTTPHeaders
    /// The first bytes of its body.
    let body: [UInt8]
    /// Times of the exchange.
    let timings: HTTPTimings
    /// Time by this machine's clock when the answer began, in seconds since 1970.
    let received: Double

    /// Seconds from the end of the request to the beginning of the answer; 0 where that is not known.
    var roundTrip: Double {
        guard let sent = timings.sent, let first = timings.firstByte else { return 0 }
        return max(0, first.seconds(since: sent))
    }

    /// Seconds of the whole exchange.
    var seconds: Double? { timings.ended.map { $0.seconds(since: timings.queued) } }

    /// Asks for `url` once.
    ///
    /// - Throws: `HTTPError`.
    static func of(
        _ url: HTTPURL, transport: any HTTPTransport, within limit: Duration, clock: WallClock
    ) async throws -> ServerAnswer {
        let limits = HTTPRequest.Timeouts(connect: limit, firstByte: limit, idle: limit, total: limit)
        let request = HTTPRequest(.get, url, headers: [("Accept", "application/json")], timeouts: limits)
        let response = try await transport.send(request)
        let sinceFirst = response.timings.firstByte.map { MonotonicTime.now.seconds(since: $0) } ?? 0
        let received = clock.now() - sinceFirst
        let body = try await response.body.collect(upTo: 1 << 20)
        return ServerAnswer(
            url: url, status: response.status, headers: response.headers, body: body, timings: response.timings,
            received: received)
    }
}
