"""`litellm`, which many tools ask through."""

import asyncio
import os
import unittest

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
import litellm

import support

litellm.suppress_debug_info = True
litellm.telemetry = False
QUESTION = [{"role": "user", "content": "hi"}]


class LiteLLMTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        served = support.served()
        cls.settings = {"api_base": served.openai, "api_key": served.key, "max_retries": 0, "timeout": 30}
        cls.anthropic = {**cls.settings, "api_base": served.anthropic}

    def test_completion(self):
        answer = litellm.completion("openai/plain", QUESTION, **self.settings)
        self.assertEqual(answer.choices[0].message.content, "You said: hi")
        self.assertEqual(answer.usage.total_tokens, 88)

    def test_acompletion(self):
        async def ask():
            answer = await litellm.acompletion("openai/plain", QUESTION, **self.settings)
            pieces = []
            async for piece in await litellm.acompletion("openai/plain", QUESTION, stream=True, **self.settings):
                pieces.append(piece.choices[0].delta.content or "")
            return answer.choices[0].message.content, "".join(pieces)

        self.assertEqual(asyncio.run(ask()), ("You said: hi", "You said: hi"))

    def test_stream(self):
        pieces = litellm.completion("openai/plain", QUESTION, stream=True, **self.settings)
        self.assertEqual("".join(piece.choices[0].delta.content or "" for piece in pieces), "You said: hi")

    def test_tools(self):
        tools = [{"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object"}}}]
        answer = litellm.completion("openai/tools", QUESTION, tools=tools, **self.settings)
        self.assertEqual(len(answer.choices[0].message.tool_calls), 2)

    def test_anthropic(self):
        answer = litellm.completion("anthropic/plain", QUESTION, max_tokens=100, **self.anthropic)
        self.assertEqual(answer.choices[0].message.content, "You said: hi")


if __name__ == "__main__":
    unittest.main()
