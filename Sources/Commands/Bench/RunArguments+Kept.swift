import ALCFJSON
import ALCFRecord

extension RunArguments {
    /// The arguments of a run that is continued.
    ///
    /// - Parameters:
    ///   - path: the record's, for errors.
    ///   - headers: what was given anew, in place of values that no record holds.
    /// - Throws: `UsageError` for a record that was made without, and for what is not understood.
    init(_ manifest: RunManifest, path: String, headers: [String] = []) throws {
        let kept: RunArguments?
        do { kept = try manifest.design.checked(\.arguments) } catch { throw Self.notUnderstood(path, error) }
        guard let kept else {
            throw UsageError(
                "\(path) does not say how it was started", remedy: "It was made by another version: start a new run.")
        }
        try self.init(kept: kept, speed: manifest.simulation?.speed, path: path, headers: headers)
    }

    /// Arguments that were kept in a file.
    ///
    /// - Parameters:
    ///   - speed: that of the simulation, which is kept elsewhere.
    ///   - path: the file's, for errors.
    ///   - headers: what was given anew, in place of values that no file holds.
    /// - Throws: `UsageError` for what is not understood.
    init(kept: RunArguments, speed: Double?, path: String, headers: [String] = []) throws {
        self = kept
        if simulates { simulation.speed = speed ?? 1 }
        let names = targets.names
        let given = headers.map { HeaderArgument($0, names: names) }
        targets.requests.header = targets.requests.header.map { header in
            let kept = HeaderArgument(header.text, names: names)
            guard let index = given.lastIndex(where: { $0.replaces(kept) }) else { return header }
            return GivenHeader(text: headers[index], kept: given[index].kept)
        }
        do {
            try targets.validate()
            try simulation.validate()
        } catch { throw Self.notUnderstood(path, error) }
    }

    private static func notUnderstood(_ path: String, _ error: any Error) -> UsageError {
        UsageError("\(path) holds arguments that are not understood: \(error)")
    }
}
