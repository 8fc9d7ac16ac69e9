// Print an answer as it comes, and know how it ended.

import ALCFClient

// snippet.setUp
let client = try InferenceClient.signedIn(notify: { note in print("(\(note))") })
let model = try await client.model("gpt-oss-120b", on: "sophia")
let messages = [ChatMessage.user("Tell me about Lake Michigan.")]
// snippet.end

// snippet.loop
for try await text in try await client.stream(messages, with: model).text { print(text, terminator: "") }
// snippet.end

// snippet.collect
let collected = try await client.stream(messages, with: model).collect { event in
    for choice in event.chunk.choices { print(choice.content ?? "", terminator: "") }
}
switch collected.end {
case .complete: print("\n\(collected.answer.usage?.completionTokens ?? 0) tokens")
case .truncated: print("\nThe service ended the stream before the answer was complete.")
case .failed(let error): print("\n\(error.message). \(error.remedy ?? "")")
}
// snippet.end
