import ALCFSystem
import Glibc
import Synchronization
import Testing

@Suite struct BlockingWorkTests {
    private final class Count: Sendable {
        let number = Mutex(0)
    }

    /// More waits than the cooperative pool has threads, and yet tasks go on.
    @Test(.timeLimit(.minutes(10))) func leavesTheThreadsOfTasksAlone() async throws {
        var ends: [CInt] = [-1, -1]
        #expect(pipe(&ends) == 0)
        let (reading, writing) = (ends[0], ends[1])
        let ended = Count()
        let waits = (0..<ProcessUsage.cores + 4).map { _ in
            Task {
                await BlockingWork.run {
                    var source = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
                    _ = poll(&source, 1, -1)
                }
                ended.number.withLock { $0 += 1 }
            }
        }
        for _ in 0..<100 { await Task.detached {}.value }
        #expect(ended.number.withLock { $0 } == 0)
        close(writing)
        for wait in waits { await wait.value }
        close(reading)
    }

    @Test func throwsWhatTheWorkThrows() async {
        let error = await #expect(throws: FileError.self) {
            try await BlockingWork.run { () throws(FileError) -> Int in throw FileError("read", "x", number: ENOENT) }
        }
        #expect(error?.isNotFound == true)
    }
}
