public import ALCFSystem

/// One event of a `text/event-stream`.
public struct ServerSentEvent: Sendable, Hashable {
    /// Time when the read that completed the event returned.
    public let time: MonotonicTime
    /// The `event:` field, `message` where there is none.
    public let name: String
    /// The `data:` lines, joined by line feeds; UTF-8.
    public let data: [UInt8]
    /// The last `id:` seen on the stream.
    public let id: String?

    /// An event.
    public init(time: MonotonicTime, name: String = "message", data: [UInt8], id: String? = nil) {
        self.time = time
        self.name = name
        self.data = data
        self.id = id
    }

    /// The data as text.
    public var text: String { String(decoding: data, as: UTF8.self) }
}
