// Ask any server that speaks OpenAI's API: one's own vLLM, or another provider.

import ALCFClient
import ALCFCrypto
import ALCFHTTP

// snippet.local
let client = InferenceClient(tokens: nil, transport: HTTPClient())
let local = ModelEndpoint(name: "my vLLM", baseURL: try HTTPURL("http://127.0.0.1:8000/v1"))

var request = ChatRequest(model: "openai/gpt-oss-20b", messages: [.user("Hello!")])
// Fields that only this server knows.
request.extra = ["top_k": 20, "chat_template_kwargs": ["enable_thinking": false]]

print(try await client.chat(request, at: local).content)
// snippet.end

// snippet.key
let provider = ModelEndpoint(
    name: "provider", baseURL: try HTTPURL("https://example.org/v1"), credentials: .key(Secret("the provider's key")))
print(try await client.chat(request, at: provider).content)
// snippet.end
