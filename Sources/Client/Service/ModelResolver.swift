import ALCFSystem

/// Finds out which model of a cluster a name means.
///
/// Case, owner and context length do not count, unless they alone tell two models apart; see `ModelName`.
public struct ModelResolver: Sendable {
    /// The cluster, for messages.
    public let cluster: String
    /// The names there are.
    public let models: [String]

    /// - Parameters:
    ///   - cluster: the cluster's name.
    ///   - models: its models, by a list that is fresh.
    public init(cluster: String, models: [String]) {
        self.cluster = cluster
        self.models = models
    }

    /// - Throws: ``ClientError`` with code `unknownCluster`.
    public init(_ catalog: EndpointCatalog, cluster: String) throws(ClientError) {
        let found = try catalog.cluster(cluster)
        self.init(cluster: found.name, models: found.models)
    }

    /// The name as the cluster has it.
    ///
    /// - Throws: ``ClientError`` with code `ambiguousModel` or `unknownModel`, which lists the nearest names.
    public func resolve(_ name: String) throws(ClientError) -> String {
        if models.contains(name) { return name }
        let wanted = ModelName(name)
        let named = models.map { (model: $0, name: ModelName($0)) }
        // From strict to lax: the first rule that finds anything decides.
        let rules: [(ModelName) -> Bool] = [
            { $0.owner == wanted.owner && $0.title == wanted.title },
            { $0.ownersAgree(wanted) && $0.title == wanted.title },
            { $0.isSameModel(as: wanted) },
        ]
        for fits in rules {
            let found = named.filter { fits($0.name) }.map(\.model)
            if let only = found.first, found.count == 1 { return only }
            if found.count > 1 {
                throw ClientError(
                    .ambiguousModel, "'\(name)' on \(cluster) may be \(found.joined(separator: " or "))")
            }
        }
        let near = nearest(to: name)
        let hint =
            near.isEmpty
            ? "" : near.count == 1 ? "; did you mean \(near[0])?" : "; near it are \(near.joined(separator: ", "))"
        throw ClientError(
            .unknownModel, "there is no model '\(name)' on \(cluster)\(hint)",
            remedy: "See its models: alcf list-models \(cluster.shellQuoted)")
    }

    /// The names most like `name`, the nearest first: few edits apart, or one within the other.
    public func nearest(to name: String, atMost count: Int = 5) -> [String] {
        let wanted = ModelName(name).core
        let ranked = models.compactMap { model -> (distance: Int, model: String)? in
            let core = ModelName(model).core
            let distance = EditDistance.between(wanted.utf8, core.utf8)
            if distance <= max(2, wanted.utf8.count / 4) { return (distance, model) }
            // Hyphens and points are what people leave out.
            let (short, shortWanted) = (Self.squeezed(core), Self.squeezed(wanted))
            let isWithin = short.contains(shortWanted) || shortWanted.contains(short)
            return shortWanted.utf8.count > 2 && isWithin ? (distance, model) : nil
        }
        return ranked.sorted { ($0.distance, $0.model) < ($1.distance, $1.model) }.prefix(count).map(\.model)
    }

    /// Letters and digits alone.
    private static func squeezed(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber } }
}
