// Print an answer as it comes, and know how it ended.

import ALCFClient

// snippet.setUp
let client = try InferenceClient.signedIn(notify: { note in print("(\(note))") })
let model = try await client.model("gpt-oss-120b", on: "sophia")
let request = ChatRequest(model: model.name, messages: [.user("Tell me about Lake Michigan.")])
// snippet.end

// snippet.loop
for try await event in try await client.stream(request, at: model.endpoint) {
    for choice in event.chunk.choices { print(choice.content ?? "", terminator: "") }
}
// snippet.end

// snippet.collect
let collected = try await client.stream(request, at: model.endpoint).collect { event in
    for choice in event.chunk.choices { print(choice.content ?? "", terminator: "") }
}
switch collected.end {
case .complete: print("\n\(collected.answer.usage?.completionTokens ?? 0) tokens")
case .truncated: print("\nThe service ended the stream before the answer was complete.")
case .failed(let error): print("\n\(error.message). \(error.remedy ?? "")")
}
// snippet.end
