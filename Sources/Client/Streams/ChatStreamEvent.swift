public import ALCFSystem

/// A chunk, and when it came.
public struct ChatStreamEvent: Sendable, Hashable {
    /// Chunk that came.
    public let chunk: ChatChunk
    /// Time when the socket read that completed the chunk returned.
    public let time: MonotonicTime
    /// Number of the body's socket read, from 0: chunks of one read share it, and came as a burst.
    public let readIndex: Int

    /// An event as it is given out.
    public init(chunk: ChatChunk, time: MonotonicTime, readIndex: Int) {
        self.chunk = chunk
        self.time = time
        self.readIndex = readIndex
    }
}
