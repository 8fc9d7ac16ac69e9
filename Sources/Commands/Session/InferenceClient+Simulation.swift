import ALCFClient
import ALCFHTTP
import ALCFSimulator

extension InferenceClient {
    /// Returns the speed that a simulated gateway reports; nil for a real one. Only this machine is asked.
    func simulationSpeed() async -> Double? {
        guard baseURL.isLoopback, let url = try? baseURL.appending("health") else { return nil }
        let request = HTTPRequest(
            .get, url,
            timeouts: .init(connect: .seconds(2), firstByte: .seconds(2), idle: .seconds(2), total: .seconds(3)))
        guard let response = try? await transport.send(request) else { return nil }
        _ = try? await response.body.collect(upTo: 1 << 16)
        return response.headers[Simulator.speedHeader].flatMap(Double.init)
    }
}
