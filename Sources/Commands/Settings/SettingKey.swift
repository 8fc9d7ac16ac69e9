import ALCFClient
import ALCFSystem

/// The key of a value in the settings file, as in `targets.mine.url`.
struct SettingKey: Sendable, Hashable, CustomStringConvertible {
    let path: [String]

    init(_ path: [String]) { self.path = path }

    /// A key as users write it. A header's name may have dots of its own.
    init(_ text: String) {
        let words = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let most = 4
        path =
            words.count <= most
            ? words : Array(words.prefix(most - 1)) + [words.dropFirst(most - 1).joined(separator: ".")]
    }

    var description: String { path.joined(separator: ".") }

    /// The setting that it is a key of; nil for none.
    var setting: Setting? { Setting.of(path) }

    /// Whether it stands above others, as `targets.mine` does.
    var isGroup: Bool { setting == nil && Setting.all.contains { $0.matches(path) } }

    /// The fault of a name in it; nil for none.
    var nameFault: (message: String, remedy: String)? {
        guard let setting = Setting.all.first(where: { $0.matches(path) }), let name = setting.name(in: path) else {
            return nil
        }
        let allowed = { (character: UInt8) in
            character.isLowerCaseLetter || (0x30...0x39).contains(character) || character == 0x2D || character == 0x5F
        }
        guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy(allowed), name.utf8.first != 0x2D else {
            return (
                "'\(name.prefix(80))' in '\(path[0]).\(name.prefix(80))' is no name",
                "A name has small letters, digits, - and _, as in my-server2."
            )
        }
        if path[0] == "targets", KnownCluster.named(name) != nil {
            return (
                "'\(name)' is a cluster of ALCF's, and cannot be the name of a server of your own",
                "Choose another name, as in \(name)-test."
            )
        }
        return nil
    }

    /// The known key that is nearest to this one; nil where none is near.
    var nearest: SettingKey? {
        let candidates = Setting.all.map { setting in
            var parts = setting.parts
            for index in parts.indices where Setting.isPlaceholder(parts[index]) && index < path.count {
                parts[index] = path[index]
            }
            return SettingKey(parts)
        }
        let own = description
        let near = candidates.map { ($0, EditDistance.between($0.description.utf8, own.utf8)) }.min { $0.1 < $1.1 }
        guard let near, near.1 <= (own.utf8.count < 4 ? 1 : max(2, min(3, own.utf8.count / 3))) else { return nil }
        return near.0
    }

    /// A key that is none.
    var unknown: UsageError {
        UsageError(
            "there is no setting '\(description.prefix(200))'",
            remedy: nearest.map { "Did you mean '\($0)'?" } ?? "To see all settings: alcf config --help")
    }
}

extension UInt8 {
    fileprivate var isLowerCaseLetter: Bool { (0x61...0x7A).contains(self) }
}
