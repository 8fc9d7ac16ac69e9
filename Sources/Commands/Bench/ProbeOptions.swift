import ALCFClient
import ALCFLoad
import ALCFRecord
import ArgumentParser

/// The options that set whose servers are asked for their health between requests.
struct ProbeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Also ask this NAME=URL target's server for its health (GET \(ProbeTarget.usualPath), or NAME=/PATH for another path) before \
            each block of requests, so that the report can tell the server's own delay from the model's. The gateway is asked anyway. \
            No key is sent. May be repeated.
            """, valueName: "name"))
    var probe: [String] = []

    @Flag(
        name: .customLong("no-probe"),
        help: "Ask no server for its health. The report then cannot tell the gateway's delay from the rest.")
    var skipsProbes = false

    func validate() throws {
        try require(!skipsProbes || probe.isEmpty, "'--no-probe' and '--probe' exclude each other.")
        for text in probe where ProbeTarget(text) == nil {
            throw ValidationError("'--probe' takes NAME or NAME=/PATH, as in mine=/health, not '\(text)'.")
        }
        let names = probe.compactMap { ProbeTarget($0)?.name }
        try require(Set(names).count == names.count, "'--probe' names a target twice.")
    }

    /// The targets to ask for, as in ``BenchmarkOptions/probes``: all behind the gateway, and those that were named.
    ///
    /// - Throws: `UsageError` for a name that no target has, and for a path of the gateway, which has its own.
    func targets(of list: [BenchmarkTarget]) throws -> [String] {
        guard !skipsProbes else { return [] }
        let named = probe.compactMap(ProbeTarget.init)
        for one in named {
            guard let target = list.first(where: { $0.name == one.name }) else {
                throw UsageError(
                    "there is no target '\(one.name)' for '--probe'",
                    remedy: "The targets are \(list.map(\.name).joined(separator: ", ")).")
            }
            guard target.endpoint.credentials == .service, one.path != nil else { continue }
            throw UsageError(
                "'\(one.name)' is behind the gateway, which has its own path for its health",
                remedy: "Leave '--probe \(one.text)' out: the gateway is asked anyway.")
        }
        return list.compactMap { target in
            if let one = named.first(where: { $0.name == target.name }) { return one.text }
            return target.endpoint.credentials == .service ? target.name : nil
        }
    }
}
