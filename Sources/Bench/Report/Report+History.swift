import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

extension Report {
    /// Returns the parts of a run: its records, interruptions and changes of address; a line each.
    static func history(_ record: Record) -> [String] {
        merged(record) + files(record) + breaks(record) + addresses(record)
    }

    private static func date(_ seconds: Double) -> String { DateText.iso8601(seconds) }

    /// The parts of a merged record.
    private static func merged(_ record: Record) -> [String] {
        guard let parts = record.manifest.design.merged, !parts.isEmpty else { return [] }
        return ["merged from \(NumberText.count(parts.count, "record")):"]
            + parts.map { part in
                let began = part.startedAt.map { " begun \(date($0))" } ?? ""
                let host = part.host.map { " on \($0)" } ?? ""
                let seed = part.seed.map { ", seed \($0)" } ?? ""
                let count = part.samples.map { ", \(NumberText.count($0, "request"))" } ?? ""
                let urls = record.manifest.targets.compactMap { target in
                    part.urls?[target.name]?.string.flatMap { $0 == target.url ? nil : "\(target.label) at \($0)" }
                }
                let places = urls.isEmpty ? "" : ", \(list(urls))"
                return "- \(part.file ?? NumberText.unknown)\(began)\(host)\(seed)\(count)\(places)"
            }
    }

    /// Returns the file of each target, if several were read.
    private static func files(_ record: Record) -> [String] {
        (record.manifest.design.files ?? []).map { file in
            let names = file.targets ?? []
            let labels = names.map { name in record.manifest.targets.first { $0.name == name }?.label ?? name }
            let began = file.startedAt.map { ", begun \(date($0))" } ?? ""
            return "\(list(labels)): from \(file.file ?? NumberText.unknown)\(began)"
        }
    }

    /// Returns the times when the run was cut off and continued.
    private static func breaks(_ record: Record) -> [String] {
        let ends = record.samples.compactMap(\.lastInstant)
        let began = record.manifest.startedAt
        return record.resumptions.map { resumption in
            let last = ends.filter { $0 <= resumption.at }.max()
            let pause = last.map { " after a break of \(duration(resumption.at - $0))" } ?? ""
            let when =
                began > 0
                ? "on \(date(began + resumption.at))" : "\(NumberText.fixed(resumption.at, 0)) s after the start"
            let done = resumption.recorded.map { ", with \(NumberText.count($0, "request")) recorded" } ?? ""
            return "cut off, and continued \(when)\(pause)\(done)"
        }
    }

    private static func duration(_ seconds: Double) -> String {
        switch seconds {
        case ..<120: "\(NumberText.fixed(max(0, seconds), 0)) s"
        case ..<7_200: "\(NumberText.fixed(seconds / 60, 0)) min"
        case ..<172_800: "\(NumberText.fixed(seconds / 3_600, 1)) h"
        default: "\(NumberText.fixed(seconds / 86_400, 1)) days"
        }
    }

    /// The addresses that answered for a target, where they were several.
    private static func addresses(_ record: Record) -> [String] {
        record.manifest.targets.compactMap { target in
            let own = record.samples.filter { $0.target == target.name && $0.phase == .measured }
            let groups = clusters(own.filter { $0.trace.remoteAddress != nil }) { $0.trace.remoteAddress }
            guard groups.count > 1 else { return nil }
            let parts = groups.sorted { $0.count > $1.count }.prefix(8).map { group in
                "\(group[0].trace.remoteAddress ?? NumberText.unknown) (\(NumberText.count(group.count, "request")))"
            }
            let rest = groups.count > 8 ? " and \(groups.count - 8) more" : ""
            return "\(target.label): answered from \(parts.joined(separator: ", "))\(rest)"
        }
    }
}
