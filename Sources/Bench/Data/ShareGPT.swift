import ALCFJSON

/// Conversations as ShareGPT files hold them: of each, what a person says becomes the prompts, one for each turn.
///
/// Conversations of one turn, prompts or replies below four words, and prompts above 8,000 characters are left out, as
/// other tools leave them out, and without a tokenizer.
enum ShareGPT {
    static func read(_ array: [JSONValue], bytes: [UInt8], name: String) throws(BenchError) -> Workload {
        var prompts: [Prompt] = []
        for (index, item) in array.enumerated() {
            guard let turns = item["conversations"]?.array else {
                throw BenchError(.dataSet, "\(name), conversation \(index + 1), has no 'conversations'")
            }
            guard let first = turns.firstIndex(where: { ["human", "user"].contains(speaker($0)) }),
                turns.indices.contains(first + 1), ["gpt", "assistant"].contains(speaker(turns[first + 1])),
                let prompt = text(turns[first]), let reply = text(turns[first + 1]), words(prompt) >= 4,
                words(reply) >= 4, prompt.utf8.count <= 8_000
            else { continue }
            let id = "\(item["id"]?.string ?? "conversation")#\(index + 1)"
            let passage = String(try BenchError.hash(Array(prompt.utf8)).prefix(16))
            let later = turns[(first + 1)...].filter { ["human", "user"].contains(speaker($0)) }.compactMap(text)
            for (turn, text) in ([prompt] + later).enumerated() {
                prompts.append(
                    Prompt(
                        id: turn == 0 ? id : "\(id).\(turn + 1)", passageID: passage, text: text, answers: [],
                        turn: turn))
            }
        }
        guard !prompts.isEmpty else { throw BenchError(.dataSet, "\(name) holds no conversation that can be used") }
        return Workload(
            dataSet: RunManifest.DataSet(
                name: "ShareGPT", version: "", sha256: try BenchError.hash(bytes), count: 0, passages: 0, source: name),
            prompts: prompts)
    }

    private static func speaker(_ turn: JSONValue) -> String { turn["from"]?.string ?? turn["role"]?.string ?? "" }
    private static func text(_ turn: JSONValue) -> String? { turn["value"]?.string ?? turn["content"]?.string }
    private static func words(_ text: String) -> Int { text.split(whereSeparator: \.isWhitespace).count }
}
