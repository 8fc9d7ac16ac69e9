extension Document {
    /// A drawing, with words for those who do not see it.
    public struct Plot: Sendable {
        /// The name, unique in the document.
        public let id: String
        /// The subject.
        public let title: String
        /// Advice on reading it.
        public let description: String
        /// The names of its colours; empty where the drawing has them.
        public let legend: [String]
        /// Its figures.
        public let table: Table?
        /// The drawing in SVG.
        let drawing: HTML
    }
}
