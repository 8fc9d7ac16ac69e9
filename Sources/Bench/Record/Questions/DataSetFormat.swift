/// A format of data sets. To add one is to write such a type, and its name into ``DataFile/formats``.
protocol DataSetFormat {
    /// Its names in help and errors, or the kinds of file that have it.
    static var names: [String] { get }
    /// Whether a file is in this format, as far as its name and its beginning tell.
    static func matches(_ file: inout DataFile) -> Bool
    /// Reads the questions, prompts or conversations of a file that matches.
    ///
    /// - Throws: ``BenchError`` naming the line or the place that is not as it must be.
    static func read(_ file: inout DataFile) throws(BenchError) -> DataSetContents
}
