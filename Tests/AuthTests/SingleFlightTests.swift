import Synchronization
import TestSupport
import Testing

@testable import ALCFAuth

/// Lets work stand still until a test opens it.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var arrived = 0
    }
    private let state = Mutex(State())

    var arrived: Int { state.withLock { $0.arrived } }

    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                state.arrived += 1
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}

@Suite struct SingleFlightTests {
    struct Failure: Error {}

    @Test func oneForAll() async throws {
        let flight = SingleFlight<Int>()
        let gate = Gate()
        let runs = Mutex(0)
        let work: @Sendable () async throws -> Int = {
            await gate.pass()
            return runs.withLock { count in
                count += 1
                return count
            }
        }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<100 { group.addTask { try await flight.run(work) } }
            #expect(await eventually { gate.arrived == 1 && flight.waitingCount == 100 })
            gate.open()
            for try await value in group { #expect(value == 1) }
        }
        #expect(try await flight.run(work) == 2, "the next one is work anew")
    }

    @Test func aFailureIsForThoseWhoWaitedOnly() async throws {
        let flight = SingleFlight<Int>()
        await #expect(throws: Failure.self) { try await flight.run { throw Failure() } }
        #expect(try await flight.run { 7 } == 7)
    }

    @Test func aCancelledCallerLeavesAloneAndAtOnce() async throws {
        let flight = SingleFlight<Int>()
        let gate = Gate()
        let work: @Sendable () async throws -> Int = {
            await gate.pass()
            try Task.checkCancellation()
            return 3
        }
        let first = Task { try await flight.run(work) }
        #expect(await eventually { gate.arrived == 1 })
        let second = Task { try await flight.run(work) }
        #expect(await eventually { flight.waitingCount == 2 })
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        gate.open()
        #expect(try await second.value == 3)
    }

    @Test func whoComesCancelledGetsNothing() async throws {
        let flight = SingleFlight<Int>()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await flight.run { 1 }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(flight.waitingCount == 0)
    }
}
