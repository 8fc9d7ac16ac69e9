extension Document {
    /// A drawing, with words for those who do not see it.
    package struct Plot: Sendable {
        /// The drawing in characters, a line each, for forms that cannot draw; empty where it has none.
        var sketch: [String] = []
        /// The name, unique in the document.
        package let id: String
        /// The subject.
        package let title: String
        /// Advice on reading it.
        package let description: String
        /// The names of its colours; empty where the drawing has them.
        package let legend: [String]
        /// Its figures.
        package let table: Table?
        /// The drawing.
        let drawing: Drawing
    }
}
