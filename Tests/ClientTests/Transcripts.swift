/// Answers and streams in the shapes that the service sends.
enum Transcript {
    static let metisCompletion = #"""
        {"id":"0b1c2d3e-0000-4000-8000-000000000001","object":"chat.completion","created":1767225600.482,"model":"gpt-oss-120b",
         "system_fingerprint":"fastcoe","choices":[{"index":0,"finish_reason":"stop","logprobs":null,
         "message":{"role":"assistant","content":"Hello.","reasoning":"User greets.","channel":"final"}}],
         "usage":{"prompt_tokens":72,"completion_tokens":19,"total_tokens":91,"prompt_tokens_details":{"cached_tokens":0},
         "completion_tokens_details":{"reasoning_tokens":11},"time_to_first_token":0.21,"total_latency":0.30,
         "completion_tokens_per_sec":63.3,"completion_tokens_after_first_per_sec":200.1,"total_tokens_per_sec":303.3,
         "start_time":1767225600.18,"end_time":1767225600.48,"is_last_response":true,"stop_reason":"stop"}}
        """#

    static let sophiaCompletion = #"""
        {"id":"chatcmpl-00112233445566778899aabbccddeeff","object":"chat.completion","created":1767225600,"model":"openai/gpt-oss-120b",
         "choices":[{"index":0,"message":{"role":"assistant","content":"Hello.","refusal":null,"annotations":null,"audio":null,"function_call":null,
         "tool_calls":[],"reasoning_content":"User greets."},"logprobs":null,"finish_reason":"stop","stop_reason":null,"token_ids":null}],
         "service_tier":null,"system_fingerprint":null,"usage":{"prompt_tokens":70,"total_tokens":88,"completion_tokens":18,"prompt_tokens_details":null},
         "prompt_logprobs":null,"prompt_token_ids":null,"kv_transfer_params":null,
         "response_time":0.412,"throughput_tokens_per_second":213.6}
        """#

    private static let metisHead =
        #"data: {"id":"0b1c","object":"chat.completion.chunk","created":1767225600.2,"model":"gpt-oss-120b","system_fingerprint":"fastcoe","choices":["#

    static let metisStream =
        metisHead + #"{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null,"logprobs":null}]}"#
        + "\n\n"
        + metisHead + #"{"index":0,"delta":{"reasoning":"User greets."},"finish_reason":null,"logprobs":null}]}"#
        + "\n\n"
        + ": keep-alive\r\n\r\n"
        + metisHead + #"{"index":0,"delta":{"content":"Hello – \#u{1F44B}."},"finish_reason":null,"logprobs":null}]}"#
        + "\n\n"
        + metisHead + #"{"index":0,"delta":{"content":""},"finish_reason":"stop","logprobs":null}]}"# + "\n\n"
        + metisHead
        + #"],"usage":{"prompt_tokens":72,"completion_tokens":19,"total_tokens":91,"time_to_first_token":0.21,"total_latency":0.30,"is_last_response":true}}"#
        + "\n\ndata: [DONE]\n\n"

    private static let sophiaHead =
        #"data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"openai/gpt-oss-120b","choices":[{"index":0,"delta":"#

    static let sophiaToolCalls =
        sophiaHead + #"{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}"# + "\n\n" + sophiaHead
        + #"{"tool_calls":[{"index":0,"id":"chatcmpl-tool-9f","type":"function","function":{"name":"get_weather","arguments":""}}]},"logprobs":null,"finish_reason":null}]}"#
        + "\n\n" + sophiaHead
        + #"{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]},"logprobs":null,"finish_reason":null}]}"#
        + "\n\n" + sophiaHead
        + #"{"tool_calls":[{"index":0,"function":{"arguments":"\"Chicago\"}"}}]},"logprobs":null,"finish_reason":null}]}"#
        + "\n\n" + sophiaHead + #"{},"logprobs":null,"finish_reason":"tool_calls","stop_reason":null}]}"#
        + "\n\ndata: [DONE]\n\n"

    static func sophiaPiece(_ content: String, finish: String = "null") -> String {
        sophiaHead + #"{"content":"\#(content)"},"logprobs":null,"finish_reason":\#(finish)}]}"# + "\n\n"
    }

    static let done = "data: [DONE]\n\n"

    static let sophiaTimeout =
        #"data: {"object":"error","message":"Streaming task timed out: No data received from compute endpoint after 30 seconds. Try again.","type":"StreamingTimeoutError","param":null,"code":504}"#
        + "\n\n" + done

    static let sophiaGeneric =
        #"data: {"object":"error","message":"An error occurred during processing","type":"InternalServerError","param":null,"code":500}"#
        + "\n\n" + done

    /// What the gateway writes into the answer when a direct cluster fails; `text` is JSON-escaped already.
    static func fakeChunk(_ text: String) -> String {
        #"data: {"id": "chatcmpl-api-error", "object": "chat.completion.chunk", "created": 1767225600, "model": "gpt-oss-120b", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "\n\n[ERROR] \#(text)"}, "finish_reason": "stop"}]}"#
            + "\n\n" + done
    }

    static let sophiaJobs = #"""
        {"running":[{"Models":"openai/gpt-oss-120b,openai/gpt-oss-20b","Framework":"vllm","Cluster":"sophia","Model Status":"running",
          "Job ID":"123456.sophia-pbs-01","Job State":"R","Host Name":"sophia-gpu-07/0*256","Job Comments":"Job run at","Nodes Reserved":"1","Walltime":"05:12:44"},
          {"Models":"google/gemma-4-31B-it","Framework":"vllm","Cluster":"sophia","Model Status":"starting"}],
         "queued":[{"Models":"meta-llama/Meta-Llama-3.1-405B-Instruct","Framework":"vllm","Cluster":"sophia","Model Status":"queued","Job ID":"123460.sophia-pbs-01",
          "Job State":"Q","Host Name":"N/A","Nodes Reserved":"4","Estimated Start Time":"Mon Jan  5 10:00:00 2026 (Chicago time)"}],
         "stopped":[],"others":[],"private_batch_running":[],"private_batch_queued":[],"cluster_status":{"free_nodes":3}}
        """#

    static let minervaModels = #"""
        [{"id":"nemotron-3-ultra","object":"model","cluster":"minerva","framework":"api","display_name":"Nemotron 3 Ultra","description":"Large",
          "capabilities":{"schema_version":1,"api_protocols":["chat_completions","responses","messages"],"context_window_tokens":262144,
           "input_modalities":["text"],"streaming":true,"reasoning":{"supported":true,"effort_levels":["none","high"],"default_effort":"high","separate_output":true},
           "tool_calling":{"supported":true}},
          "rate_limit_token_per_minute":1000000,"rate_limit_token_per_minute_per_user":600000}]
        """#

    static let catalog = #"""
        {"clusters": {"metis": {"base_url": "/resource_server/metis", "frameworks": {"api": {"models": ["Llama-4-Maverick", "gpt-oss-120b"],
          "endpoints": ["/v1/chat/completions", "/v1/completions", "/v1/responses"]}}},
         "sophia": {"base_url": "/resource_server/sophia", "frameworks": {
          "sam3service": {"models": ["sam3"], "endpoints": ["/process"]},
          "vllm": {"models": ["google/gemma-3-27b-it", "openai/gpt-oss-120b", "openai/gpt-oss-20b"],
          "endpoints": ["/v1/chat/completions", "/v1/completions", "/v1/embeddings"]}}}}}
        """#
}
