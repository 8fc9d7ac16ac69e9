// Have an answer in the shape of a type of ours.

import ALCFClient

let client = try InferenceClient.signedIn()
let model = try await client.model("gpt-oss-120b", on: "metis")

// snippet.type
struct Element: Decodable {
    let name: String
    let symbol: String
    let number: Int
}
// snippet.end

// snippet.ask
let request = ChatRequest(
    model: model.name, messages: [.user("Which element melts at 3422 °C?")], maxTokens: 1000,
    responseFormat: .schema(
        "element",
        [
            "type": "object",
            "properties": [
                "name": ["type": "string"], "symbol": ["type": "string"], "number": ["type": "integer"],
            ],
            "required": ["name", "symbol", "number"], "additionalProperties": false,
        ]))
let answer = try await client.chat(request, at: model.endpoint)

let element = try answer.decode(as: Element.self)
print(element.number, element.symbol, element.name)
// snippet.end
