import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// A search through a record for everything that readers of its figures must know.
struct WarningDetection {
    let record: Record
    let targets: [TargetSummary]
    /// The answered requests of each target, in the order of their starts.
    package let answers: [String: [Sample]]
    /// Requests that were ended by the one who sent them, and are not in the record any more.
    let cancelled: Int
    /// Requests that met a kept connection which the server had closed; they are not in the record here.
    let retired: [Sample]
    /// First and later sendings of what was sent more than once.
    let sendings: [Sendings]
    /// The order in which the targets were sent their requests.
    let order: OrderWords

    init(
        record: Record, targets: [TargetSummary], cancelled: Int = 0, retired: [Sample] = [],
        sendings: [Sendings]? = nil, order: OrderWords? = nil
    ) {
        self.cancelled = cancelled
        self.retired = retired
        self.sendings = sendings ?? Sendings.all(record)
        self.record = record
        self.order = order ?? OrderWords(record)
        self.targets = targets
        let answered = record.samples.filter { $0.phase == .measured && $0.outcome.isSuccess }
        answers = Dictionary(grouping: answered.sorted { $0.trace.start < $1.trace.start }, by: \.target)
    }

    /// All warnings, those about the whole run first.
    func all() -> [Warning] {
        [
            simulated(), InstrumentVerdict(record, targets: targets).warning, torn(), lostRanks(), invalidRanks(),
            machinesDiffer(), silentServers(),
            unread(), cancelledRequests(), incomplete(), models(),
            oneAfterTheOther(), seldomTurns(), unseeded(), noWarmup(), promptTokens(), outputTokens(), finishReasons(),
            cachedPrompts(), sharedPassages(), promptsUsedUp(), firstTokens(), sharedBottleneck(),
        ].compactMap { $0 } + ratioDrift()
            + record.manifest.dataSet.notes.map {
                Warning(.oddData, $0, remedy: "correct the file if this was not intended")
            }
            + targets.flatMap { target in
                [
                    insecure(target), failures(target), retired(target), truncated(target), filtered(target),
                    withoutText(target), usage(target), stream(target), hiddenTokens(target), firstBurst(target),
                    quantised(target),
                    slowFirst(target), outliers(target), drift(target), shortSlices(target), overLimit(target),
                    shorterThanAsked(target),
                    heldBack(target),
                ].compactMap { $0 }
            }
    }

    private func simulated() -> Warning? {
        guard let simulation = record.manifest.simulation else { return nil }
        let speed = NumberText.plain(simulation.speed)
        return Warning(
            .simulated,
            "the services were simulated (speed \(speed)): every figure is the simulator's and says nothing about any real system",
            remedy: "to measure real systems, run the benchmark without --simulate")
    }

    private func torn() -> Warning? {
        guard record.tornBytes > 0 else { return nil }
        return Warning(
            .tornRecord,
            "the record ends in the middle of a line: the run was cut off, and its last \(record.tornBytes) bytes are left out",
            remedy: "continue the run with --resume; all requests that had ended before are in the record")
    }

    private func unread() -> Warning? {
        guard let first = record.unread.first else { return nil }
        let lines = NumberText.count(record.unread.count, "line")
        return Warning(
            .unreadLines,
            "\(lines) could not be read and \(record.unread.count == 1 ? "is" : "are") left out; the first: \(first)",
            remedy: "restore these lines from a copy of the file if you have one; all other lines are counted")
    }

    /// Warns of requests that another tool cancelled. In our own runs, cancelled requests are sent again when the run
    /// is resumed.
    private func cancelledRequests() -> Warning? {
        guard record.manifest.design.importedFrom != nil, cancelled > 0 else { return nil }
        return Warning(
            .cancelledRequests,
            "\(NumberText.count(cancelled, "request")) that the tool cancelled (its time was over, or it was stopped) "
                + "\(cancelled == 1 ? "is" : "are") left out, counting neither as answered nor as failed",
            remedy: "let the tool wait for requests in flight, because those that it cancels may be the slowest")
    }

    private func incomplete() -> Warning? {
        let manifest = record.manifest
        if let rank = manifest.rank {
            return Warning(
                .incompleteRun,
                "this is the part of rank \(rank.index) of \(rank.size) in a run that they shared; the requests of the others are in "
                    + "records of their own",
                remedy: "join all of them: alcf benchmark merge NAME.rank-*.jsonl -o NAME")
        }
        // Another warning says it of each process, where several shared the run.
        guard manifest.ranks.isEmpty, let runs = manifest.design.runs else { return nil }
        let expected = manifest.dataSet.count.multipliedClamped(by: runs).multipliedClamped(by: manifest.targets.count)
        let found = targets.reduce(0) { $0 + $1.attempts } + retired.count { $0.phase == .measured }
        guard found < expected else { return nil }
        return Warning(
            .incompleteRun,
            "\(found) of \(expected) planned requests are in the record, because the run was interrupted",
            remedy: "continue it with --resume; until then, comparisons use complete blocks only")
    }

    private func retired(_ target: TargetSummary) -> Warning? {
        let count = retired.count { $0.target == target.target.name && $0.phase == .measured }
        guard count > 0 else { return nil }
        return Warning(
            .retiredConnections, target: target.target.name,
            "\(target.target.label): \(NumberText.count(count, "request")) met a kept connection that the server had closed or was "
                + "closing; this is no failure of \(target.target.label), so "
                + "\(count == 1 ? "it counts" : "they count") neither as answered nor as failed",
            remedy: "let the server keep idle connections for more than 4 s, after which alcf gives them up itself")
    }

