/// A cluster of ALCF's as its documentation and the gateway's source describe it, beyond what the gateway's list says.
///
/// A cluster that is not in ``all`` works by the list alone. Adding one is adding an entry here.
public struct KnownCluster: Sendable, Hashable {
    /// The name in lower case, as in requests and paths.
    public let name: String
    /// The part of the path between the cluster's name and `/v1`.
    public let framework: String
    /// The accelerators that it computes with; nil where ALCF does not say.
    public let hardware: String?
    /// Whether the gateway asks its server directly, and gives up after 120 s of silence, and not by way of Globus
    /// Compute, with 300 s.
    public let answersDirectly: Bool
    /// Whether a question to a model that is offline has it loaded.
    public let startsOnRequest: Bool

    /// Every cluster that something is known of.
    public static let all = [metis, sophia, minerva, tara]

    /// SambaNova's, which holds a fixed set of models.
    public static let metis = KnownCluster("metis", hardware: "SambaNova SN40L")
    /// The one with the most models, which are loaded on request.
    public static let sophia = KnownCluster(
        "sophia", framework: "vllm", hardware: "NVIDIA A100", answersDirectly: false, startsOnRequest: true)
    /// The newest.
    public static let minerva = KnownCluster("minerva", hardware: "NVIDIA B200")
    /// A pilot, of which ALCF says little.
    public static let tara = KnownCluster("tara", hardware: nil)

    /// The cluster that is asked where nothing else is said: the one that serves the most models.
    public static let `default` = sophia
    /// The clusters that are compared where nothing else is said.
    public static let compared = [metis, sophia]

    private init(
        _ name: String, framework: String = "api", hardware: String?, answersDirectly: Bool = true,
        startsOnRequest: Bool = false
    ) {
        self.name = name
        self.framework = framework
        self.hardware = hardware
        self.answersDirectly = answersDirectly
        self.startsOnRequest = startsOnRequest
    }

    /// The cluster of that name, in any case; nil for one of which nothing is known here.
    public static func named(_ name: String) -> KnownCluster? {
        let name = name.lowercased()
        return all.first { $0.name == name }
    }

    /// The name as in sentences.
    public var title: String { name.prefix(1).uppercased() + name.dropFirst() }
}
