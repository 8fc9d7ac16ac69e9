import ALCFHTTP
import ALCFRecord
import ALCFSystem
import Synchronization

/// Asks the targets' servers for their health at moments at which that competes with nothing: before the requests of a
/// block, or, while several are under way, now and then over another connection.
final class HealthProbes: Sendable {
    private struct Place: Sendable {
        let name: String
        let path: String?
        /// The ways to its servers, which are asked in turn: several for a fleet.
        let routes: [MeasuringRoute]
    }

    /// By the target's place in the list.
    private let places: [Int: Place]
    private let allowances: Mutex<[Int: ProbeAllowance]>
    private let turns = Mutex<[Int: Int]>([:])
    private let anchor: MonotonicTime
    private let record: @Sendable (Probe) -> Void
    private let now: @Sendable () -> MonotonicTime

    /// - Parameters:
    ///   - wanted: the targets to ask for, as in ``BenchmarkOptions/probes``.
    ///   - names: the targets' names, in the order of `routes`.
    ///   - routes: the ways to the servers of each target.
    ///   - record: called with each probe when it is over.
    init(
        _ wanted: [String], names: [String], routes: [[MeasuringRoute]], anchor: MonotonicTime,
        now: @escaping @Sendable () -> MonotonicTime = { .now }, record: @escaping @Sendable (Probe) -> Void
    ) {
        let targets = wanted.compactMap(ProbeTarget.init)
        let places: [Int: Place] = names.indices.reduce(into: [:]) { places, index in
            guard let target = targets.first(where: { $0.name == names[index] }) else { return }
            places[index] = Place(name: names[index], path: target.path, routes: routes[index])
        }
        self.places = places
        allowances = Mutex(places.mapValues { _ in ProbeAllowance() })
        self.anchor = anchor
        self.now = now
        self.record = record
    }

    /// Asks once for each target of a stage that has measured requests, one after the other. Nothing of them is under
    /// way meanwhile.
    func before(_ stage: [Schedule.Slot]) async {
        for slot in Self.firsts(stage) { await ask(slot.target, block: slot.block, isPaced: false) }
    }

    /// Asks now and then while a stage is under way, no oftener than it has blocks; until the task is cancelled.
    func during(_ stage: [Schedule.Slot]) async {
        let targets = Self.firsts(stage).map(\.target).filter { places[$0] != nil }
        guard !targets.isEmpty else { return }
        for _ in 1..<max(1, Set(stage.lazy.map(\.block)).count) {
            guard (try? await Task.sleep(for: .seconds(ProbeAllowance.interval))) != nil else { return }
            for target in targets { await ask(target, block: nil, isPaced: true) }
        }
    }

    private func ask(_ target: Int, block: Int?, isPaced: Bool) async {
        guard let place = places[target], !Task.isCancelled else { return }
        let time = now()
        guard allowances.withLock({ $0[target]?.admits(at: time, isPaced: isPaced) }) == true else { return }
        let turn = turns.withLock { turns in
            defer { turns[target, default: 0] += 1 }
            return turns[target, default: 0]
        }
        guard !place.routes.isEmpty else { return }
        let probe = await place.routes[turn % place.routes.count].ask(
            place.path, Probe(target: place.name, block: block, start: time.seconds(since: anchor)), since: anchor)
        // One that was cut off by the end of its stage or of the run says nothing.
        guard !Task.isCancelled else { return }
        allowances.withLock { $0[target]?.note(isGood: probe.wait != nil) }
        record(probe)
    }

    /// The first measured slot of each target, in order.
    private static func firsts(_ stage: [Schedule.Slot]) -> [Schedule.Slot] {
        var seen: Set<Int> = []
        return stage.filter { $0.phase == .measured && seen.insert($0.target).inserted }
    }
}
