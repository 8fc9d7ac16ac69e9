// Sign in with Globus, once, and ask a model something.

import ALCFAuth
import ALCFClient
import ALCFHTTP

// snippet.signIn
let transport = HTTPClient()
let globus = try GlobusAuth(baseURL: HTTPURL("https://auth.globus.org"), transport: transport)
let login = try LoginFlow(auth: globus, hostName: "my laptop")

print("Open this address, sign in, and paste the code that the page shows:\n\(login.authorizeURL)")
guard let code = LoginFlow.code(pasted: readLine() ?? "") else { throw ClientError(.usage, "that is no code") }
let tokens = try await login.complete(code: code)

// The file that the Python tools read too: one sign-in serves them all.
let store = try await TokenStore.locate(environment: ["HOME": "/home/me"])
try await store.save(tokens)
// snippet.end

// snippet.ask
let client = InferenceClient(tokens: TokenManager(auth: globus, store: store), transport: transport)
let model = try await client.model("gpt-oss-120b", on: "metis")

let messages: [ChatMessage] = [.system("Answer in one sentence."), .user("Why is the sky blue?")]
let answer = try await client.chat(messages, with: model) { $0.maxTokens = 500 }

print(answer.content)
print(answer.usage?.completionTokens ?? 0, "tokens")
// snippet.end
