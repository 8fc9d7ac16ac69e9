import ALCFRecord

/// A way in which two equal simulated services can be: what the whole program must not take for a difference.
package struct EndToEndScenario: Sendable {
    /// A promise about the runs.
    package enum Promise: Sendable, Hashable {
        /// Intervals of 95 % hold the truth in 93 to 97 of 100.
        case holds
        /// In 88 of 100 at least: the run saw little more than its load's memory.
        case mostlyHolds
        /// Nothing but words: the run is too short for any method.
        case cannotTell
    }

    /// Its name on the command line.
    package let name: String
    /// Length of a run in correlation times of the load; nil for a load without memory.
    package let correlationTimes: Double?
    /// Promise about the runs.
    package let promise: Promise
    /// Whether the built-in questions are asked, whose answers are scored: as many as there are at most.
    private let asksQuestions: Bool
    private let memory: @Sendable (Double) -> [String]

    /// Simulated seconds to the first token, and for each further one.
    private static let latency = (fixed: 2.0, perToken: 0.02)
    /// Tokens of the answers.
    private static let tokens = 8...64

    /// Simulated seconds that a request takes, on average.
    package static var meanLatency: Double {
        latency.fixed + latency.perToken * Double(tokens.lowerBound + tokens.upperBound - 2) / 2
    }

    /// All of them.
    package static let all: [EndToEndScenario] = [
        EndToEndScenario(name: "independent", promise: .holds) { _ in [] },
        EndToEndScenario(name: "questions", promise: .holds, asksQuestions: true) { _ in [] },
        wander("own-load-20", 20, .holds), wander("own-load-5", 5, .mostlyHolds), wander("own-load-2", 2, .cannotTell),
        wander("shared-load-5", 5, .holds, scope: "shared="),
        EndToEndScenario(name: "stalls-20", correlationTimes: 20, promise: .holds) { length in
            ["--stalls", "\(length / 140)s/\(length / 20)s"]
        },
        // A target sleeps while the other one has its turn, where turns are long.
        EndToEndScenario(name: "cold-start", promise: .mostlyHolds) { length in
            ["--cold-start", "\(latency.fixed)s/\(length / 20)s"]
        },
    ]

    private init(
        name: String, correlationTimes: Double? = nil, promise: Promise, asksQuestions: Bool = false,
        memory: @escaping @Sendable (Double) -> [String]
    ) {
        self.name = name
        self.correlationTimes = correlationTimes
        self.promise = promise
        self.asksQuestions = asksQuestions
        self.memory = memory
    }

    private static func wander(
        _ name: String, _ times: Double, _ promise: Promise, scope: String = ""
    ) -> EndToEndScenario {
        EndToEndScenario(name: name, correlationTimes: times, promise: promise) { length in
            ["--wander", "\(scope)0.25/\(length / times)s"]
        }
    }

    /// Returns the approximate length of a run in simulated seconds.
    package static func length(prompts: Int, inFlight: Int) -> Double {
        2 * meanLatency * Double(prompts) / Double(max(1, inFlight))
    }

    /// The command line of a run of two equal services, without the program's name.
    ///
    /// Answers come whole, in one write each: whatever the clusters' streams differ by is none of the services' speed.
    /// Single requests scatter by 0.2 on the scale of logarithms, so that this machine's own disturbances are small
    /// against it.
    package func arguments(prompts: Int, inFlight: Int, speed: Double, seed: Int, output: String) -> [String] {
        let latency = "\(Self.latency.fixed)s+\(Self.latency.perToken)s"
        let work =
            asksQuestions
            ? ["--samples", "\(min(prompts, (try? QuestionSet.demo().questions.count) ?? prompts))"]
            : ["--synthetic", "100,\(Self.tokens.lowerBound)-\(Self.tokens.upperBound)", "--samples", "\(prompts)"]
        let seeds = ["--simulation-seed", "--seed", "--prompt-seed"].flatMap { [$0, "\(seed)"] }
        return ["benchmark", "--simulate", "--speed", "\(speed)", "--favour", "0.2"] + seeds
            + ["metis", "sophia"].flatMap { ["--simulated-latency", "\($0)=\(latency)"] }
            + memory(Self.length(prompts: prompts, inFlight: inFlight)) + work
            + ["--concurrency", "\(inFlight)", "--no-stream", "--no-self-check", "--yes", "--quiet", "--json"]
            + ["--output", output]
    }
}
