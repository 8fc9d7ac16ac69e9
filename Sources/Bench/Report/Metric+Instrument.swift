extension Metric {
    /// What is said of the instrument itself.
    static let ofTheInstrument = [
        Metric(
            "instrument_lag", "the instrument's lag", unit: "seconds", aliases: ["lag", "instrument"],
            "what we measure of a server that keeps an exact schedule, less what its own log says: of the time to first token, to the "
                + "last, and between them.",
            note: "Above 1 % of the run's own median, the run is invalid: see 'alcf benchmark self-check'."),
        Metric(
            "dispatch_lag", "sent late", unit: "seconds", aliases: ["dispatch"],
            "dispatched − scheduled: how late our own queue let a request go."),
        Metric(
            "timer_lag", "timers late", unit: "seconds", aliases: ["timers"],
            "how late timers of the event loop that carries the requests were while the run ran, twenty a second.",
            note:
                "Above 1 % of a target's median figure on average, or in over a tenth of the run's seconds, the run is invalid."
        ),
        Metric(
            "run_queue_delay", "on the run queue", unit: "seconds", aliases: ["run_queue"],
            "how long threads of this process waited for a processor each time they got one while the run ran, by the kernel's count.",
            note: "Bounded as the lag of timers is. Not known where the system keeps no such count."),
        Metric(
            "cpu_share", "share of a core", unit: "share", aliases: ["cpu"],
            "CPU time of this process while the run ran ÷ its wall time ÷ event loops.",
            note: "Above 80 %, the run is invalid: the client may be the bottleneck itself."),
        Metric(
            "ceiling", "ceiling", unit: "events/s",
            "events a second that are recorded when nothing waits: answers of 128 tokens, each in one write."),
    ]
}
