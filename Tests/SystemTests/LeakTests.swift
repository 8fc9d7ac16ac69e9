import ALCFSystem
import Testing

/// `make sanitize` runs this with ALCF_TEST_LEAK set, and expects the check for leaks to say so: otherwise its silence would mean nothing.
@Suite struct LeakTests {
    private final class Ring {
        var next: Ring?
        deinit { Issue.record("it was to be leaked") }
    }

    @Test(.enabled(if: ProcessEnvironment.value("ALCF_TEST_LEAK") != nil))
    func leaksOnPurpose() {
        let ring = Ring()
        ring.next = Ring()
        ring.next?.next = ring
        #expect(ring.next?.next === ring)
    }
}
