import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension WarningDetection {
    /// Warns of processes that did not send all of their part of the run.
    func lostRanks() -> Warning? {
        let parts = record.manifest.ranks.filter { $0.state != .complete || ($0.notSent ?? 0) > 0 || $0.inFlight > 0 }
        guard !parts.isEmpty else { return nil }
        let words = parts.prefix(5).map { part in
            let name = "rank \(part.rank)" + (part.host.map { " on \($0)" } ?? "")
            let end =
                switch part.state {
                case .complete: "ended early"
                case .interrupted: "was interrupted"
                case .lost: "died"
                case .missing: "left no record"
                }
            let flight =
                part.inFlight > 0 ? "\(NumberText.count(part.inFlight, "request")) in flight failed with it" : nil
            let unsent = part.notSent.flatMap {
                $0 > 0 ? "\(NumberText.count($0, "request")) of its share \($0 == 1 ? "was" : "were") not sent" : nil
            }
            let missed = part.missedSeconds.flatMap {
                $0 > 0 ? "\(NumberText.significant($0)) s before the others" : nil
            }
            let numbers = [missed, flight, unsent].compactMap { $0 }
            return "\(name) \(end)" + (numbers.isEmpty ? "" : " (\(numbers.joined(separator: ", ")))")
        }
        let more = parts.count > 5 ? "; and \(parts.count - 5) more" : ""
        return Warning(
            .lostRanks,
            "of \(record.manifest.ranks.count) processes that shared the run, \(words.joined(separator: "; "))\(more): "
                + "the load was smaller from then on than was asked for",
            remedy: "look at the messages of these processes, and run the benchmark again")
    }

    /// Warns of processes whose instrument was not fine enough, which are counted all the same.
    func invalidRanks() -> Warning? {
        let summaries = RankSummary.all(record, targets: targets)
        let bad = summaries.filter(\.instrument.isInvalid)
        guard let first = bad.first else { return nil }
        let names =
            bad.prefix(5).map(\.name).joined(separator: ", ") + (bad.count > 5 ? " and \(bad.count - 5) more" : "")
        return Warning(
            .invalidRanks,
            "the instrument was not valid at \(names) of \(summaries.count) processes, whose requests are in every figure; the first: "
                + "\(first.instrument.reasons.joined(separator: "; "))",
            remedy: "start fewer processes on a machine, or give each a core of its own")
    }

    /// Warns of a ratio that is not the same at all machines.
    func machinesDiffer() -> Warning? {
        guard !record.manifest.ranks.isEmpty else { return nil }
        let effects = MachineEffects(record, targets: targets)
        let differing = effects.ratios.filter { $0.adjustedP < 0.05 }
        guard let first = differing.max(by: { $0.effect.effects.deviation < $1.effect.effects.deviation }) else {
            return nil
        }
        let interval = first.effect.interval.map {
            "; over \(first.unit.plural) like these its 95 % interval is \(NumberText.ratio($0.lower)) to \(NumberText.ratio($0.upper))"
        }
        let more = differing.count > 1 ? "; and \(differing.count - 1) more" : ""
        return Warning(
            .machinesDiffer,
            "the ratio of \(first.first.label) to \(first.second.label) (\(first.figure.metric.title)) differs between the "
                + "\(first.effect.effects.count) \(first.unit.plural) by more than chance "
                + "(by \(NumberText.percent(first.effect.effects.deviation, 1)), \(NumberText.p(first.adjustedP)))\(interval ?? "")\(more)",
            remedy:
                "see the table by machine, and look for what differs there: the way to the targets, or the load of the machine"
        )
    }

    /// Warns of servers of a fleet that answered nothing, while others did.
    func silentServers() -> Warning? {
        let silent = record.manifest.targets.flatMap { target -> [String] in
            let summaries = ServerSummary.all(target, record)
            guard summaries.contains(where: { $0.requests > $0.failures }) else { return [] }
            return summaries.filter { $0.requests > 0 && $0.requests == $0.failures }
                .map { "\($0.server.name) of \(target.label) (\(NumberText.count($0.requests, "request")))" }
        }
        guard !silent.isEmpty else { return nil }
        let more = silent.count > 5 ? " and \(silent.count - 5) more" : ""
        return Warning(
            .silentServers,
            "servers answered nothing, while others did: \(silent.prefix(5).joined(separator: ", "))\(more)",
            remedy: "look at these servers, or take them out of the list, and run the benchmark again")
    }
}
