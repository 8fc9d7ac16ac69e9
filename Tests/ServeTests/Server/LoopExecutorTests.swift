import NIOEmbedded
import Synchronization
import Testing

@testable import ALCFServe

/// The order in which jobs run on a connection's loop.
struct LoopExecutorTests {
    private let loop = EmbeddedEventLoop()

    private final class Steps: Sendable {
        private let steps = Mutex<[String]>([])
        let isOver = Atomic(false)
        var all: [String] { steps.withLock { $0 } }
        func add(_ step: String) { steps.withLock { $0.append(step) } }
    }

    /// What a request leads to comes before the next request: nothing waits for the loop's next turn.
    @Test func aTaskRunsAtOnceWithAllThatItLeadsTo() {
        let (executor, steps) = (LoopExecutor(loop), Steps())
        for name in ["a", "b"] {
            executor.now {
                Task(executorPreference: executor) {
                    steps.add("\(name)1")
                    await Task(executorPreference: executor) { steps.add("\(name)2") }.value
                    steps.add("\(name)3")
                }
                steps.add("\(name)0")
            }
        }
        #expect(steps.all == ["a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3"])
    }

    @Test func otherwiseItRunsInTheLoopsNextTurn() {
        let (executor, steps) = (LoopExecutor(loop), Steps())
        Task(executorPreference: executor) { steps.add("task") }
        #expect(steps.all == [])
        loop.run()
        #expect(steps.all == ["task"])
        Task(executorPreference: executor) { steps.add("again") }
        loop.run()
        #expect(steps.all == ["task", "again"])
    }

    /// A task that never ends does not keep the loop from its connections.
    @Test func jobsWithoutEndLeaveTheLoopItsTurn() {
        let (executor, steps) = (LoopExecutor(loop), Steps())
        executor.now {
            Task(executorPreference: executor) {
                while !steps.isOver.load(ordering: .relaxed) { await Task.yield() }
                steps.add("over")
            }
        }
        #expect(steps.all == [])
        loop.execute { steps.isOver.store(true, ordering: .relaxed) }
        loop.run()
        #expect(steps.all == ["over"])
    }
}
