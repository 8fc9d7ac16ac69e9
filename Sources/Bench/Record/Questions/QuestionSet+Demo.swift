extension QuestionSet {
    /// 48 built-in questions on twelve passages about computing and science at Argonne: enough to try things with,
    /// without a download.
    ///
    /// - Throws: ``BenchError`` only where libcrypto has no SHA-256.
    public static func demo() throws(BenchError) -> QuestionSet {
        try QuestionSet(squad: Array(demoQuestions.utf8), name: "ALCF demo")
    }
}
