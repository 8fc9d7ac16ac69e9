extension Document {
    /// A part of a report with a heading.
    package struct Section: Sendable {
        /// The use of a section to its reader, by which a terminal, where less is shown, orders and chooses. On a page
        /// the order is that of the document.
        package enum Standing: Int, Sendable, Hashable, Comparable {
            /// The answer to the question. A terminal shows it first, and again last.
            case verdict
            /// The setup, a line each. A terminal shows it below the verdict, without a heading.
            case setting
            /// Figures.
            case body
            /// Qualifies the figures.
            case caveat
            /// Drawings. Only forms that can draw have them.
            case picture
            /// Details for experts. A terminal leaves them out.
            case reference

            /// Whether a terminal shows one before the other.
            package static func < (left: Standing, right: Standing) -> Bool { left.rawValue < right.rawValue }
        }

        /// The name, unique in the document.
        package let id: String
        /// The heading.
        package let title: String
        /// The use of the section.
        package let standing: Standing
        /// Whether the document's data for programs hold already what the section says; if not, the JSON form adds it.
        package let isInData: Bool
        private let content: @Sendable () -> [Block]

        /// A section.
        ///
        /// - Parameter content: the blocks, which are computed only for forms that show the section. Without any, no
        ///   form shows it.
        package init(
            _ id: String, _ title: String, _ standing: Standing = .body, isInData: Bool = false,
            _ content: @autoclosure @escaping @Sendable () -> [Block]
        ) {
            self.id = id
            self.title = title
            self.standing = standing
            self.isInData = isInData
            self.content = content
        }

        /// The blocks.
        package var blocks: [Block] { content() }
    }
}
