import ALCFHTTP
import ALCFJSON
import ALCFSystem

extension InferenceClient {
    /// Hands in a batch. Only Sophia takes them, one at a time of each user as a rule.
    ///
    /// - Parameters:
    ///   - request: where the requests are, and who is to answer them.
    ///   - endpoint: the cluster's endpoint; see ``endpoint(cluster:)``.
    /// - Throws: ``ClientError``; an `AuthError` unchanged.
    public func submitBatch(_ request: BatchRequest, at endpoint: ModelEndpoint) async throws -> Batch {
        try await answer("batches", request.body, at: endpoint) { json, _ throws(JSONError) in try Batch(json: json) }
    }

    /// The caller's batches.
    ///
    /// - Parameter status: only those that stand so; nil for all.
    public func batches(status: Batch.Status? = nil) async throws -> [Batch] {
        let query = status.map { [("status", $0.description)] } ?? []
        return try decode(try await get("v1/batches", query: query, .service))
    }

    /// Returns the status of a batch.
    ///
    /// - Throws: ``ClientError`` with code `notFound` for one that there is not, `notPermitted` for somebody else's.
    public func batchStatus(_ id: String) async throws -> Batch.Status {
        Batch.Status(try decode(try await get("v1/batches/\(try BatchName.check(id))", .service)))
    }

    /// Returns the result of a batch.
    ///
    /// - Throws: ``ClientError`` with code `batchPending` while there is nothing yet, `batchFailed` with the reason.
    public func batchResult(_ id: String) async throws -> BatchResult {
        let answer = try await get("v1/batches/\(try BatchName.check(id))/result", .service)
        let isEmpty = answer.string?.allSatisfy(\.isWhitespace) ?? answer.object?.isEmpty ?? answer.isNull
        guard !isEmpty else { throw ClientError(.empty, "the batch's result is empty", httpStatus: 200) }
        let result = BatchResult(text: answer.string ?? answer.serialized())
        // A single response of a batch is an object too, and has an error that is its own.
        let isKnown = result.resultsFile != nil || result.progressFile != nil || answer["custom_id"] != nil
        if !isKnown, answer.object != nil { try refuse(answer) }
        return result
    }

    /// Waits until nothing more will happen to a batch.
    ///
    /// - Parameters:
    ///   - id: the batch's id.
    ///   - every: the time between two looks.
    ///   - timeout: the time after which it gives up; nil to wait on.
    ///   - clock: what waits; that of the client's policy where it is nil.
    ///   - onStatus: called after each look.
    /// - Throws: ``ClientError`` with code `timeout` where it gives up.
    public func waitForBatch(
        _ id: String, every: Duration = .seconds(30), timeout: Duration? = nil, clock: (any Clock<Duration>)? = nil,
        onStatus: (Batch.Status) -> Void = { _ in }
    ) async throws -> Batch.Status {
        let clock = clock ?? retry.clock
        let stopwatch = clock.stopwatch()
        while true {
            let status = try await batchStatus(id)
            onStatus(status)
            if status.isFinal { return status }
            let elapsed = stopwatch()
            if let timeout, elapsed >= timeout {
                throw ClientError(
                    .timeout, "the batch \(id) is still \(status) after \(Int(clamping: elapsed.seconds)) s",
                    remedy: "The batch continues. To keep waiting: alcf batch wait \(id.shellQuoted)")
            }
            try await clock.sleep(for: min(every, timeout.map { $0 - elapsed } ?? every))
        }
    }
}

/// Ids that become a part of a path.
private enum BatchName {
    /// The gateway answers anything but a UUID with a crash.
    static func check(_ id: String) throws(ClientError) -> String {
        let groups = id.split(separator: "-", omittingEmptySubsequences: false)
        guard groups.map(\.utf8.count) == [8, 4, 4, 4, 12],
            groups.joined().utf8.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit })
        else {
            throw ClientError(
                .usage, "'\(id)' is not the id of a batch", remedy: "Run 'alcf batch list' to see your batches.")
        }
        return id.lowercased()
    }
}
