import ALCFRecord
import ALCFStatistics

/// Definitions of the figures, for readers of a report by itself.
enum Definitions {
    static let sentences =
        ["Every instant is taken when the socket's read returns, on the monotonic clock; connecting is recorded apart."]
        + Metric.all.filter(\.isHeadline).map {
            "\(Report.sentence("\($0.title): \($0.definition)"))\($0.note.map { " " + $0 } ?? "")"
        }
        + [
            "An interval of a median or percentile lies between two order statistics; with too few requests there is none."
        ]
}
