import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension RunReport {
    /// The differences of machines, or of servers of a fleet, beyond the error of each.
    func effectBlocks() -> [Block] {
        let effects = MachineEffects(analysis.record, targets: analysis.targets)
        let units: [RequestGroups.Unit] = [.machine, .process, .server]
        let tables = units.compactMap { table(effects, $0) }
        guard !tables.isEmpty else { return [] }
        var notes = [
            "Typical: the mean of the figures of each (medians; of a ratio, geometric means) by random effects on logarithms. Its interval "
                + "holds for others like these, as far as these were picked by chance. Within: the error that the requests of one leave. "
                + "Between: the standard deviation of the true figures."
        ]
        if effects.levels.contains(where: { $0.unit == .process })
            || effects.ratios.contains(where: { $0.unit == .process })
        {
            notes.append("These are processes of fewer than three machines: nothing follows for other machines.")
        }
        return tables.map(Block.table) + notes.map(Block.note)
    }

    private func table(_ effects: MachineEffects, _ unit: RequestGroups.Unit) -> Document.Table? {
        let levels = effects.levels.filter { $0.unit == unit }
        let ratios = effects.ratios.filter { $0.unit == unit }
        let counts = levels.map(\.effect.effects.count) + ratios.map(\.effect.effects.count)
        guard let most = counts.max() else { return nil }
        let rows =
            levels.map { level in
                row("\(level.target.label), \(level.figure.metric.title), s", level.effect, level.effect.effects.qP) {
                    NumberText.significant($0)
                }
            }
            + ratios.map { ratio in
                row(
                    "\(ratio.first.label) ÷ \(ratio.second.label), \(ratio.figure.metric.title)", ratio.effect,
                    ratio.adjustedP
                ) { NumberText.ratio($0) }
            }
        let columns = ["typical", "95 % interval", "within ±", "between", "95 % interval of it", "p of no difference"]
        return Document.Table("How much \(most) \(unit.plural) differ", columns, rows)
    }

    private func row(
        _ label: String, _ effect: GroupEffect, _ p: Double, _ text: (Double) -> String
    ) -> (label: String, cells: [String]) {
        func range(_ interval: Interval?, _ text: (Double) -> String) -> String {
            interval.map { "\(text($0.lower)) to \(text($0.upper))" } ?? NumberText.unknown
        }
        func percent(_ value: Double) -> String { NumberText.percent(value, 1) }
        return (
            label: label,
            cells: [
                text(effect.typical), range(effect.interval, text), percent(effect.withinError),
                percent(effect.effects.deviation), range(effect.effects.deviationInterval, percent),
                NumberText.probability(p),
            ]
        )
    }
}
