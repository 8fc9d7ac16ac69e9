import ALCFCrypto
import ALCFJSON

/// Vectors drawn by the text's own letters: the same text gives the same vector, of length 1. They mean nothing.
enum EmbeddingAnswer {
    static let dimensions = 32

    static func body(_ request: JSONValue, model: String, promptTokens: Int) -> JSONValue {
        let texts = request["input"]?.array.map { $0.map { $0.string ?? $0.serialized() } }
        let inputs = texts ?? [request["input"]?.string ?? ""]
        let count = min(max(request["dimensions"]?.int ?? dimensions, 1), 4096)
        let inBase64 = request["encoding_format"]?.string == "base64"
        let data = inputs.enumerated().map { index, text -> JSONValue in
            let vector = vector(of: text, count: count)
            return [
                "object": "embedding", "index": .int(index),
                "embedding": inBase64 ? .string(base64(vector)) : .array(vector.map { .double(Double($0)) }),
            ]
        }
        return [
            "object": "list", "data": .array(data), "model": .string(model),
            "usage": ["prompt_tokens": .int(promptTokens), "total_tokens": .int(promptTokens)],
        ]
    }

    private static func vector(of text: String, count: Int) -> [Float] {
        var generator = SeededGenerator(1, "embedding", text)
        let raw = (0..<count).map { _ in Double.random(in: -1...1, using: &generator) }
        let length = raw.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return raw.map { Float($0 / max(length, .leastNormalMagnitude)) }
    }

    /// 32-bit reals, little end first.
    private static func base64(_ vector: [Float]) -> String {
        let bytes = vector.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }
        return Base64.standard.encode(bytes)
    }
}
