// Let a model call functions of ours.

import ALCFClient

let client = try InferenceClient.signedIn()
let model = try await client.model("gpt-oss-120b", on: "sophia")

// snippet.tool
struct Place: Decodable {
    let city: String
    let celsius: Bool?
}

let weather = Tool(
    name: "get_weather", description: "The weather in a city now.",
    parameters: [
        "type": "object",
        "properties": ["city": ["type": "string"], "celsius": ["type": "boolean"]],
        "required": ["city"],
    ])

func getWeather(_ place: Place) -> String { "9 °C and windy in \(place.city)" }
// snippet.end

// snippet.loop
var messages: [ChatMessage] = [.user("Do I need a coat in Chicago?")]
for _ in 0..<5 {
    let answer = try await client.chat(messages, with: model) { $0.tools = [weather] }
    messages.append(answer.message)
    if answer.toolCalls.isEmpty {
        print(answer.content)
        break
    }
    for call in answer.toolCalls {
        do {
            messages.append(.tool(getWeather(try call.decodeArguments()), answering: call))
        } catch {
            // Told what is wrong with its arguments, a model often mends them.
            messages.append(.tool("Error: \(error.message)", answering: call))
        }
    }
}
// snippet.end
