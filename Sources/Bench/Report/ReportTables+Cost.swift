import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension ReportTables {
    /// Returns the table of costs, if prices or powers were given.
    func cost() -> Report.Table? {
        guard !costs.isEmpty else { return nil }
        func figure(_ label: String, _ value: @escaping (CostSummary) -> Double?) -> Row? {
            let values = targets.map { target in costs.first { $0.target == target.target.name }.flatMap(value) }
            guard values.contains(where: { $0 != nil }) else { return nil }
            return Row(label: label, cells: values.map { Cell(NumberText.significant($0)) })
        }
        let rows = [
            figure("money per 1,000 output tokens", \.moneyPerThousandTokens),
            figure("money per right answer", \.moneyPerCorrectAnswer),
            figure("J per 1,000 output tokens", \.joulesPerThousandTokens),
            figure("J per right answer", \.joulesPerCorrectAnswer),
            figure("seconds in which requests were in flight", \.busySeconds),
        ]
        return table("Cost and energy", nil, rows.compactMap { $0 })
    }
}
