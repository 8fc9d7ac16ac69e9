import ALCFSystem

/// Finds out which model of a cluster a name means.
///
/// The same weights are `gpt-oss-120b` on one cluster, `openai/gpt-oss-120b` on another, and were
/// `gpt-oss-120b-131072` once: case, owner and context suffix do not count, unless they alone tell two models apart.
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
        let wanted = Name(name)
        // From strict to lax: the first rule that finds anything decides.
        for fits in [Name.isSame, Name.isSameButOwner, Name.isSameButOwnerAndContext] {
            let found = models.filter { fits(wanted, Name($0)) }
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
        let wanted = Name(name).core
        let ranked = models.compactMap { model -> (distance: Int, model: String)? in
            let core = Name(model).core
            let distance = EditDistance.between(wanted.utf8, core.utf8)
            if distance <= max(2, wanted.utf8.count / 4) { return (distance, model) }
            // Hyphens and points are what people leave out.
            let (short, shortWanted) = (Name.squeezed(core), Name.squeezed(wanted))
            let isWithin = short.contains(shortWanted) || shortWanted.contains(short)
            return shortWanted.utf8.count > 2 && isWithin ? (distance, model) : nil
        }
        return ranked.sorted { ($0.distance, $0.model) < ($1.distance, $1.model) }.prefix(count).map(\.model)
    }
}

/// A model's name, taken apart.
private struct Name {
    let owner: String?
    /// Without owner, with the context suffix.
    let title: String
    /// Without owner and context suffix.
    let core: String

    init(_ name: String) {
        let lower = name.lowercased()
        let slash = lower.lastIndex(of: "/")
        owner = slash.map { String(lower[..<$0]) }
        title = slash.map { String(lower[lower.index(after: $0)...]) } ?? lower
        core = Name.withoutContext(title)
    }

    static let isSame: @Sendable (Name, Name) -> Bool = { $0.owner == $1.owner && $0.title == $1.title }
    static let isSameButOwner: @Sendable (Name, Name) -> Bool = { $0.ownersAgree($1) && $0.title == $1.title }
    static let isSameButOwnerAndContext: @Sendable (Name, Name) -> Bool = { $0.ownersAgree($1) && $0.core == $1.core }

    /// Two owners that are both named must be the same.
    private func ownersAgree(_ other: Name) -> Bool { owner == nil || other.owner == nil || owner == other.owner }

    /// Letters and digits alone.
    static func squeezed(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber } }

    /// A context length is a multiple of 1024; dates such as `-2407` and `-20251009` are not.
    private static func withoutContext(_ title: String) -> String {
        guard let dash = title.lastIndex(of: "-"), let number = Int(title[title.index(after: dash)...]),
            number >= 1024, number % 1024 == 0, dash > title.startIndex
        else { return title }
        return String(title[..<dash])
    }
}
