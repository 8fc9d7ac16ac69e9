// Have an answer in the shape of a type of ours.

import ALCFClient
import ALCFJSON

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
let schema: JSONValue = [
    "type": "object",
    "properties": ["name": ["type": "string"], "symbol": ["type": "string"], "number": ["type": "integer"]],
    "required": ["name", "symbol", "number"], "additionalProperties": false,
]
let answer = try await client.chat([.user("Which element melts at 3422 °C?")], with: model) {
    $0.responseFormat = .schema("element", schema)
}

let element = try answer.decode(as: Element.self)
print(element.number, element.symbol, element.name)
// snippet.end
