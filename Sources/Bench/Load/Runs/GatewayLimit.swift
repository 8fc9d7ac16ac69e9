import ALCFClient
import ALCFRecord

/// The gateway's limit of requests: it refuses a user's eleventh within a second. Other servers set none that we know
/// of.
package enum GatewayLimit {
    private static let requestsPerSecond = 10.0

    /// Returns the most requests a second to start.
    ///
    /// - Parameters:
    ///   - asked: what the user set, which wins.
    ///   - simulationSpeed: that of a simulated service; nil for a real one.
    package static func rate(
        _ asked: Double?, for targets: [BenchmarkTarget], simulationSpeed: Double?
    ) -> Double? {
        if let asked { return asked }
        return targets.contains { $0.endpoint.credentials == .service }
            ? requestsPerSecond * (simulationSpeed ?? 1) : nil
    }
}