    private func insecure(_ target: TargetSummary) -> Warning? {
        guard target.target.isInsecure else { return nil }
        return Warning(
            .insecure, target: target.target.name,
            "\(target.target.label): the server's certificate was not checked, because --insecure was given, so it may have been "
                + "another server",
            remedy: "set SSL_CERT_FILE to the certificate that the server should present, and leave out --insecure")
    }

    private func failures(_ target: TargetSummary) -> Warning? {
        guard let most = target.failures.max(by: { $0.count < $1.count }) else { return nil }
        let classes = target.failures.map { "\($0.value.rawValue) \($0.count)" }.joined(separator: ", ")
        let failed = target.attempts - target.successes
        let own = target.target.isService == false ? Self.ownRemedy(most.value, target.target) : nil
        let usual =
            switch most.value {
            case .auth: "sign in again: alcf authenticate"
            case .http429: "lower --concurrency or wait: the service limits requests and tokens per minute"
            case .timeoutConnect, .timeoutFirst, .timeoutIdle, .timeoutTotal:
                "run `alcf jobs` to see whether the model is running; if it is only slow, lower --max-tokens or raise --request-timeout"
            case .dns, .connect, .tls:
                "check the network and the address: `alcf status` needs no sign-in and shows whether the gateway answers"
            default: "read the `error` of these requests in the record"
            }
        return Warning(
            target.successes == 0 ? .noAnswers : .failures, target: target.target.name,
            "\(target.target.label): \(failed) of \(target.attempts) requests failed (\(classes))"
                + (target.successes > 0
                    ? "; speed is that of the answered ones" : target.firstError.map { "; the first: \($0)" } ?? ""),
            remedy: own ?? usual)
    }

    /// The remedy for failures of a server that is not behind the gateway.
    private static func ownRemedy(_ outcome: Outcome, _ target: RunManifest.Target) -> String? {
        switch outcome {
        case .auth:
            "check this server's key: give --api-key-env \(target.name)=VARIABLE, where VARIABLE holds it"
        case .timeoutConnect, .timeoutFirst, .timeoutIdle, .timeoutTotal:
            "check that the server still answers; if it is only slow, lower --max-tokens or raise --request-timeout"
        case .dns, .connect, .tls: "check the network and the address, \(target.url)"
        default: nil
        }
    }

    private func truncated(_ target: TargetSummary) -> Warning? {
        guard let length = target.finishReasons.first(where: { $0.value == "length" }),
            // A made-up prompt's limit is the length that is wanted.
            record.manifest.dataSet.source != SyntheticPrompts.source,
            record.manifest.design.arrival != .trace
        else { return nil }
        return Warning(
            .truncatedAnswers, target: target.target.name,
            "\(target.target.label): \(length.count) of \(target.successes) answers were cut off at the token limit, which also "
                + "limits their latency",
            remedy: "raise --max-tokens, or give --reasoning-effort low")
    }

    private func filtered(_ target: TargetSummary) -> Warning? {
        guard let count = target.finishReasons.first(where: { $0.value == "content_filter" })?.count else { return nil }
        return Warning(
            .filteredAnswers, target: target.target.name,
            "\(target.target.label): a content filter cut off \(count) of \(target.successes) answers; they count as answered, "
                + "and are shorter for it", remedy: "use prompts that the filter does not object to")
    }

    private func withoutText(_ target: TargetSummary) -> Warning? {
        let count = (answers[target.target.name] ?? []).count { $0.answer?.allSatisfy(\.isWhitespace) == true }
        guard count > 0 else { return nil }
        return Warning(
            .answersWithoutText, target: target.target.name,
            "\(target.target.label): \(count) of \(target.successes) answers contain only reasoning or function calls and no "
                + "text, so they score 0 as answers to questions",
            remedy:
                "if it is reasoning, raise --max-tokens or give --reasoning-effort low; if it is function calls, turn off the "
                + "server's own tools"
        )
    }

    private func usage(_ target: TargetSummary) -> Warning? {
        let missing = target.successes - (target[.completionTokens]?.count ?? 0)
        guard missing > 0 else { return nil }
        return Warning(
            .missingUsage, target: target.target.name,
            "\(target.target.label): \(missing) of \(target.successes) answers came without a token count, so figures per token "
                + "leave them out",
            remedy: "ask the service to report usage in streams; alcf never guesses token counts")
    }

    private func stream(_ target: TargetSummary) -> Warning? {
        func count(_ shape: StreamShape) -> Int { target.streamShapes.first { $0.value == shape }?.count ?? 0 }
        let (buffered, bundled) = (count(.buffered), count(.bundled))
        guard buffered + bundled > 0,
            record.samples.contains(where: { $0.target == target.target.name && $0.trace.streamed })
        else { return nil }
        let all = target.streamShapes.reduce(0) { $0 + $1.count }
        let kind: Warning.Kind = buffered >= bundled ? .bufferedStream : .bundledStream
        let manner = kind == .bufferedStream ? "all at once" : "in portions of many tokens"
        let consequence =
            2 * (buffered + bundled) >= all
            ? "there is no time per token, and time to first token may be the gateway's"
            : "these are left out of times per token"
        return Warning(
            kind, target: target.target.name,
            "\(target.target.label): \(buffered + bundled) of \(all) streamed answers came \(manner): \(consequence)",
            remedy:
                "compare whole latency, or give --no-stream; ask the operators whether the gateway passes streams on as they come"
        )
    }
}
