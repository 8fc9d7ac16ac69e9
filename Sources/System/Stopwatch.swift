extension Clock where Duration == Swift.Duration {
    /// Begins to measure.
    ///
    /// - Returns: what tells the time since then.
    package func stopwatch() -> @Sendable () -> Duration {
        let start = now
        return { start.duration(to: now) }
    }
}

extension Duration {
    /// The same in seconds, as near as a `Double` comes to it.
    package var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
