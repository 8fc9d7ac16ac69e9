package import Testing

extension Tag {
    /// Suites that watch the clock: they run by themselves, one after the other, so that no other test slows down what they time.
    ///
    /// `make test` reads the mark from the sources (scripts/timed-suites.sh): `swift test` selects by name only.
    @Tag package static var watchesTheClock: Self
}
