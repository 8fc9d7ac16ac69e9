import ALCFJSON
import ALCFRecord
import ALCFStatistics
import ALCFSystem

/// The report of a study: the verdict over its sessions, then what they differ by. Each section is a property here or
/// in a file `StudyReport+Name.swift`.
struct StudyReport: Sendable {
    typealias Section = Document.Section
    typealias Block = Document.Block

    let study: StudyAnalysis

    /// The report.
    var document: Document {
        let sections = [verdict, warnings, forest, figures, levels, time, sessions, limits, setting, definitions]
        return Document(
            title: title, notices: notices, blocks: sections.map(Block.section)
        ) { [study] in study.json }
    }

    /// The targets of all sessions.
    private var labels: [String] { StudyPart.targets(study.sessions.compactMap(\.measured)).map(\.label) }

    var isSimulated: Bool { study.records.contains { $0.manifest.simulation != nil } }

    private var title: String {
        let count = study.measured.count
        let all = study.sessions.count
        let sessions =
            count == all ? NumberText.count(all, "session") : "\(count) of \(NumberText.count(all, "session"))"
        return (isSimulated ? "SIMULATED: " : "") + (labels.isEmpty ? "No targets" : Report.list(labels))
            + ": \(sessions)"
    }

    private var notices: [String] {
        isSimulated ? ["SIMULATED: these figures say nothing about a real system."] : []
    }

    private var verdict: Section {
        Section("verdict", "What the sessions show", .verdict, isInData: true, Block.lists(study.verdicts))
    }

    private var warnings: Section {
        Section(
            "warnings", "Warnings", .caveat, isInData: true,
            study.warnings.map { .warning($0.message, remedy: $0.remedy) })
    }

    /// The drawings of sessions; a terminal shows them in characters.
    private var forest: Section {
        Section(
            "forest", "Session by session", .body, isInData: true,
            StudyCharts(study).forests().map(Block.plot))
    }

    private var time: Section {
        let courses = StudyCharts(study).courses().map(Block.plot)
        return Section(
            "time", "Over the study and over the day", .body, isInData: true, Block.lists(study.courses) + courses)
    }

    private var setting: Section {
        Section("setting", "Setting", .setting, isInData: true, Block.lists(settingLines))
    }

    private var settingLines: [String] {
        var lines = study.records.first.map { [SetupWords.data($0.manifest)] } ?? []
        if let first = study.measured.first, let last = study.measured.last {
            lines.append(
                "\(NumberText.count(study.measured.count, "session")) on \(NumberText.count(study.dayCount, "day")), "
                    + "\(DateText.iso8601(first.time)) to \(DateText.iso8601(last.time))")
        }
        let targets = StudyPart.targets(study.sessions.compactMap(\.measured))
        lines += targets.map { target in
            "\(target.label): \(target.model)\(target.hardware.map { " on \($0)" } ?? "")"
                + (target.url.isEmpty ? "" : ", \(target.url)")
        }
        return lines
    }

    private var limits: Section {
        Section("limits", "What the sessions cannot tell", .caveat, isInData: true, Block.lists(study.limits))
    }

    private var definitions: Section {
        Section(
            "method", "Definitions", .reference, isInData: true,
            [
                .definitions(
                    Metric.ofStudies.map { metric in
                        Document.Definition(
                            name: metric.name, term: metric.title,
                            text: [metric.definition, metric.note].compactMap { $0 }.joined(separator: " "))
                    })
            ])
    }
}

extension StudyAnalysis {
    /// The report of the study.
    package var document: Document { StudyReport(study: self).document }
}
