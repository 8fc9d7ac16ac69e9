package import ALCFJSON

/// A report before it takes a form: its contents in the order in which they are read, and nothing of how they look.
public struct Document: Sendable {
    /// The subject of the report.
    package let title: String
    /// Sentences that must be read before anything else, such as that a run was simulated.
    package let notices: [String]
    /// The contents.
    package let blocks: [Block]
    /// The figures for programs; null where there are none but those of the blocks.
    package let data: @Sendable () -> JSONValue

    /// A report with these parts.
    ///
    /// - Parameter data: the figures for programs, which are computed only for the form that needs them.
    package init(
        title: String, notices: [String] = [], blocks: [Block], data: @escaping @Sendable () -> JSONValue = { .null }
    ) {
        self.title = title
        self.notices = notices
        self.blocks = blocks
        self.data = data
    }

    /// A part of a report. Each form shows it, or leaves it out, by these cases alone.
    package indirect enum Block: Sendable {
        /// A part with a heading.
        case section(Section)
        /// A heading within a section.
        case heading(String)
        /// A paragraph of sentences.
        case paragraph(String)
        /// Sentences, one below the other.
        case list([String])
        /// A table.
        case table(Table)
        /// A drawing.
        case plot(Plot)
        /// A remark in small print.
        case note(String)
        /// A warning, and what to do about it.
        case warning(String, remedy: String)
        /// Terms and their meanings.
        case definitions([Definition])
        /// Texts side by side.
        case panels([Panel])
        /// A text whose lines are kept.
        case preformatted(String)
        /// Blocks behind a line that a reader opens, left out of forms in which nothing can be opened.
        case details(String, [Block])
        /// Blocks behind a line that a reader opens, shown in full by forms in which nothing can be opened.
        case folded(String, [Block])
    }

    /// A term and its meaning.
    package struct Definition: Sendable, Hashable {
        /// The name in files; empty where it has none.
        package let name: String
        /// The term.
        package let term: String
        /// The meaning.
        package let text: String

        /// A term with its meaning.
        package init(name: String = "", term: String, text: String) {
            self.name = name
            self.term = term
            self.text = text
        }
    }

    /// One of several texts that stand side by side.
    package struct Panel: Sendable, Hashable {
        /// The heading.
        package let title: String
        /// The text.
        package let text: String
        /// A judgement of the text; empty for none.
        package var mark = ""
        /// Whether the judgement is a good one.
        package var isGood = true
        /// A remark in small print.
        package var note = ""
    }
}
