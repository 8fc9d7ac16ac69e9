/// What a run has behind it when it is continued.
public struct RunProgress: Sendable, Hashable {
    /// What is recorded already.
    public var samples: [Sample]
    /// How long it ran, in seconds, pauses left out.
    public var seconds: Double

    /// Progress; none where nothing is given.
    public init(samples: [Sample] = [], seconds: Double = 0) {
        self.samples = samples
        self.seconds = seconds
    }
}
