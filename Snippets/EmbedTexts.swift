// Compare texts by their vectors.

import ALCFClient

let client = try InferenceClient.signedIn()
let model = try await client.model("Salesforce/SFR-Embedding-Mistral", on: "sophia")

// snippet.embed
let texts = ["a cat on a mat", "a kitten on a rug", "the price of copper"]
let request = EmbeddingRequest(model: model.name, input: texts, encoding: .base64)
let vectors = try await client.embed(request, at: model.endpoint).vectors
// snippet.end

// snippet.compare
func similarity(_ left: [Float], _ right: [Float]) -> Float {
    func dot(_ left: [Float], _ right: [Float]) -> Float { zip(left, right).reduce(0) { $0 + $1.0 * $1.1 } }
    return dot(left, right) / (dot(left, left) * dot(right, right)).squareRoot()
}

for (text, vector) in zip(texts, vectors).dropFirst() { print(similarity(vectors[0], vector), text) }
// snippet.end
