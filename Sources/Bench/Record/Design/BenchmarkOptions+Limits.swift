extension BenchmarkOptions {
    /// Within what each setting must lie, whether it comes from the command line or from a record.
    public enum Limits {
        /// Prompts, and requests to each target.
        public static let samples = 1...1_000_000
        /// Repetitions of all prompts.
        public static let runs = 1...1000
        /// Requests in flight to each target; connections too.
        public static let concurrency = 1...10_000
        /// Tokens of an answer.
        public static let maxTokens = 1...10_000_000
        /// The temperature.
        public static let temperature = 0.0...2.0
        /// Slices with which the targets take turns.
        public static let slices = 1...10_000
        /// Requests before measuring begins.
        public static let warmup = 0...100
        /// Requests a second to each target.
        public static let rate = 0.001...10_000.0
        /// The shape of gamma gaps.
        public static let burstiness = 0.01...1e6
        /// Speed of a trace's replay relative to its recording.
        public static let traceSpeed = 0.001...10_000.0
        /// Seconds at which a request of a trace is due: some thirty days.
        public static let due = 0.0...2_592_000.0
        /// Requests a second to the service.
        public static let maxRate = 0.01...10_000.0
        /// Seconds over which the load rises, and seconds between two turns.
        public static let pause = 0.0...3600.0
        /// Seconds of load.
        public static let duration = 0.1...86_400.0
        /// Seconds that a request may take.
        public static let requestTimeout = 0.05...86_400.0
        /// Half the width of an interval.
        public static let precision = 0.001...1.0
        /// Event loops.
        public static let loops = 1...64
    }
}
