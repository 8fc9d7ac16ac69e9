/// One session's estimate of a figure, with the error that its own requests leave.
package struct SessionEstimate: Sendable, Hashable {
    /// The estimate: a logarithm of a ratio, or a difference.
    package let value: Double
    /// Its standard error, robust to what depends on each other within the session.
    package let standardError: Double
    /// The degrees of freedom of that error; infinite where it is taken as known.
    package let degrees: Double

    /// An estimate; nil where a number is not finite, or the error is below 0.
    package init?(_ value: Double, standardError: Double, degrees: Double = .infinity) {
        guard value.isFinite, standardError.isFinite, standardError >= 0, degrees > 0 else { return nil }
        self.value = value
        self.standardError = standardError
        self.degrees = degrees
    }

    /// The variance of its error: that of Student's t with its degrees of freedom, ν ÷ (ν − 2) times the squared
    /// standard error, since a spread that is itself an estimate is as often too small as too large. Below three
    /// degrees, as with three.
    package var variance: Double {
        let square = standardError * standardError
        guard degrees.isFinite else { return square }
        let bounded = max(3, degrees)
        return square * bounded / (bounded - 2)
    }
}

extension SessionEstimate {
    /// An estimate with the error that its texts leave.
    ///
    /// Changes that last within a session are no part of it: they make sessions differ, and are found between them.
    package init?(_ value: Double, _ clustered: ErrorLaw) {
        self.init(value, standardError: clustered.standardError, degrees: clustered.degrees)
    }
}

extension GeometricRatio {
    /// The law of the error that texts leave, without what lasts in time.
    package var clusteredLaw: ErrorLaw { time?.plain ?? law }
}
