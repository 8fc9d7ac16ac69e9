"""The `openai` package: its two APIs of answers, its helpers, and the rest of its routes."""

import json
import unittest

import openai
from pydantic import BaseModel

import support

WEATHER = {
    "type": "object", "properties": {"city": {"type": "string"}, "unit": {"type": "string"}}, "required": ["city", "unit"],
    "additionalProperties": False,
}
TOOLS = [{"type": "function", "function": {"name": "get_weather", "description": "Weather.", "parameters": WEATHER}}]
RESPONSE_TOOLS = [
    {"type": "function", "name": "get_weather", "description": "Weather.", "parameters": WEATHER, "strict": True}]
QUESTION = [{"role": "user", "content": "hi"}]
RESULTS = {"Chicago": "21 °C", "Paris": "18 °C"}


class Person(BaseModel):
    name: str
    age: int


class OpenAITests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.served = support.served()
        cls.client = openai.OpenAI(base_url=cls.served.openai, api_key=cls.served.key, max_retries=0, timeout=30)

    def test_models(self):
        ids = [model.id for model in self.client.models.list()]
        self.assertIn("plain", ids)
        self.assertIn("metis/plain", ids)
        self.assertEqual(self.client.models.retrieve("plain").id, "plain")

    def test_wrong_key(self):
        client = openai.OpenAI(base_url=self.served.openai, api_key="alcf-local-wrong")
        with self.assertRaises(openai.AuthenticationError):
            client.chat.completions.create(model="plain", messages=QUESTION)

    # ----------------------------------------------------------------- chat completions

    def test_chat(self):
        answer = self.client.chat.completions.create(model="plain", messages=QUESTION)
        self.assertEqual(answer.choices[0].message.content, "You said: hi")
        self.assertEqual(answer.choices[0].finish_reason, "stop")
        self.assertEqual(answer.usage.prompt_tokens_details.cached_tokens, 64)

    def test_names(self):
        for name in ("PLAIN", "metis/plain", "alcf:plain", "anyone/plain", "plain[1m]", "plain[200k]"):
            with self.subTest(name):
                answer = self.client.chat.completions.create(model=name, messages=QUESTION)
                self.assertEqual(answer.choices[0].message.content, "You said: hi")

    def test_chat_streamed_with_usage(self):
        chunks = list(self.client.chat.completions.create(
            model="plain", messages=[{"role": "user", "content": "Grüße 🌍 𝔘"}], stream=True,
            stream_options={"include_usage": True}))
        text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
        self.assertEqual(text, "You said: Grüße 🌍 𝔘")
        self.assertEqual([c.choices[0].finish_reason for c in chunks if c.choices][-1], "stop")
        self.assertEqual(chunks[-1].usage.total_tokens, 88)

    def test_chat_streaming_helper(self):
        with self.client.chat.completions.stream(model="plain", messages=QUESTION) as stream:
            kinds = [event.type for event in stream]
            final = stream.get_final_completion()
        self.assertIn("content.delta", kinds)
        self.assertEqual(final.choices[0].message.content, "You said: hi")

    def test_chat_reasoning(self):
        for name, field in (("reasoning-metis", "reasoning"), ("reasoning-vllm", "reasoning_content")):
            with self.subTest(name):
                message = self.client.chat.completions.create(model=name, messages=QUESTION).choices[0].message
                self.assertEqual(getattr(message, field), "Two and two are four.")
                self.assertEqual(message.content, "Four.")
                chunks = self.client.chat.completions.create(model=name, messages=QUESTION, stream=True)
                text = "".join(getattr(c.choices[0].delta, field, None) or "" for c in chunks if c.choices)
                self.assertEqual(text, "Two and two are four.")

    def check_calls(self, calls):
        self.assertEqual([call.function.name for call in calls], ["get_weather", "get_weather"])
        self.assertEqual([json.loads(call.function.arguments)["city"] for call in calls], ["Chicago", "Paris"])
        self.assertEqual(json.loads(calls[0].function.arguments)["unit"], "°C")
        self.assertNotEqual(calls[0].id, calls[1].id)

    def test_chat_two_tools_at_once(self):
        for streams in (False, True):
            with self.subTest(streams=streams):
                messages = list(QUESTION)
                if streams:
                    with self.client.chat.completions.stream(model="tools", messages=messages, tools=TOOLS) as stream:
                        for _ in stream:
                            pass
                        choice = stream.get_final_completion().choices[0]
                else:
                    choice = self.client.chat.completions.create(
                        model="tools", messages=messages, tools=TOOLS).choices[0]
                self.assertEqual(choice.finish_reason, "tool_calls")
                self.check_calls(choice.message.tool_calls)
                messages.append({"role": "assistant", "content": None, "tool_calls": [
                    {"id": call.id, "type": "function",
                     "function": {"name": call.function.name, "arguments": call.function.arguments}}
                    for call in choice.message.tool_calls]})
                for call in choice.message.tool_calls:
                    city = json.loads(call.function.arguments)["city"]
                    messages.append({"role": "tool", "tool_call_id": call.id, "content": RESULTS[city]})
                answer = self.client.chat.completions.create(model="tools", messages=messages, tools=TOOLS)
                self.assertEqual(answer.choices[0].message.content, "Chicago: 21 °C; Paris: 18 °C")

    def test_chat_parse(self):
        answer = self.client.chat.completions.parse(model="structured", messages=QUESTION, response_format=Person)
        self.assertEqual(answer.choices[0].message.parsed, Person(name="Ada", age=36))

    def test_refused_fields_do_not_fail(self):
        answer = self.client.chat.completions.create(
            model="plain", messages=QUESTION, extra_body={"chat_template_kwargs": {"enable_thinking": False}})
        self.assertEqual(answer.choices[0].message.content, "You said: hi")

    def test_fallback_is_said(self):
        raw = self.client.chat.completions.with_raw_response.create(model="moving", messages=QUESTION)
        self.assertEqual(raw.headers["x-alcf-cluster"], "minerva")
        self.assertEqual(raw.headers["x-alcf-fallback-from"], "metis")
        self.assertEqual(raw.parse().choices[0].message.content, "You said: hi")
        with self.assertRaises(openai.InternalServerError):
            self.client.chat.completions.create(model="metis/moving", messages=QUESTION)

    # ----------------------------------------------------------------- responses

    def test_responses(self):
        answer = self.client.responses.create(model="plain", input="hi")
        self.assertEqual(answer.output_text, "You said: hi")
        self.assertEqual(answer.status, "completed")
        self.assertEqual(answer.usage.input_tokens_details.cached_tokens, 64)
        self.assertEqual(answer.usage.output_tokens_details.reasoning_tokens, 11)

    def test_responses_streamed(self):
        for model, text in (("plain", "You said: hi"), ("native", "Native answer.")):
            with self.subTest(model):
                events = list(self.client.responses.create(model=model, input="hi", stream=True))
                self.assertEqual([e.sequence_number for e in events], sorted({e.sequence_number for e in events}))
                self.assertEqual(events[0].type, "response.created")
                self.assertEqual(events[-1].type, "response.completed")
                deltas = "".join(e.delta for e in events if e.type == "response.output_text.delta")
                self.assertEqual(deltas, text)
                self.assertEqual(events[-1].response.output_text, text)

    def test_responses_streaming_helper(self):
        with self.client.responses.stream(model="plain", input="hi", instructions="Be brief.") as stream:
            for _ in stream:
                pass
            self.assertEqual(stream.get_final_response().output_text, "You said: hi")

    def test_responses_instructions(self):
        answer = self.client.responses.create(model="instructed", input="hi", instructions="Be brief.")
        self.assertEqual(answer.output_text, "Instructions: Be brief.")

    def test_responses_reasoning(self):
        for name in ("reasoning-metis", "reasoning-vllm"):
            with self.subTest(name):
                answer = self.client.responses.create(model=name, input="hi", reasoning={"effort": "low"})
                self.assertEqual(answer.output_text, "Four.")
                items = [item for item in answer.output if item.type == "reasoning"]
                parts = [part.text for item in items for part in (item.content or item.summary)]
                self.assertEqual("".join(parts), "Two and two are four.")
                self.assertEqual(self.served.gateway.asked(name)[-1].get("reasoning_effort"), "low")

    def test_responses_two_tools_at_once(self):
        for streams in (False, True):
            with self.subTest(streams=streams):
                if streams:
                    with self.client.responses.stream(model="tools", input=QUESTION, tools=RESPONSE_TOOLS) as stream:
                        for _ in stream:
                            pass
                        answer = stream.get_final_response()
                else:
                    answer = self.client.responses.create(model="tools", input=QUESTION, tools=RESPONSE_TOOLS)
                calls = [item for item in answer.output if item.type == "function_call"]
                self.assertEqual([json.loads(call.arguments)["city"] for call in calls], ["Chicago", "Paris"])
                history = QUESTION + [
                    {"type": "function_call", "call_id": c.call_id, "name": c.name, "arguments": c.arguments} for c in calls]
                history += [{"type": "function_call_output", "call_id": c.call_id,
                             "output": RESULTS[json.loads(c.arguments)["city"]]} for c in calls]
                final = self.client.responses.create(model="tools", input=history, tools=RESPONSE_TOOLS)
                self.assertEqual(final.output_text, "Chicago: 21 °C; Paris: 18 °C")

    def test_responses_parse(self):
        answer = self.client.responses.parse(model="structured", input="hi", text_format=Person)
        self.assertEqual(answer.output_parsed, Person(name="Ada", age=36))

    def test_pictures(self):
        picture = "data:image/png;base64,iVBORw0KGgo="
        answer = self.client.responses.create(model="seeing", input=[{"role": "user", "content": [
            {"type": "input_text", "text": "What?"}, {"type": "input_image", "image_url": picture, "detail": "auto"}]}])
        self.assertEqual(answer.output_text, "1 picture(s): data:image/png;base64,")
        # A model that cannot see is an error, and no answer about nothing.
        with self.assertRaises(openai.BadRequestError):
            self.client.responses.create(model="plain", input=[{"role": "user", "content": [
                {"type": "input_image", "image_url": picture, "detail": "auto"}]}])

    # ----------------------------------------------------------------- the rest

    def test_completions(self):
        answer = self.client.completions.create(model="plain", prompt="upon a time")
        self.assertEqual(answer.choices[0].text, "Once: upon a time")
        chunks = self.client.completions.create(model="plain", prompt="upon a time", stream=True)
        self.assertEqual("".join(c.choices[0].text for c in chunks if c.choices), "Once: upon a time")

    def test_embeddings(self):
        answer = self.client.embeddings.create(model="embed", input=["a", "bcd"])
        self.assertEqual([item.embedding for item in answer.data], [[1.0, 0.5, -0.25], [3.0, 0.5, -0.25]])


if __name__ == "__main__":
    unittest.main()
