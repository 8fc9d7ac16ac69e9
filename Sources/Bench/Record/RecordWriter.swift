package import ALCFJSON
import ALCFSystem
import Glibc
import Synchronization

/// Appends whole lines to a new record, each in one write, so that a crash loses at most the last one.
public final class RecordWriter: Sendable {
    /// The file.
    public let path: String
    /// The name that it gets when it is whole; nil where it is a record from its first line on.
    private let finalName: String?
    private let descriptor: Int32
    private struct State {
        /// Whether a line was cut short: what followed it would be lost, so nothing may.
        var isBroken = false
        package var record: Record?
    }

    private let state: Mutex<State>

    /// Maximum number of samples that are also kept in memory; of a longer run, none, so that memory does not grow with
    /// time.
    private static let keptSamples = 4096

    /// Content of the file, as ``RecordReader`` would read it; nil if others wrote a part of it, or if it is long.
    public var record: Record? { state.withLock { $0.record } }

    /// Creates the file, readable by all, and its folder, and writes the manifest.
    ///
    /// - Throws: ``BenchError`` when it exists already or cannot be written.
    public convenience init(path: String, manifest: RunManifest) throws(BenchError) {
        try self.init(path: path, manifest: manifest, name: nil)
    }

    /// The same of a record that is of use as a whole only.
    ///
    /// - Parameter name: the name that it gets then, which errors are about.
    package init(path: String, manifest: RunManifest, name: String?) throws(BenchError) {
        self.path = path
        finalName = name
        state = Mutex(State(record: Record(manifest: manifest, samples: [], tornBytes: 0)))
        // As for every other output.
        try? AtomicFile.makeDirectory(AtomicFile.parent(of: path))
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let reason = errno
            throw BenchError(
                .recordWrite, "cannot create \(name ?? path): \(String(cString: strerror(reason)))",
                remedy: reason == EEXIST
                    ? "a record is never overwritten: choose another name"
                    : "name a folder that is there, and that you may write to",
                underlying: FileError("create", name ?? path, number: reason))
        }
        try claim()
        try append(note: manifest.json)
    }

    /// Goes on writing to a record that is there, from its end.
    ///
    /// - Throws: ``BenchError`` when it cannot be opened, or another process is writing to it.
    package init(continuing path: String) throws(BenchError) {
        self.path = path
        finalName = nil
        state = Mutex(State())
        descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else {
            let error = FileError("open", path)
            throw BenchError(.recordWrite, "\(error)", underlying: error)
        }
        try claim()
    }

    /// Two processes that write to one record would both send what is missing.
    private func claim() throws(BenchError) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK else { return }
        throw BenchError(
            .recordWrite, "another process is writing to \(path)", remedy: "wait for it to end, or stop it")
    }

    deinit { close(descriptor) }

    /// Adds one request. May be called from several tasks at once.
    ///
    /// - Throws: ``BenchError`` when the line cannot be written in full.
    public func append(_ sample: Sample) throws(BenchError) {
        try append(line: sample.line)
        state.withLock { state in
            if state.record?.samples.count == Self.keptSamples { state.record = nil }
            state.record?.samples.append(sample)
        }
    }

    /// Adds a line that is no sample: readers pass over a `type` they do not know.
    package func append(note: JSONValue) throws(BenchError) {
        try append(line: note.serializedBytes() + [UInt8(ascii: "\n")])
        state.withLock { try? $0.record?.take(note) }
    }

    /// Waits until everything is on the disk.
    ///
    /// - Throws: ``BenchError`` when the disk says no.
    public func synchronize() throws(BenchError) {
        // Pipes and terminals cannot be synchronised and say EINVAL.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(errno) }
    }

    private func append(line bytes: [UInt8]) throws(BenchError) {
        let reason = state.withLock { state -> Int32? in
            if state.isBroken { return EIO }
            var rest = bytes[...]
            while !rest.isEmpty {
                // A disk takes a line in one piece; pipes and full disks may not.
                let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                if count < 0 {
                    let reason = errno
                    state.isBroken = rest.count < bytes.count
                    return reason
                }
                rest = rest.dropFirst(count)
            }
            return nil
        }
        if let reason { throw failure(reason) }
    }

    private func failure(_ reason: Int32) -> BenchError {
        BenchError(
            .recordWrite, "cannot write to \(finalName ?? path): \(String(cString: strerror(reason)))",
            remedy: finalName != nil
                ? "nothing is left of it: make room there, or name another folder"
                : "everything written before is intact: `alcf benchmark report \(path)`")
    }
}
