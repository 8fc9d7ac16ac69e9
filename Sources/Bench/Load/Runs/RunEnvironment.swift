public import ALCFHTTP
import ALCFRecord

/// The means by which a program runs benchmarks: its name, its connections and the check of its instrument.
public struct RunEnvironment: Sendable {
    /// Name and version of the program, as in `alcf 0.1.0`. Records keep it.
    public var tool: String
    /// Settings of all connections.
    public var connections: HTTPClient.Configuration
    /// The server against which the instrument is checked; nil for no check.
    public var instrument: InstrumentServer?

    /// The means of a program.
    public init(
        tool: String, connections: HTTPClient.Configuration = .fromEnvironment(), instrument: InstrumentServer? = nil
    ) {
        self.tool = tool
        self.connections = connections
        self.instrument = instrument
    }

    /// A client with connections of its own.
    func client() -> HTTPClient { HTTPClient(connections) }

    /// The transport of a run's requests, where it differs from that of all other requests; nil where nothing special
    /// is asked for.
    func transport(_ options: BenchmarkOptions) -> (any HTTPTransport)? {
        guard options.loops > 1 || options.connections != nil else { return nil }
        var configuration = connections
        configuration.connectionsPerHost = options.connections.map { max(1, $0 / options.loops) }
        return ShardedTransport(loops: options.loops, configuration)
    }
}
