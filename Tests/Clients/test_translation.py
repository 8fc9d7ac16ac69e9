"""The meaning of a request on both sides: what the clients say, and what the cluster is asked."""

import json
import unittest

import anthropic
import openai

import support

QUESTION = [{"role": "user", "content": "hi"}]
WEATHER = {"type": "object", "properties": {"city": {"type": "string"}}}


class TranslationTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        served = cls.served = support.served()
        cls.openai = openai.OpenAI(base_url=served.openai, api_key=served.key, max_retries=0, timeout=30)
        cls.anthropic = anthropic.Anthropic(base_url=served.anthropic, api_key=served.key, max_retries=0, timeout=30)

    def respond(self, model="plain", input="hi", **more):
        answer = self.openai.responses.create(model=model, input=input, **more)
        return answer, self.served.gateway.asked(model)[-1]

    def message(self, model="plain", messages=None, **more):
        more.setdefault("max_tokens", 100)
        answer = self.anthropic.messages.create(model=model, messages=messages or QUESTION, **more)
        return answer, self.served.gateway.asked(model)[-1]

    # ----------------------------------------------------------------- responses

    def test_responses_settings(self):
        _, asked = self.respond(temperature=0.25, top_p=0.5, max_output_tokens=77)
        self.assertEqual((asked["temperature"], asked["top_p"]), (0.25, 0.5))
        self.assertEqual(asked.get("max_tokens", asked.get("max_completion_tokens")), 77)

    def test_responses_tool_choice(self):
        tools = [{"type": "function", "name": "get_weather", "description": "Weather.", "parameters": WEATHER, "strict": False}]
        _, asked = self.respond(
            "tools", tools=tools, tool_choice={"type": "function", "name": "get_weather"}, parallel_tool_calls=False)
        self.assertEqual(asked["tool_choice"], {"type": "function", "function": {"name": "get_weather"}})
        self.assertFalse(asked["parallel_tool_calls"])
        self.assertEqual(asked["tools"][0]["function"]["parameters"], WEATHER)
        _, asked = self.respond("tools", tools=tools, tool_choice="required")
        self.assertEqual(asked["tool_choice"], "required")

    def test_responses_conversation(self):
        _, asked = self.respond("instructed", instructions="Be brief.", input=[
            {"role": "developer", "content": "Be kind."}, {"role": "user", "content": "one"},
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "two", "annotations": []}]},
            {"role": "user", "content": [{"type": "input_text", "text": "three"}]}])
        self.assertEqual([m["role"] for m in asked["messages"] if m["role"] in ("user", "assistant")],
                         ["user", "assistant", "user"])
        texts = json.dumps(asked["messages"])
        for text in ("Be brief.", "Be kind.", "one", "two", "three"):
            self.assertIn(text, texts)

    def test_responses_that_are_cut_by_length(self):
        answer, _ = self.respond("short")
        self.assertEqual(answer.status, "incomplete")
        self.assertEqual(answer.incomplete_details.reason, "max_output_tokens")
        events = list(self.openai.responses.create(model="short", input="hi", stream=True))
        self.assertEqual(events[-1].type, "response.incomplete")

    def test_responses_refuse_by_name(self):
        cases = {
            "previous_response_id": {"previous_response_id": "resp_x"},
            "tools[0]": {"tools": [{"type": "web_search"}]},
            "conversation": {"conversation": "conv_x"},
            "background": {"background": True},
            "input": {"input": [{"role": "user", "content": [{"type": "input_file", "file_id": "file_x"}]}]},
        }
        for word, more in cases.items():
            with self.subTest(word):
                with self.assertRaises(openai.BadRequestError) as raised:
                    self.respond(**more)
                self.assertIn(word.split("[")[0], str(raised.exception))

    def test_responses_stream_keeps_ids(self):
        events = list(self.openai.responses.create(model="tools", input=QUESTION, stream=True, tools=[
            {"type": "function", "name": "get_weather", "parameters": WEATHER, "strict": False}]))
        added = {e.output_index: e.item.id for e in events if e.type == "response.output_item.added"}
        done = {e.output_index: e.item.id for e in events if e.type == "response.output_item.done"}
        final = {index: item.id for index, item in enumerate(events[-1].response.output)}
        self.assertEqual(added, done)
        self.assertEqual(added, final)
        self.assertEqual(len(set(added.values())), len(added))
        for event in events:
            if event.type == "response.function_call_arguments.delta":
                self.assertEqual(event.item_id, added[event.output_index])

    # ----------------------------------------------------------------- messages

    def test_messages_settings(self):
        _, asked = self.message(
            stop_sequences=["END"], max_tokens=77, extra_body={"temperature": 0.25, "top_p": 0.5})
        self.assertEqual((asked["temperature"], asked["top_p"], asked["stop"]), (0.25, 0.5, ["END"]))
        self.assertEqual(asked.get("max_tokens", asked.get("max_completion_tokens")), 77)
        self.assertNotIn("metadata", asked)
        self.assertNotIn("cache_control", json.dumps(asked))

    def test_messages_tool_choice(self):
        tools = [{"name": "get_weather", "input_schema": WEATHER}]
        for choice, expected in (
                ({"type": "auto"}, "auto"), ({"type": "any"}, "required"), ({"type": "none"}, "none"),
                ({"type": "tool", "name": "get_weather"}, {"type": "function", "function": {"name": "get_weather"}})):
            with self.subTest(choice["type"]):
                _, asked = self.message("tools", tools=tools, tool_choice=choice)
                self.assertEqual(asked.get("tool_choice", "auto"), expected)
        _, asked = self.message("tools", tools=tools, tool_choice={"type": "auto", "disable_parallel_tool_use": True})
        self.assertFalse(asked["parallel_tool_calls"])

    def test_messages_results_of_tools(self):
        history = QUESTION + [
            {"role": "assistant", "content": [
                {"type": "text", "text": "I look."},
                {"type": "tool_use", "id": "a", "name": "get_weather", "input": {"city": "Chicago"}},
                {"type": "tool_use", "id": "b", "name": "get_weather", "input": {"city": "Paris"}}]},
            {"role": "user", "content": [
                {"type": "tool_result", "tool_use_id": "a", "content": [{"type": "text", "text": "21"}]},
                {"type": "tool_result", "tool_use_id": "b", "content": "no such city", "is_error": True},
                {"type": "text", "text": "And now?"}]}]
        answer, asked = self.message("tools", history, tools=[{"name": "get_weather", "input_schema": WEATHER}])
        roles = [m["role"] for m in asked["messages"]]
        self.assertEqual(roles, ["user", "assistant", "tool", "tool", "user"])
        self.assertEqual([m["tool_call_id"] for m in asked["messages"] if m["role"] == "tool"], ["a", "b"])
        self.assertIn("no such city", asked["messages"][3]["content"])
        self.assertTrue(answer.content[-1].text.startswith("Chicago: 21; Paris: "))

    def test_messages_that_are_cut_by_length(self):
        answer, _ = self.message("short")
        self.assertEqual(answer.stop_reason, "max_tokens")
        with self.anthropic.messages.stream(model="short", max_tokens=100, messages=QUESTION) as stream:
            self.assertEqual(stream.get_final_message().stop_reason, "max_tokens")

    def test_messages_refuse_by_name(self):
        cases = {
            "tools": {"tools": [{"type": "web_search_20250305", "name": "web_search"}]},
            "document": {"messages": [{"role": "user", "content": [
                {"type": "document", "source": {"type": "base64", "media_type": "application/pdf", "data": "JVBERi0="}}]}]},
        }
        for word, more in cases.items():
            with self.subTest(word):
                with self.assertRaises(anthropic.BadRequestError) as raised:
                    self.message(**more)
                self.assertIn(word, str(raised.exception))

    # ----------------------------------------------------------------- passed on

    def test_usage_is_never_made_up(self):
        answer = self.openai.chat.completions.create(model="uncounted", messages=QUESTION)
        self.assertIsNone(answer.usage)
        chunks = list(self.openai.chat.completions.create(
            model="uncounted", messages=QUESTION, stream=True, stream_options={"include_usage": True}))
        self.assertEqual([c.usage for c in chunks if c.usage], [])

    def test_usage_comes_only_where_it_was_asked_for(self):
        chunks = list(self.openai.chat.completions.create(model="plain", messages=QUESTION, stream=True))
        self.assertEqual([c for c in chunks if not c.choices], [])

    def test_choices_and_probabilities_pass(self):
        answer = self.openai.chat.completions.create(model="several", messages=QUESTION, n=2, logprobs=True)
        self.assertEqual([c.message.content for c in answer.choices], ["one", "two"])
        self.assertEqual(answer.choices[0].logprobs.content[0].logprob, -0.5)
        texts = {0: "", 1: ""}
        for chunk in self.openai.chat.completions.create(model="several", messages=QUESTION, n=2, stream=True):
            for choice in chunk.choices:
                texts[choice.index] += choice.delta.content or ""
        self.assertEqual(texts, {0: "one", 1: "two"})


if __name__ == "__main__":
    unittest.main()
