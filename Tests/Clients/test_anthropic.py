"""The `anthropic` package: messages, its streaming helper, tools, thinking, counted tokens."""

import unittest

import anthropic

import support

TOOLS = [{"name": "get_weather", "description": "Weather.", "input_schema": {
    "type": "object", "properties": {"city": {"type": "string"}, "unit": {"type": "string"}}}}]
QUESTION = [{"role": "user", "content": "hi"}]
RESULTS = {"Chicago": "21 °C", "Paris": "18 °C"}
THINKING = {"type": "enabled", "budget_tokens": 1024}


class AnthropicTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.served = support.served()
        cls.client = anthropic.Anthropic(
            base_url=cls.served.anthropic, api_key=cls.served.key, max_retries=0, timeout=30)

    def ask(self, model, messages=None, **more):
        return self.client.messages.create(model=model, max_tokens=2048, messages=messages or QUESTION, **more)

    def test_messages(self):
        for model, text in (("plain", "You said: hi"), ("native", "Native answer.")):
            with self.subTest(model):
                message = self.ask(model)
                self.assertEqual([block.text for block in message.content if block.type == "text"], [text])
                self.assertEqual(message.stop_reason, "end_turn")
                self.assertEqual(message.usage.output_tokens, 18)

    def test_usage_with_cached_tokens(self):
        usage = self.ask("plain").usage
        self.assertEqual(usage.cache_read_input_tokens, 64)
        self.assertEqual(usage.input_tokens + usage.cache_read_input_tokens, 70)

    def test_bearer(self):
        client = anthropic.Anthropic(base_url=self.served.anthropic, auth_token=self.served.key, max_retries=0)
        message = client.messages.create(model="plain", max_tokens=100, messages=QUESTION)
        self.assertEqual(message.content[0].text, "You said: hi")

    def test_wrong_key(self):
        client = anthropic.Anthropic(base_url=self.served.anthropic, api_key="alcf-local-wrong")
        with self.assertRaises(anthropic.AuthenticationError):
            client.messages.create(model="plain", max_tokens=100, messages=QUESTION)

    def test_models(self):
        self.assertIn("plain", [model.id for model in self.client.models.list()])

    def test_streaming_helper(self):
        for model, text in (("plain", "You said: hi"), ("native", "Native answer.")):
            with self.subTest(model):
                with self.client.messages.stream(model=model, max_tokens=100, messages=QUESTION) as stream:
                    self.assertEqual("".join(stream.text_stream), text)
                    final = stream.get_final_message()
                self.assertEqual(final.stop_reason, "end_turn")
                self.assertEqual(final.usage.output_tokens, 18)

    def test_system_and_cache_control(self):
        message = self.ask("instructed", system=[
            {"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}},
            {"type": "text", "text": "Be kind."}], metadata={"user_id": "u"})
        self.assertIn("Be brief.", message.content[0].text)
        self.assertIn("Be kind.", message.content[0].text)

    def test_thinking(self):
        for model in ("reasoning-metis", "reasoning-vllm"):
            with self.subTest(model):
                message = self.ask(model, thinking=THINKING)
                self.assertEqual([block.type for block in message.content], ["thinking", "text"])
                self.assertEqual(message.content[0].thinking, "Two and two are four.")
                self.assertEqual(message.content[1].text, "Four.")
                with self.client.messages.stream(
                        model=model, max_tokens=2048, messages=QUESTION, thinking=THINKING) as stream:
                    deltas = "".join(e.thinking for e in stream if e.type == "thinking")
                    final = stream.get_final_message()
                self.assertEqual(deltas, "Two and two are four.")
                self.assertEqual([block.type for block in final.content], ["thinking", "text"])
                # The thinking that was given goes back with the next question.
                history = QUESTION + [{"role": "assistant", "content": final.model_dump()["content"]},
                                      {"role": "user", "content": "Sure?"}]
                self.assertEqual(self.ask(model, history, thinking=THINKING).content[-1].text, "Four.")

    def test_two_tools_at_once(self):
        for streams in (False, True):
            with self.subTest(streams=streams):
                if streams:
                    with self.client.messages.stream(
                            model="tools", max_tokens=100, messages=QUESTION, tools=TOOLS) as stream:
                        pieces = [e for e in stream if e.type == "input_json"]
                        message = stream.get_final_message()
                    self.assertGreater(len(pieces), 4)
                else:
                    message = self.ask("tools", tools=TOOLS)
                self.assertEqual(message.stop_reason, "tool_use")
                calls = [block for block in message.content if block.type == "tool_use"]
                self.assertEqual([call.input for call in calls], [
                    {"city": "Chicago", "unit": "°C"}, {"city": "Paris", "unit": "°C"}])
                history = QUESTION + [
                    {"role": "assistant", "content": [block.model_dump(exclude_none=True) for block in message.content]},
                    {"role": "user", "content": [
                        {"type": "tool_result", "tool_use_id": call.id, "content": RESULTS[call.input["city"]]}
                        for call in calls]}]
                self.assertEqual(self.ask("tools", history, tools=TOOLS).content[-1].text, "Chicago: 21 °C; Paris: 18 °C")

    def test_pictures(self):
        picture = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}
        question = [{"role": "user", "content": [picture, {"type": "text", "text": "What?"}]}]
        self.assertEqual(self.ask("seeing", question).content[0].text, "1 picture(s): data:image/png;base64,")
        with self.assertRaises(anthropic.BadRequestError):
            self.ask("plain", question)

    def test_count_tokens(self):
        few = self.client.messages.count_tokens(model="plain", messages=QUESTION).input_tokens
        many = self.client.messages.count_tokens(
            model="plain", messages=[{"role": "user", "content": "many words " * 200}], tools=TOOLS).input_tokens
        self.assertGreater(few, 0)
        self.assertGreater(many, 200)


if __name__ == "__main__":
    unittest.main()
