extension EventStream<ChatStreamParser> {
    /// The answer's text alone, piece by piece: that of the first answer, without reasoning and calls of tools. Once,
    /// as the events.
    public var text: some AsyncSequence<String, any Error> & Sendable {
        compactMap { event in
            event.chunk.choices.first { $0.index == 0 }?.content.flatMap { $0.isEmpty ? nil : $0 }
        }
    }
}

extension EventStream<ResponsesStreamParser> {
    /// The answer's text alone, piece by piece, without reasoning and calls of tools. Once, as the events.
    public var text: some AsyncSequence<String, any Error> & Sendable { compactMap(\.text) }
}
