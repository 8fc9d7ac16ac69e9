import ALCFHTTP
import ALCFRecord

/// The transport of a run's requests, if it differs from that of all other requests.
enum LoadTransport {
    /// Nil where nothing special is asked for.
    static func make(_ options: BenchmarkOptions) -> (any HTTPTransport)? {
        guard options.loops > 1 || options.connections != nil else { return nil }
        var configuration = Network.configuration
        configuration.connectionsPerHost = options.connections.map { max(1, $0 / options.loops) }
        return ShardedTransport(loops: options.loops, configuration)
    }
}
