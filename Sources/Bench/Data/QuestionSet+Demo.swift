extension QuestionSet {
    /// The built-in questions on computing and science at Argonne: enough to try things with, without a download.
    ///
    /// - Throws: ``BenchError`` never in practice: a test reads it.
    public static func demo() throws(BenchError) -> QuestionSet {
        try QuestionSet(squad: Array(demoJSON.utf8), name: "ALCF demo")
    }
}
