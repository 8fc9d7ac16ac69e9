import ALCFCrypto
public import ALCFHTTP
public import ALCFJSON

/// Vectors, in the order of the texts they were made from.
public struct Embeddings: Sendable {
    /// The model that made them.
    public let model: String?
    /// One for each text.
    public let vectors: [[Float]]
    /// Token counts of the server.
    public let usage: Usage?
    /// All of it, as it came.
    public let raw: JSONValue
    /// Times of the exchange.
    public let timings: HTTPTimings?

    /// - Throws: `JSONError` where there is no `data`, or where an entry has neither numbers nor base64 of them.
    public init(_ json: JSONValue, timings: HTTPTimings? = nil) throws(JSONError) {
        let data = try json.require("data", as: [JSONValue].self)
        var placed: [(index: Int, vector: [Float])] = []
        for (position, entry) in data.enumerated() {
            guard let vector = entry["embedding"].flatMap(Self.vector), !vector.isEmpty else {
                throw JSONError(.mismatch, path: "data[\(position)].embedding", "must be numbers, or base64 of them")
            }
            placed.append((entry["index"]?.int ?? position, vector))
        }
        model = json["model"]?.string
        vectors = placed.sorted { $0.index < $1.index }.map(\.vector)
        usage = Usage(json["usage"])
        raw = json
        self.timings = timings
    }

    private static func vector(_ json: JSONValue) -> [Float]? {
        switch json {
        case .array(let numbers):
            let vector = numbers.compactMap { $0.double.map { Float($0) } }
            return vector.count == numbers.count ? vector : nil
        case .string(let text):
            guard let bytes = Base64.standard.decode(text), bytes.count % 4 == 0 else { return nil }
            return stride(from: 0, to: bytes.count, by: 4).map { start in
                let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * UInt32($1)) }
                return Float(bitPattern: bits)
            }
        default: return nil
        }
    }
}
