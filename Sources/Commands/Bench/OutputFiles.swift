import ALCFAuth
import ALCFHTTP
import ALCFReport
import ALCFSystem
import Glibc

/// The files that a command is about to write, held against those that it reads.
struct OutputFiles {
    let files: ReportFiles
    let overwrite: Bool

    /// Makes way for the record.
    ///
    /// - Throws: `UsageError` where a file is there and may not be replaced.
    func clear() throws -> ReportFiles {
        if overwrite { files.removeRecord() } else { try files.requireNone() }
        return files
    }

    /// - Throws: `UsageError` where one of `outputs` is one of `inputs`, under whatever name: nothing that is read is
    ///   written over.
    static func check(_ outputs: [String], inputs: [String]) throws {
        for output in outputs {
            guard let input = (inputs + environment).first(where: { isSame(output, $0) }) else { continue }
            throw UsageError(
                output == input
                    ? "\(output) is an input and would be overwritten"
                    : "\(output) is the input \(input) and would be overwritten",
                remedy: "Choose another name with --output.")
        }
    }

    /// Files that are read without being named on the command line: tokens, and certificates.
    private static var environment: [String] {
        let values = ProcessEnvironment.values(TokenStore.variables + CertificateAuthorities.variables)
        let stores = (try? TokenStore.candidates(environment: values)) ?? []
        return stores.map(\.path)
            + CertificateAuthorities.variables.compactMap { values[$0] }.filter { !$0.isEmpty }
    }

    /// Whether two paths are one file: by device and inode where both are there, else by their folders.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        if let a = identity(one), let b = identity(other) { return a == b }
        guard let a = folder(one), let b = folder(other) else { return one == other }
        return a.identity == b.identity && a.name == b.name
    }

    private struct Identity: Equatable {
        let device: UInt64
        let inode: UInt64
    }

    private static func identity(_ path: String) -> Identity? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    private static func folder(_ path: String) -> (identity: Identity, name: String)? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard let name = parts.last, !name.isEmpty else { return nil }
        let folder = parts.count == 1 ? "." : parts.dropLast().joined(separator: "/")
        return identity(folder.isEmpty ? "/" : folder).map { ($0, String(name)) }
    }
}

extension OutputOptions {
    /// The files of a run, which are looked at before anything else is done.
    ///
    /// - Parameters:
    ///   - name: what they are called without `--output`; the date follows.
    ///   - inputs: the files that are read.
    /// - Throws: `UsageError` where one of them is read, or is there already and may not be replaced.
    func files(default name: String, inputs: [String]) throws -> OutputFiles {
        let files = ReportFiles(name: output ?? "\(name)_\(DateText.stamp(WallClock.system.now()))")
        try OutputFiles.check(files.all, inputs: inputs)
        if !overwrite { try files.requireNone() }
        return OutputFiles(files: files, overwrite: overwrite)
    }
}
