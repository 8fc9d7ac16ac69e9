import ALCFRecord
import ALCFSystem
import ArgumentParser

extension TargetArguments {
    /// Several servers that are one target.
    struct Fleet: Hashable {
        let name: String
        var servers: [Server] = []

        /// One of them.
        struct Server: Hashable {
            let name: String
            let url: String
        }
    }

    /// Whether a target may have this name.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64
            && !name.contains { $0.isWhitespace || $0 == "/" || $0.unicodeScalars.contains { $0.value < 0x20 } }
    }

    /// The names of fleets, of which the files may not be read yet.
    var fleetNames: [String] {
        var names: [String] = []
        let read = server.compactMap { Self.split($0).name }
        for name in read + targetList.compactMap({ TargetListName($0).fleet }) where !names.contains(name) {
            names.append(name)
        }
        return names
    }

    /// The fleets with their servers.
    ///
    /// - Throws: ``UsageError`` for what is no server of a fleet, as in a record that was changed by hand.
    func fleets() throws(UsageError) -> [Fleet] {
        var fleets: [Fleet] = []
        var places: [String: Int] = [:]
        for text in server {
            let (fleet, rest) = Self.split(text)
            let (name, url) = Self.split(rest)
            guard let fleet, let name, Self.isURL(url) else {
                throw UsageError("'\(text)' is no server of a fleet")
            }
            if places[fleet] == nil {
                places[fleet] = fleets.count
                fleets.append(Fleet(name: fleet))
            }
            if let place = places[fleet] { fleets[place].servers.append(Fleet.Server(name: name, url: url)) }
        }
        return fleets
    }

    /// - Throws: `ValidationError` for lists that cannot be told apart, or have no name or file.
    func validateLists() throws {
        let lists = targetList.map(TargetListName.init)
        for list in lists {
            guard !list.path.isEmpty, list.fleet.map(Self.isName) != false else {
                throw ValidationError("'--target-list' takes a file or FLEET=FILE, as in fleet=servers.txt.")
            }
        }
        guard lists.count(where: \.isStandardInput) < 2 else {
            throw ValidationError("'--target-list -' reads standard input, which can be read once.")
        }
        let names = wanted.map(\.name) + Set(server.compactMap { Self.split($0).name }) + lists.compactMap(\.fleet)
        guard Set(names).count == names.count else { throw ValidationError("Two targets have the same name.") }
    }

    /// Returns the arguments with the servers of the files in place of these: so a record holds them, and a run that is
    /// continued needs no file.
    ///
    /// - Parameter mayLack: whether a file that is not there is left for later.
    /// - Throws: ``UsageError`` for a file that cannot be used.
    func reading(mayLack: Bool = false) throws(UsageError) -> TargetArguments {
        var result = self
        result.targetList = []
        for text in targetList {
            let list = TargetListName(text)
            if mayLack, !list.isStandardInput, PathFacts(path: UserPath.expanded(list.path)) == nil {
                result.targetList.append(text)
                continue
            }
            let servers = try TargetList(path: list.path).servers.map { "\($0.name)=\($0.url)" }
            if let fleet = list.fleet {
                result.server += servers.map { "\(fleet)=\($0)" }
                result.listed += servers.map { "\(fleet)=\($0)" }
            } else {
                result.target += servers
                result.listed += servers
            }
        }
        return result
    }
}
