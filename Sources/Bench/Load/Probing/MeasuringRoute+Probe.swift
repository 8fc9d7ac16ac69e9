import ALCFClient
import ALCFHTTP
import ALCFRecord
import ALCFSystem

extension MeasuringRoute {
    /// Limits of a probe: a server that hangs must not hold the run up.
    private static let probeTimeouts = HTTPRequest.Timeouts(
        connect: .seconds(5), firstByte: .seconds(5), idle: .seconds(5), total: .seconds(5))

    /// Asks the server for its health over a connection such as requests use. No token, key or header of the target is
    /// sent: the gateway tells its health to everybody.
    ///
    /// - Parameters:
    ///   - path: from the server's root; nil for the usual one. The gateway has its own.
    ///   - probe: with target and block; the rest is filled in.
    ///   - anchor: the run's zero.
    func ask(_ path: String?, _ probe: Probe, since anchor: MonotonicTime) async -> Probe {
        var probe = probe
        do {
            var request = HTTPRequest(.get, try healthURL(path), timeouts: Self.probeTimeouts, version: version)
            request.checksCertificate = checksCertificate
            let response = try await transport.send(request)
            probe.httpStatus = response.status
            do { _ = try await response.body.collect(upTo: 1 << 16) } catch { probe.error = "\(error)" }
            probe.record(response.timings, since: anchor)
        } catch {
            probe.error = "\(error)"
            if let timings = (error as? HTTPError)?.timings { probe.record(timings, since: anchor) }
        }
        return probe
    }

    private func healthURL(_ path: String?) throws(HTTPError) -> HTTPURL {
        if isService { return try gateway.appending("health") }
        let server = endpoint.baseURL
        return try HTTPURL("\(server.scheme)://\(server.host):\(server.port)\(path ?? ProbeTarget.usualPath)")
    }
}

extension Probe {
    fileprivate mutating func record(_ timings: HTTPTimings, since anchor: MonotonicTime) {
        start = (timings.connected ?? timings.started)?.seconds(since: anchor) ?? start
        firstByte = timings.firstByte?.seconds(since: anchor)
        dns = timings.nameLookup
        connect = timings.connect
        tls = timings.tls
        roundTrip = timings.socket?.roundTrip
        leastRoundTrip = timings.socket?.leastRoundTrip
        retransmissions = timings.socket?.retransmissions
        localPort = timings.localPort
    }
}
