/// Answers and streams as the two kinds of servers send them.
enum ServedTranscript {
    static let metisCompletion = #"""
        {"id":"0b1c2d3e-0000-4000-8000-000000000001","object":"chat.completion","created":1767225600.482,"model":"gpt-oss-120b",
         "system_fingerprint":"fastcoe","choices":[{"index":0,"finish_reason":"stop","logprobs":null,
         "message":{"role":"assistant","content":"Hello.","reasoning":"User greets.","channel":"final"}}],
         "usage":{"prompt_tokens":72,"completion_tokens":19,"total_tokens":91,"prompt_tokens_details":{"cached_tokens":0},
         "completion_tokens_details":{"reasoning_tokens":11},"time_to_first_token":0.21,"total_latency":0.30,
         "completion_tokens_per_sec":63.3,"completion_tokens_after_first_per_sec":200.1,"total_tokens_per_sec":303.3,
         "start_time":1767225600.18,"end_time":1767225600.48,"is_last_response":true,"stop_reason":"stop"}}
        """#

    static let metisStream = #"""
        data: {"id":"0b1c…","object":"chat.completion.chunk","created":1767225600.2,"model":"gpt-oss-120b","system_fingerprint":"fastcoe","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null,"logprobs":null}]}

        data: {"id":"0b1c…","object":"chat.completion.chunk","created":1767225600.2,"model":"gpt-oss-120b","system_fingerprint":"fastcoe","choices":[{"index":0,"delta":{"reasoning":"User greets."},"finish_reason":null,"logprobs":null}]}

        data: {"id":"0b1c…","object":"chat.completion.chunk","created":1767225600.2,"model":"gpt-oss-120b","system_fingerprint":"fastcoe","choices":[{"index":0,"delta":{"content":"Hello."},"finish_reason":null,"logprobs":null}]}

        data: {"id":"0b1c…","object":"chat.completion.chunk","created":1767225600.2,"model":"gpt-oss-120b","system_fingerprint":"fastcoe","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop","logprobs":null}]}

        data: {"id":"0b1c…","object":"chat.completion.chunk","created":1767225600.2,"model":"gpt-oss-120b","system_fingerprint":"fastcoe","choices":[],"usage":{"prompt_tokens":72,"completion_tokens":19,"total_tokens":91,"time_to_first_token":0.21,"total_latency":0.30,"is_last_response":true}}

        data: [DONE]


        """#

    static let sophiaCompletion = #"""
        {"id":"chatcmpl-00112233445566778899aabbccddeeff","object":"chat.completion","created":1767225600,"model":"openai/gpt-oss-120b",
         "choices":[{"index":0,"message":{"role":"assistant","content":"Hello.","refusal":null,"annotations":null,"audio":null,"function_call":null,
         "tool_calls":[],"reasoning_content":"User greets."},"logprobs":null,"finish_reason":"stop","stop_reason":null,"token_ids":null}],
         "service_tier":null,"system_fingerprint":null,"usage":{"prompt_tokens":70,"total_tokens":88,"completion_tokens":18,"prompt_tokens_details":null},
         "prompt_logprobs":null,"prompt_token_ids":null,"kv_transfer_params":null,
         "response_time":0.412,"throughput_tokens_per_second":213.6}
        """#

    static let sophiaCalls = #"""
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"openai/gpt-oss-120b","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"openai/gpt-oss-120b","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"chatcmpl-tool-9f","type":"function","function":{"name":"get_weather","arguments":""}}]},"logprobs":null,"finish_reason":null}]}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"openai/gpt-oss-120b","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]},"logprobs":null,"finish_reason":null}]}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"openai/gpt-oss-120b","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Chicago\"}"}}]},"logprobs":null,"finish_reason":null}]}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"openai/gpt-oss-120b","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls","stop_reason":null}]}

        data: [DONE]


        """#
}
