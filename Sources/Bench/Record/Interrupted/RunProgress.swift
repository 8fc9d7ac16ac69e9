/// The progress of a run that is resumed.
public struct RunProgress: Sendable, Hashable {
    /// Samples recorded already.
    public var samples: [Sample]
    /// Duration so far in seconds, pauses left out.
    public var seconds: Double

    /// Progress; none where nothing is given.
    public init(samples: [Sample] = [], seconds: Double = 0) {
        self.samples = samples
        self.seconds = seconds
    }
}
