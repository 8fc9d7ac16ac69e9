import ALCFClient
import ALCFHTTP
import ALCFJSON
import ALCFSystem

/// The state of the services before the first request: their addresses, models, and running and queued jobs.
///
/// It is for those who read the record. What cannot be had is noted as such, and never keeps a run from starting.
struct ServiceSnapshot {
    let targets: [BenchmarkTarget]
    /// Connections of its own: the measured ones stay as they are.
    let transport: any HTTPTransport

    /// Looks once at each address.
    func taken() async -> JSONObject {
        var seen: [String: JSONValue] = [:]
        var members = JSONObject()
        for target in targets {
            let address = target.endpoint.baseURL.string
            if seen[address] == nil { seen[address] = await look(at: target) }
            members[target.name] = seen[address]
        }
        return ["at": .double(WallClock.system.now()), "targets": .object(members)]
    }

    private func look(at target: BenchmarkTarget) async -> JSONValue {
        let isService = target.endpoint.credentials == .service
        // The gateway tells its health to everybody; another server's list of models is looked at without a key.
        let url =
            try? isService ? target.client.baseURL.appending("health") : target.endpoint.url("models")
        let (network, body) = await probe(url, checksCertificate: isService || target.endpoint.checksCertificate)
        var members: JSONObject = ["network": network]
        if isService {
            let cluster = target.endpoint.name
            do {
                members["models"] = .array(try await target.client.models(on: cluster).map { .string($0.id) })
            } catch { members["models"] = Self.failure(error) }
            do { members["jobs"] = try await target.client.jobs(on: cluster).raw } catch {
                members["jobs"] = Self.failure(error)
            }
        } else {
            members["models"] = (body?["data"]?.array).map { .array($0.compactMap { $0["id"] }) } ?? .null
        }
        return .object(members)
    }

    private func probe(_ url: HTTPURL?, checksCertificate: Bool) async -> (JSONValue, JSONValue?) {
        guard let url else { return (.null, nil) }
        let limits = HTTPRequest.Timeouts(
            connect: .seconds(5), firstByte: .seconds(5), idle: .seconds(5), total: .seconds(10))
        do {
            var request = HTTPRequest(.get, url, timeouts: limits)
            request.checksCertificate = checksCertificate
            let response = try await transport.send(request)
            let body = try await response.body.collect(upTo: 1 << 22)
            let timings = response.timings
            return (
                [
                    "host": .string(url.host), "address": JSONValue(timings.remoteAddress),
                    "http_version": JSONValue(timings.httpVersion), "dns_seconds": JSONValue(timings.nameLookup),
                    "connect_seconds": JSONValue(timings.connect), "tls_seconds": JSONValue(timings.tls),
                    "status": .int(response.status),
                ], try? JSONValue(parsing: body)
            )
        } catch { return (Self.failure(error), nil) }
    }

    private static func failure(_ error: any Error) -> JSONValue { ["error": .string("\(error)")] }
}
