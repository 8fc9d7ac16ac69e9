import ALCFClient
import ALCFSystem

/// A doubt about a setting that can be kept and may do nothing: a name that nothing is known of, or a target without an
/// address.
struct SettingDoubt {
    /// A sentence or two for a warning.
    let text: String

    /// Nil where there is none.
    ///
    /// - Parameters:
    ///   - targets: the user's own, in small letters.
    ///   - hasURL: whether one of them has an address.
    init?(_ key: SettingKey, _ value: String, targets: [String], hasURL: (String) -> Bool) {
        guard let setting = key.setting else { return nil }
        if key.path[0] == "targets" {
            let name = key.path[1]
            guard !hasURL(name) else { return nil }
            text =
                "the target '\(name)' has no address yet, and cannot be used. Set it: alcf config set targets.\(name).url URL"
            return
        }
        guard let name = setting.kind == .cluster ? value : setting.name(in: key.path) else { return nil }
        let known = KnownCluster.all.map(\.name) + targets
        guard !known.contains(name.lowercased()) else { return nil }
        let near = known.map { ($0, EditDistance.between($0.utf8, name.lowercased().utf8)) }.min { $0.1 < $1.1 }
        let hint = near.flatMap { $0.1 <= (name.utf8.count < 5 ? 1 : 2) ? " Did you mean '\($0.0)'?" : nil }
        text =
            "'\(name)' is no cluster that this version knows (\(KnownCluster.all.map(\.name).joined(separator: ", "))), and no "
            + "target of yours.\(hint ?? "") It is kept; to see what the gateway has: alcf list-endpoints"
    }
}
