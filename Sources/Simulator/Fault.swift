/// Something that goes wrong with a share of the chat requests.
public struct Fault: Sendable, Hashable {
    /// Kind of the fault.
    public var kind: Kind
    /// The share of requests it befalls, 0 to 1.
    public var probability: Double
    /// The cluster it is restricted to; nil for every one.
    public var cluster: SimulatedCluster?

    /// A kind of fault.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// `{"detail": "Too many requests."}`, without `Retry-After`.
        case tooManyRequests = "429"
        /// Metis: the model is not live; Sophia: the endpoint is not ready.
        case unavailable = "503"
        /// The gateway's own crash.
        case crash = "500"
        /// The gateway calls a good token inactive.
        case unauthorized = "401"
        /// The connection closes in the middle of the answer.
        case drop
        /// A stream: `[DONE]` after half the answer, without a `finish_reason`. Otherwise: half the body, then closed.
        case truncate
        /// A stream: an error inside a 200, in the cluster's way. Otherwise: the cluster's 500.
        case errorEvent = "error-event"
        /// A stream: half the answer, then silence. Otherwise: nothing at all.
        case stall
        /// An event, or a body, that is not JSON.
        case garbage
    }

    /// A fault of every cluster, or of one.
    public init(_ kind: Kind, probability: Double, cluster: SimulatedCluster? = nil) {
        self.kind = kind
        self.probability = probability
        self.cluster = cluster
    }

    /// Reads `429=0.05` or `metis:stall=0.1`.
    ///
    /// - Throws: ``SimulatorError`` with code `invalidFault`.
    public static func parse(_ text: String) throws(SimulatorError) -> Fault {
        let sides = text.split(separator: "=", omittingEmptySubsequences: false)
        let names = sides[0].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard sides.count == 2, names.count <= 2, let last = names.last else { throw invalid(text) }
        guard let kind = Kind(rawValue: last), let probability = Double(sides[1]), (0...1).contains(probability)
        else { throw invalid(text) }
        guard names.count == 2 else { return Fault(kind, probability: probability) }
        guard let cluster = SimulatedCluster(rawValue: names[0]) else { throw invalid(text) }
        return Fault(kind, probability: probability, cluster: cluster)
    }

    private static func invalid(_ text: String) -> SimulatorError {
        let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
        return SimulatorError(
            .invalidFault, "'\(text)' is not a fault",
            remedy: "Write NAME=SHARE or CLUSTER:NAME=SHARE, as in 429=0.05 or metis:stall=0.1; names are \(kinds).")
    }

    /// The fault that befalls the request of that number, if any: decided by the seed and the count, not by time.
    ///
    /// Each fault draws for itself; of several that would strike, the first in the list does.
    static func drawn(from faults: [Fault], seed: UInt64, cluster: SimulatedCluster, request: Int) -> Kind? {
        for (index, fault) in faults.enumerated() where fault.cluster == nil || fault.cluster == cluster {
            var generator = SeededGenerator(seed, "fault", cluster.rawValue, "\(request)", "\(index)")
            if generator.unit() < fault.probability { return fault.kind }
        }
        return nil
    }
}
