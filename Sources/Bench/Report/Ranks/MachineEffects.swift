import ALCFRecord
import ALCFStatistics

/// The differences between the machines of a shared run, and between the servers of fleets.
struct MachineEffects: Sendable {
    /// A figure of one target.
    struct Level: Sendable {
        let target: RunManifest.Target
        let figure: Figure<Sample>
        let unit: RequestGroups.Unit
        let effect: GroupEffect
    }

    /// The ratio of two targets.
    struct Ratio: Sendable {
        let first: RunManifest.Target
        let second: RunManifest.Target
        let figure: Figure<Sample>
        let unit: RequestGroups.Unit
        let effect: GroupEffect
        /// The p-value of no difference between the groups, by Holm's method over all ratios.
        var adjustedP: Double
    }

    /// Figures of each target, by server for a fleet, else by machine.
    let levels: [Level]
    /// Ratios by machine.
    let ratios: [Ratio]

    /// The differences in a run of these targets.
    init(_ record: Record, targets: [TargetSummary]) {
        let senders = RequestGroups(senders: record)
        levels = targets.flatMap { summary -> [Level] in
            let target = summary.target
            guard
                let groups = target.servers.isEmpty ? senders : RequestGroups(serversOf: target, record)
            else { return [] }
            let figures: [Figure<Sample>] = [.timeToFirstToken, .timePerOutputToken, .serviceLatency]
            return figures.compactMap { figure in
                guard summary[figure] != nil,
                    let effect = GroupEffect(medianOf: figure, groups.groups, target: target.name)
                else { return nil }
                return Level(target: target, figure: figure, unit: groups.unit, effect: effect)
            }
        }
        var found: [Ratio] = []
        let real = targets.map(\.target).filter { !ControlCheck.isTwin($0) }
        if let senders {
            for (first, second) in ComparedPairs(targets: real.count, tasks: 1).pairs {
                for figure in [Figure<Sample>.timeToFirstToken, .serviceLatency] {
                    guard
                        let effect = GroupEffect(
                            ratioOf: figure, senders.groups, first: real[first].name, second: real[second].name)
                    else { continue }
                    found.append(
                        Ratio(
                            first: real[first], second: real[second], figure: figure, unit: senders.unit,
                            effect: effect,
                            adjustedP: effect.effects.qP))
                }
            }
        }
        for (index, p) in Holm.adjusted(found.map(\.adjustedP)).enumerated() { found[index].adjustedP = p }
        ratios = found
    }
}
