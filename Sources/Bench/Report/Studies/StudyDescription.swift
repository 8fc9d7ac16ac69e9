package import ALCFRecord
import ALCFSystem

/// The authors, the title and the licence of a study, which its files do not hold.
package struct StudyDescription: Sendable, Hashable {
    /// A person, or a group of people.
    package struct Author: Sendable, Hashable {
        /// The family name, or all of a group's.
        let family: String
        /// The given name; nil for a group.
        let given: String?

        /// Reads `Family, Given`, or the name of a group.
        ///
        /// - Throws: ``BenchError`` for a name that is empty, or is no line of text.
        package init(_ text: String) throws(BenchError) {
            let parts = text.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
                .map { Self.trimmed($0) }
            guard text.utf8.count <= 300, text == text.safeOnOneLine, let family = parts.first, !family.isEmpty,
                parts.last?.isEmpty == false
            else {
                throw BenchError(
                    .dataSet, "'\(text.safeOnOneLine)' is no author",
                    remedy: "write --author 'Family, Given', or the name of a group")
            }
            self.family = family
            given = parts.count > 1 ? parts[1] : nil
        }

        private static func trimmed(_ text: Substring) -> String {
            var text = text.drop { $0 == " " }
            while text.last == " " { text.removeLast() }
            return String(text)
        }

        /// As in `Given Family`.
        var name: String { (given.map { $0 + " " } ?? "") + family }
    }

    /// The authors, in order.
    package var authors: [Author]
    /// The title; nil for one that is made of the study's name.
    package var title: String?
    /// The licence by its name at spdx.org, as in `CC-BY-4.0`; nil for none.
    package var licence: String?

    /// A description.
    ///
    /// - Throws: ``BenchError`` for a title that is no line of text, and a licence that no name at spdx.org can be.
    package init(authors: [Author] = [], title: String? = nil, licence: String? = nil) throws(BenchError) {
        if let title, title.isEmpty || title != title.safeOnOneLine || title.utf8.count > 500 {
            throw BenchError(.dataSet, "the title must be one line of text")
        }
        if let licence {
            let isName = licence.utf8.allSatisfy {
                (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    || [0x2D, 0x2E, 0x2B].contains($0)
            }
            guard isName, (1...60).contains(licence.utf8.count) else {
                throw BenchError(
                    .dataSet, "'\(licence.safeOnOneLine)' is not the name of a licence",
                    remedy: "give the name that https://spdx.org/licenses has for it, as in CC-BY-4.0")
            }
        }
        self.authors = authors
        self.title = title
        self.licence = licence
    }

    /// The title of a study.
    func title(of plan: StudyPlan?) -> String {
        title ?? "Measurements of study \(plan?.name ?? "") with alcf"
            + (plan?.isSimulated == true ? " (simulated)" : "")
    }
}
