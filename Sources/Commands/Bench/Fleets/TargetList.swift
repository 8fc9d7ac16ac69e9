import ALCFHTTP
import ALCFLoad
import ALCFRecord
import ALCFSystem

/// A file with a server a line: its address, or `NAME=URL`. Blank lines do not count, nor does what follows a `#`.
struct TargetList {
    /// One line.
    struct Server: Hashable {
        let name: String
        let url: String
        let line: Int
    }

    /// The most servers of a file.
    static let most = 10_000
    /// The most bytes of it.
    private static let limit = 8 << 20

    let servers: [Server]

    /// Reads the file; `-` is standard input.
    ///
    /// - Throws: ``UsageError`` with the number of the line that cannot be used.
    init(path: String) throws(UsageError) {
        let isInput = path == "-"
        let bytes: [UInt8]
        do {
            bytes = try FileContents.input(isInput ? "/dev/stdin" : UserPath.expanded(path), limit: Self.limit)
        } catch {
            throw UsageError(
                "the servers of '--target-list' cannot be read: \(error)",
                remedy:
                    "It takes a file with a server a line, as in http://10.1.0.7:8000/v1 or node7=http://10.1.0.7:8000/v1."
            )
        }
        try self.init(bytes, file: isInput ? "standard input" : path)
    }

    /// Reads the content of a file.
    ///
    /// - Parameter file: what errors call it.
    /// - Throws: ``UsageError`` with the number of the line that cannot be used.
    init(_ bytes: [UInt8], file: String) throws(UsageError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw UsageError("\(file) is not a text in UTF-8", remedy: "Give a file with a server a line.")
        }
        var found: [(name: String?, url: String, line: Int)] = []
        let unmarked = text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...]
        for (index, line) in unmarked.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
        {
            guard let entry = try Self.entry(line, file: file, line: index + 1) else { continue }
            guard found.count < Self.most else {
                throw UsageError("\(file) has more than \(Self.most) servers")
            }
            found.append((entry.name, entry.url, index + 1))
        }
        guard !found.isEmpty else {
            throw UsageError(
                "\(file) names no server", remedy: "It takes a server a line, as in http://10.1.0.7:8000/v1.")
        }
        servers = try Self.distinct(Self.named(found), file: file)
    }

    // MARK: Lines

    private static func entry(
        _ line: Substring, file: String, line number: Int
    ) throws(UsageError) -> (name: String?, url: String)? {
        // An address has no `#`, and a comment may follow it.
        let text = line.prefix { $0 != "#" }.drop(while: \.isWhitespace)
        let word = String(text).withoutTrailingWhitespace
        guard !word.isEmpty else { return nil }
        func fault(_ message: String, _ remedy: String?) -> UsageError {
            UsageError("\(file), line \(number): \(message)", remedy: remedy)
        }
        let (name, url) = TargetArguments.isURL(word) ? (nil, word) : TargetArguments.split(word)
        if let name, !TargetArguments.isName(name) {
            throw fault("'\(name)' cannot be a name", "A name has at most 64 letters, without blanks and slashes.")
        }
        guard TargetArguments.isURL(url) else {
            throw fault("'\(url)' is no address", "Write http:// before it, as in http://10.1.0.7:8000/v1.")
        }
        do { _ = try TargetAddress(url, name: name ?? "line \(number)") } catch {
            throw fault(error.message, error.remedy ?? "It takes an address as in http://10.1.0.7:8000/v1.")
        }
        return (name, url)
    }

    /// Servers without a name get one by their host.
    private static func named(_ found: [(name: String?, url: String, line: Int)]) -> [Server] {
        var taken = Set(found.compactMap(\.name))
        return found.map { entry in
            if let name = entry.name { return Server(name: name, url: entry.url, line: entry.line) }
            let name = TargetAddress.name(entry.url, taken: taken)
            taken.insert(name)
            return Server(name: name, url: entry.url, line: entry.line)
        }
    }

    private static func distinct(_ servers: [Server], file: String) throws(UsageError) -> [Server] {
        var names: [String: Server] = [:]
        var places: [String: Server] = [:]
        for server in servers {
            if let other = names.updateValue(server, forKey: server.name) {
                throw UsageError(
                    "\(file): lines \(other.line) and \(server.line) are both called '\(server.name)'",
                    remedy: "Give each server a name of its own.")
            }
            // However much of its address was given.
            let base = (try? TargetAddress(server.url, name: server.name))?.base.string ?? server.url
            if let other = places.updateValue(server, forKey: PromptSupply.server(base, model: "")) {
                throw UsageError(
                    "\(file): lines \(other.line) and \(server.line) are one server, \(server.url)",
                    remedy: "Take one of them out.")
            }
        }
        return servers
    }
}
