package import ALCFHTTP

/// Waiting times for readers of streams, beyond the network's own limits.
package enum StreamPatience {
    /// Seconds that a server has after the marker of the end to finish its response, so that the connection can be used
    /// again.
    package static let afterDone = 0.25

    /// Returns the error for a stream whose bytes bring the answer no further.
    package static func stalled(_ seconds: Double) -> HTTPError {
        HTTPError(
            .timeoutIdle, "the answer made no progress for \(seconds) s: only keep-alive signs came")
    }
}
