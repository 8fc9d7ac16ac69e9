import ALCFJSON

/// Events as they are written into a stream.
enum EventText {
    /// Returns the lines of an event: `event:` where it has a name, then `data:`.
    static func bytes(_ event: ServedEvent) -> [UInt8] {
        var bytes: [UInt8] = []
        if let name = event.name { bytes += Array("event: \(name)\n".utf8) }
        bytes += Array("data: ".utf8)
        bytes += event.data.serializedBytes()
        bytes += Array("\n\n".utf8)
        return bytes
    }

    /// Returns the lines of several events.
    static func bytes(_ events: [ServedEvent]) -> [UInt8] { events.flatMap { bytes($0) } }
}
