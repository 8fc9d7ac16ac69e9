// Tell what went wrong, and what to do about it.

import ALCFAuth
import ALCFClient

let client = try InferenceClient.signedIn()
let model = try await client.model("gpt-oss-120b", on: "sophia")

// snippet.handle
do {
    print(try await client.chat([.user("Hello!")], with: model).content)
} catch let error as ClientError where error.code == .notRunning {
    try await client.waitUntilLive(model: model.name, cluster: model.endpoint.name)
} catch let error as ClientError {
    // For people: what happened and what to do. For programs: the code, and whether the same may succeed later.
    print("\(error.message). \(error.remedy ?? "")")
    if error.isRetryable { print("Try again in \(error.retryAfter ?? 60) s.") }
    // An answer that was cut off is not lost.
    if let partial = error.completion { print("So far: \(partial.content)") }
} catch let error as AuthError where error.code == .signInNeeded {
    print("\(error.message). \(error.remedy ?? "")")
}
// snippet.end
