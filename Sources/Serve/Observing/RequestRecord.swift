import ALCFJSON
package import ALCFSystem
import Dispatch

/// Appends a line for each request to a file, without any text of it, for `alcf benchmark report` and `alcf usage`.
package final class RequestRecord: ServedRequestObserver {
    private let path: String
    private let queue = DispatchQueue(label: "record")
    private let warn: @Sendable (String) -> Void

    /// - Parameters:
    ///   - path: the file, which is made where there is none.
    ///   - warn: is told where a line cannot be written.
    /// - Throws: `FileError` where the file cannot be written at all.
    package init(path: String, warn: @escaping @Sendable (String) -> Void) throws(FileError) {
        self.path = path
        self.warn = warn
        try AtomicFile.probe(path)
    }

    /// Writes the request's line, in the background: no answer waits for a disk.
    package func ended(_ request: ServedRequest) {
        let line = request.json.serializedBytes()
        queue.async { [self] in
            do { try AppendedFile.append(line, to: path) } catch { warn("a request was not recorded: \(error)") }
        }
    }

    /// Waits until all lines are written.
    package func finish() async { await BlockingWork.run { [queue] in queue.sync {} } }
}
