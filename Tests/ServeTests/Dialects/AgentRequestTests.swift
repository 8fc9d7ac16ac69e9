import ALCFJSON
import ALCFServe
import Testing

/// Requests as coding agents send them, which must be taken as they are.
struct AgentRequestTests {
    private static let claude = #"""
        {"model":"gpt-oss-120b","max_tokens":32000,"stream":true,"temperature":1,
         "metadata":{"user_id":"user_1_account__session_2"},
         "thinking":{"type":"enabled","budget_tokens":31999},
         "context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]},
         "system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1;"},
                   {"type":"text","text":"You are an agent.","cache_control":{"type":"ephemeral","ttl":"1h"}},
                   {"type":"text","text":"Rules.","cache_control":{"type":"ephemeral"}}],
         "tools":[{"name":"Bash","description":"Runs a command.","input_schema":{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","properties":{"command":{"type":"string"}},"required":["command"],"additionalProperties":false}},
                  {"name":"Read","description":"Reads a file.","input_schema":{"type":"object","properties":{}},"eager_input_streaming":true,"cache_control":{"type":"ephemeral"}}],
         "messages":[{"role":"user","content":[{"type":"text","text":"<system-reminder>x</system-reminder>"},{"type":"text","text":"List files.","cache_control":{"type":"ephemeral"}}]},
                     {"role":"assistant","content":[{"type":"thinking","thinking":"ls","signature":"alcf1."},{"type":"text","text":"Sure."},{"type":"tool_use","id":"call_1","name":"Bash","input":{"command":"ls"}}]},
                     {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"a\nb","is_error":false,"cache_control":{"type":"ephemeral"}}]}]}
        """#

    @Test func claude() throws {
        let translation = try Dialogue.translation(MessagesTranslation.self, Self.claude)
        let body = translation.chatBody
        #expect(
            body.keys.sorted() == [
                "max_tokens", "messages", "reasoning_effort", "stream", "stream_options", "temperature", "tools",
            ])
        #expect(body["reasoning_effort"] == "high" && body["tools"]?.array?.count == 2)
        let roles = body["messages"]?.array?.compactMap { $0["role"]?.string }
        #expect(roles == ["system", "user", "assistant", "tool"])
        #expect(body["messages"]?[0]?["content"] == "You are an agent.\n\nRules.")
        #expect(translation.notes.count == 1)
        #expect(try TokenEstimate.answer(Dialogue.object(Self.claude))["input_tokens"]?.int ?? 0 > 100)
    }

    private static let codex = #"""
        {"model":"gpt-oss-120b","instructions":"You are an agent.","stream":true,"store":false,"tool_choice":"auto","parallel_tool_calls":true,
         "reasoning":{"effort":"medium","summary":"auto"},"include":["reasoning.encrypted_content"],"prompt_cache_key":"k",
         "text":{"verbosity":"low"},"client_metadata":{"x":"y"},
         "tools":[{"type":"function","name":"shell","description":"Runs.","strict":false,"parameters":{"type":"object","properties":{"command":{"type":"array","items":{"type":"string"}}},"required":["command"],"additionalProperties":false}},
                  {"type":"custom","name":"apply_patch","description":"Patches.","format":{"type":"grammar","syntax":"lark","definition":"start: begin"}}],
         "input":[{"type":"message","role":"developer","content":[{"type":"input_text","text":"Sandbox."}]},
                  {"type":"message","role":"user","content":[{"type":"input_text","text":"<environment_context/>"}]},
                  {"type":"message","role":"user","content":[{"type":"input_text","text":"List files."}]},
                  {"type":"reasoning","summary":[{"type":"summary_text","text":"ls"}],"content":null,"encrypted_content":"alcf1.bHM"},
                  {"type":"function_call","name":"shell","arguments":"{\"command\":[\"ls\"]}","call_id":"call_1"},
                  {"type":"function_call_output","call_id":"call_1","output":"{\"output\":\"a\",\"metadata\":{\"exit_code\":0}}"}]}
        """#

    @Test func codex() throws {
        let translation = try Dialogue.translation(ResponsesTranslation.self, Self.codex)
        let body = translation.chatBody
        #expect(
            body.keys.sorted() == [
                "messages", "parallel_tool_calls", "reasoning_effort", "stream", "stream_options", "tool_choice",
                "tools",
            ])
        let messages = try #require(body["messages"]?.array)
        #expect(messages.map { $0["role"] } == ["system", "user", "assistant", "tool"])
        #expect(messages[0]["content"] == "You are an agent.\n\nSandbox.")
        #expect(messages[2]["reasoning"] == "ls")
        // The grammar, and how wordy the answer is to be.
        #expect(translation.notes.count == 2)
    }
}
