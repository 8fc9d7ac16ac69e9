import ALCFRecord
import ALCFStatistics

extension Metric {
    /// Figures of the instrument itself.
    static let ofTheInstrument = [
        Metric(
            "instrument_lag", "the instrument's lag", unit: .seconds, aliases: ["lag", "instrument"],
            "(first token − start as measured) − (first token written − request arrived as logged by a server that keeps an exact "
                + "schedule); the same of the last token, and of the time from the first to the last.",
            note:
                "A bound from above, as the way over loopback and both wake-ups are in it. Above 1 % of the run's own median, the run is invalid: see 'alcf benchmark self-check'."
        ),
        Metric(
            "dispatch_lag", "sent late", unit: .seconds, aliases: ["dispatch"],
            "dispatched − scheduled: how late our own queue let a request go."),
        Metric(
            "timer_lag", "timers late", unit: .seconds, aliases: ["timers"],
            "how late timers of the event loop that carries the requests were while the run ran, twenty a second.",
            note:
                "One that was missed counts with the lag a request would have had that came then. Above 1 % of a target's median figure on average, or in over a tenth of the run's seconds, the run is invalid."
        ),
        Metric(
            "run_queue_delay", "on the run queue", unit: .seconds, aliases: ["run_queue"],
            "time that threads of this process spent on a run queue while the run ran ÷ how often they got a processor, by the kernel's "
                + "count, which is read once a second.",
            note: "Bounded as the lag of timers is. Not known where the system keeps no such count."),
        Metric(
            "cpu_share", "share of a core", unit: .share, aliases: ["cpu"],
            "CPU time of this process while the run ran ÷ its wall time ÷ event loops.",
            note:
                "Above 80 %, the run is invalid: the client may be the bottleneck itself. A service simulated by --simulate is in the same "
                + "process, and counted."),
        Metric(
            "ceiling", "ceiling", unit: .eventsPerSecond,
            "events a second that are recorded when nothing waits: answers of 128 tokens, each in one write."),
    ]
}
