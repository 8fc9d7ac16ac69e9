import ALCFJSON
import ALCFRecord
import ALCFSystem

extension StudyVerification {
    /// Makes every report anew from the records, and compares.
    mutating func checkReports() {
        for (session, analysis) in analyses.sorted(by: { $0.key < $1.key }) {
            compare(
                analysis.document, StudyLayout.folder(session) + "/run", session: session,
                version: analysis.record.manifest.toolVersion)
        }
        if let plan {
            compare(plan.report(of: sessions), StudyLayout.report, session: nil, version: plan.toolVersion)
        }
        checkArchive()
    }

    /// Checks the texts that an archive has besides.
    private mutating func checkArchive() {
        let (methods, software) = (StudyLayout.Archive.methods, StudyLayout.Archive.software)
        for (file, text) in [(methods, StudyMethods.text(self)), (software, StudySoftware.text(self))]
        where files.has(file) {
            guard let difference = (try? files.read(file)).map({ lineDifference($0, text) }) ?? "cannot be read" else {
                continue
            }
            add(StudyFinding(.figures, file: file, "\(file) does not follow from the records (\(difference))"))
        }
        let crate = StudyLayout.Archive.crate
        guard files.has(crate) else { return }
        do {
            for fault in try ResearchCrate.faults(try files.read(crate), files) {
                add(StudyFinding(.figures, file: crate, "\(crate): \(fault)"))
            }
        } catch { add(StudyFinding(.figures, file: crate, "\(crate) cannot be read: \(error)")) }
    }

    /// Compares a report in its three forms with the files of that name.
    private mutating func compare(_ document: Document, _ name: String, session: Int?, version: String) {
        for (ending, form) in StudyLayout.reportForms where files.has(name + ending) {
            let file = name + ending
            guard let bytes = try? files.read(file) else {
                add(StudyFinding(.figures, session: session, file: file, "\(file) cannot be read"))
                continue
            }
            let difference =
                form == .json ? jsonDifference(bytes, document) : lineDifference(bytes, form.text(document))
            guard let difference else {
                reports.append(file)
                continue
            }
            let other =
                version == expectations.toolVersion
                ? "" : "; it was made by \(version.safeOnOneLine), and this is \(expectations.toolVersion)"
            add(
                StudyFinding(
                    .figures, session: session, file: file,
                    "\(file) does not follow from the record\(session == nil ? "s" : "") (\(difference)\(other))"))
        }
    }

    private func jsonDifference(_ bytes: [UInt8], _ document: Document) -> String? {
        let expected = JSONReport.json(document)
        if bytes == expected.serializedBytes(.pretty) + [UInt8(ascii: "\n")] { return nil }
        let found: JSONValue
        do {
            found = try JSONValue(parsing: bytes, rejectDuplicates: true, limits: .file)
        } catch { return "it is not JSON: \(error)" }
        return JSONDifference.first(found, expected).map { difference in
            let place = difference.path.isEmpty ? "" : "\(difference.path): "
            return "\(place)\(difference.found) instead of \(difference.expected)".safeOnOneLine
        }
    }

    private func lineDifference(_ bytes: [UInt8], _ text: String) -> String? {
        let expected = Array(text.utf8)
        guard bytes != expected else { return nil }
        var place = 0
        while place < min(bytes.count, expected.count), bytes[place] == expected[place] { place += 1 }
        return "line \(expected[..<place].count { $0 == UInt8(ascii: "\n") } + 1)"
    }
}
