import ALCFJSON
import ALCFRecord

/// The wait of one request for its first token, split into what was measured and the rest.
///
/// Of an answer in one piece, whose tokens all come with its last byte, it is the wait for that. Each part is at most
/// what the parts before it have left over, so that none is negative and they sum to the wait.
struct FirstTokenParts: Sendable, Hashable {
    /// Seconds of each part; one that was not measured is missing. There is always a rest.
    let seconds: Seconds
    /// Seconds from the established connection to the first token.
    let wait: Double
    /// Whether the answer came as a stream: else the wait is that for the whole answer.
    let isStreamed: Bool
    /// Whether the measured parts sum to more than the wait, so that one was cut short: clocks of two machines differ.
    let isCut: Bool

    /// The names under which services report the time of a whole answer, in seconds, the first that is there counts.
    private static let totals = ["total_latency", "response_time", "total_time"]
    /// The name under which services report their own time to first token, in seconds.
    private static let first = "time_to_first_token"

    /// The parts of an answered request; nil where there is no wait.
    ///
    /// - Parameter floor: the least time of the server's front door at that time: without a round trip where
    ///   `isBeyondNetwork`, else with one. Nil where it was not asked for its health.
    init?(_ sample: Sample, floor: Double?, isBeyondNetwork: Bool = true) {
        let figure: Figure<Sample> = sample.trace.streamed ? .timeToFirstToken : .serviceLatency
        guard sample.outcome.isSuccess, let wait = sample[figure], wait.isFinite, wait >= 0 else { return nil }
        var left = wait
        var isCut = false
        var seconds = Seconds()
        func known(_ value: Double?) -> Double? { value.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil } }
        func take(_ part: FirstTokenPart, _ value: Double?) {
            guard let value = known(value) else { return }
            let taken = min(value, left)
            if taken < value { isCut = true }
            seconds[part] = taken
            left -= taken
        }
        let trace = sample.trace
        for (part, value) in [
            (FirstTokenPart.nameLookup, trace.dns), (.connection, trace.connect), (.handshake, trace.tls),
        ] {
            seconds[part] = known(value)
        }
        // The least one: a smoothed one holds what the other side's kernel puts its acknowledgements off by.
        take(.network, trace.leastRoundTrip ?? trace.roundTrip)
        // A floor that holds a round trip already is not told from the network's.
        take(.gateway, isBeyondNetwork ? floor : floor.map { max(0, $0 - (seconds[.network] ?? 0)) })
        let names = trace.streamed ? [Self.first] : Self.totals
        take(.accelerator, names.lazy.compactMap { sample.serverTimings?[$0]?.double }.first)
        seconds[.rest] = left
        self.seconds = seconds
        self.wait = wait
        isStreamed = trace.streamed
        self.isCut = isCut
    }

    /// Seconds of a part; 0 where it was not measured.
    subscript(part: FirstTokenPart) -> Double { seconds[part] ?? 0 }

    /// Seconds by part: as a dictionary, in the memory of seven numbers.
    struct Seconds: Sendable, Hashable {
        @CompactReal private var nameLookup: Double?
        @CompactReal private var connection: Double?
        @CompactReal private var handshake: Double?
        @CompactReal private var network: Double?
        @CompactReal private var gateway: Double?
        @CompactReal private var accelerator: Double?
        @CompactReal private var rest: Double?

        subscript(part: FirstTokenPart) -> Double? {
            get {
                switch part {
                case .nameLookup: nameLookup
                case .connection: connection
                case .handshake: handshake
                case .network: network
                case .gateway: gateway
                case .accelerator: accelerator
                case .rest: rest
                }
            }
            set {
                switch part {
                case .nameLookup: nameLookup = newValue
                case .connection: connection = newValue
                case .handshake: handshake = newValue
                case .network: network = newValue
                case .gateway: gateway = newValue
                case .accelerator: accelerator = newValue
                case .rest: rest = newValue
                }
            }
        }
    }
}
