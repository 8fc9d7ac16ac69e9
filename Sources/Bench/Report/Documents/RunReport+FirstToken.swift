import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension RunReport {
    /// The parts of the wait for the first token that could be measured, and the rest.
    var firstToken: Section {
        let isWhole = analysis.firstTokenBreakdowns.allSatisfy { !$0.isStreamed }
        return Section(
            "first-token", "Where the time to the \(isWhole ? "whole answer" : "first token") goes", .body,
            isInData: true,
            firstTokenBlocks())
    }

    private func firstTokenBlocks() -> [Block] {
        let breakdowns = analysis.firstTokenBreakdowns
        guard !breakdowns.isEmpty else { return [] }
        return [.list(breakdowns.map(\.sentence))]
            + (FirstTokenChart(breakdowns).plot().map { [.plot($0)] } ?? [])
            + [.table(Self.table(breakdowns)), .note(Self.note(breakdowns))]
    }

    /// Means of each part; a target of which it was not measured has an en dash.
    private static func table(_ breakdowns: [FirstTokenBreakdown]) -> Document.Table {
        func row(_ part: FirstTokenPart) -> Document.Row? {
            guard breakdowns.contains(where: { $0.parts[part] != nil }) else { return nil }
            // Connections that were all kept cost nothing.
            if FirstTokenPart.connecting.contains(part), breakdowns.allSatisfy({ $0[part] == 0 }) { return nil }
            let names = Set(breakdowns.map { $0.name(part) })
            let name = names.count == 1 ? names.first : nil
            return Document.Row(
                label: name ?? (part == .rest ? "the rest, not told apart" : "gateway or server, at least"),
                cells: breakdowns.map { $0.cell($0.parts[part]) })
        }
        let waits = Set(breakdowns.map(\.waitName))
        let total = Document.Row(
            label: "\(waits.count == 1 ? waits.first ?? "" : "first token, or whole answer"), mean",
            cells: breakdowns.map { $0.cell($0.wait) })
        return Document.Table(
            title: "Parts of the wait, seconds", columns: breakdowns.map(\.target.label),
            rows: FirstTokenPart.waiting.compactMap(row) + [total] + FirstTokenPart.connecting.compactMap(row))
    }

    private static func note(_ breakdowns: [FirstTokenBreakdown]) -> String {
        let doors = breakdowns.contains { $0.parts[.gateway] != nil }
        let network = breakdowns.contains { $0.parts[.network] != nil }
        return
            ([
                "Means, since those of parts sum to that of the whole; medians do not. Nothing is attributed that was not measured."
            ]
            + (network ? ["Network: one least round trip of the request's own connection (TCP_INFO)."] : [])
            + (doors
                ? [
                    "Gateway or server: its answer to a request for its health between the measured ones, without a round trip; it does less for "
                        + "that than for a question, so this is the least."
                ] : [])
            + breakdowns.flatMap(\.remarks)).joined(separator: " ")
    }
}

extension FirstTokenBreakdown {
    fileprivate func cell(_ mean: Mean?) -> Document.Cell {
        guard let mean else { return Document.Cell(NumberText.unknown) }
        return Document.Cell(
            text(mean.seconds), mean.interval.map { "(\(text($0.lower)) to \(text($0.upper)))" })
    }
}
