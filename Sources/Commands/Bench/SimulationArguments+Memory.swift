import ALCFRecord
import ALCFSimulator
import ArgumentParser

extension SimulationArguments {
    /// Whether the simulated services are to remember anything.
    var hasMemory: Bool { !wander.isEmpty || !stalls.isEmpty || !coldStart.isEmpty || favour != 0 }

    /// - Throws: `ValidationError` naming the option and how it is written.
    func memory() throws -> SimulatedMemory {
        var memory = SimulatedMemory()
        memory.wander = try Self.parts(
            wander, "--wander",
            "metis=0.25/30s: a standard deviation up to \(Wander.deviations.upperBound), and a time from 1ms to 3600s",
            Wander.init)
        memory.stalls = try Self.parts(
            stalls, "--stalls", "metis=0.1s/0.7s: a length, and a longer distance, of up to 3600s", Stalls.init)
        memory.coldStarts = try Self.parts(
            coldStart, "--cold-start", "sophia=3s/60s: a length, and a time without requests, of up to 3600s",
            ColdStart.init)
        guard SimulatedMemory.favours.contains(favour) else {
            throw ValidationError("'--favour' must be from 0 to \(SimulatedMemory.favours.upperBound).")
        }
        memory.favour = favour
        return memory
    }

    static func parts<Value>(
        _ texts: [String], _ option: String, _ example: String, _ read: (String) -> Value?
    ) throws -> SimulatedMemory.Parts<Value> {
        try texts.reduce(into: SimulatedMemory.Parts()) { parts, text in
            let sides = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
            guard sides.count <= 2, let value = sides.last.flatMap(read) else {
                throw ValidationError("'\(text)' is nothing that '\(option)' takes: write it as in \(example).")
            }
            if sides.count == 1 {
                for cluster in SimulatedCluster.allCases { parts.own[cluster] = value }
            } else if sides[0] == "shared" {
                parts.shared = value
            } else if let cluster = SimulatedCluster(rawValue: sides[0]) {
                parts.own[cluster] = value
            } else {
                let names = SimulatedCluster.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError(
                    "There is no simulated cluster '\(sides[0])': '\(option)' takes \(names), 'shared' or no name.")
            }
        }
    }
}
