"""All packages over the simulated service, by the variables that `alcf serve -- COMMAND` sets and nothing else.

  alcf simulate --speed 100 -- alcf serve --requests-per-second 0 -- python -m unittest test_simulated
"""

import asyncio
import os
import unittest

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
import anthropic
import litellm
import openai
from langchain_openai import ChatOpenAI

litellm.suppress_debug_info = True
litellm.telemetry = False
QUESTION = [{"role": "user", "content": "Context: The river is called Elbe. Question: What is the river called? Answer:"}]
MODELS = ["gpt-oss-120b", "openai/gpt-oss-120b", "metis/gpt-oss-120b", "sophia/openai/gpt-oss-120b"]


@unittest.skipUnless(os.environ.get("ALCF_CLIENTS") == "simulated", "not within 'alcf simulate -- alcf serve'")
class SimulatedTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.openai = openai.OpenAI(max_retries=0, timeout=60)
        cls.anthropic = anthropic.Anthropic(max_retries=0, timeout=60)

    def test_models(self):
        ids = [model.id for model in self.openai.models.list()]
        for model in MODELS:
            self.assertIn(model, ids)

    def test_chat(self):
        for model in MODELS:
            with self.subTest(model):
                answer = self.openai.chat.completions.create(model=model, messages=QUESTION)
                self.assertTrue(answer.choices[0].message.content)
                self.assertGreater(answer.usage.completion_tokens, 0)
                chunks = list(self.openai.chat.completions.create(
                    model=model, messages=QUESTION, stream=True, stream_options={"include_usage": True}))
                text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
                self.assertTrue(text)
                self.assertGreater(chunks[-1].usage.completion_tokens, 0)

    def test_responses(self):
        for model in MODELS:
            with self.subTest(model):
                self.assertTrue(self.openai.responses.create(model=model, input=QUESTION).output_text)
                with self.openai.responses.stream(model=model, input=QUESTION) as stream:
                    for _ in stream:
                        pass
                    self.assertTrue(stream.get_final_response().output_text)

    def test_messages(self):
        for model in MODELS:
            with self.subTest(model):
                message = self.anthropic.messages.create(model=model, max_tokens=500, messages=QUESTION)
                self.assertTrue([block.text for block in message.content if block.type == "text"])
                with self.anthropic.messages.stream(model=model, max_tokens=500, messages=QUESTION) as stream:
                    self.assertTrue("".join(stream.text_stream))
                    self.assertEqual(stream.get_final_message().stop_reason, "end_turn")

    def test_many_at_once(self):
        async def ask(client, number):
            stream = await client.chat.completions.create(
                model=MODELS[number % len(MODELS)], messages=QUESTION, stream=True)
            return "".join([c.choices[0].delta.content or "" async for c in stream if c.choices])

        async def ask_all():
            async with openai.AsyncOpenAI(max_retries=0, timeout=60) as client:
                return await asyncio.gather(*(ask(client, number) for number in range(64)))

        answers = asyncio.run(ask_all())
        self.assertEqual(len([answer for answer in answers if answer]), 64)

    def test_langchain(self):
        model = ChatOpenAI(model="gpt-oss-120b", base_url=os.environ["OPENAI_BASE_URL"], max_retries=0)
        self.assertTrue(model.invoke(QUESTION).content)
        self.assertTrue("".join(piece.content for piece in model.stream(QUESTION)))

    def test_litellm(self):
        settings = {"api_base": os.environ["OPENAI_BASE_URL"], "max_retries": 0}
        answer = litellm.completion("openai/gpt-oss-120b", QUESTION, **settings)
        self.assertTrue(answer.choices[0].message.content)
        pieces = litellm.completion("openai/gpt-oss-120b", QUESTION, stream=True, **settings)
        self.assertTrue("".join(piece.choices[0].delta.content or "" for piece in pieces))

    def test_embeddings(self):
        models = [m.id for m in self.openai.models.list()
                  if "embeddings" in m.model_extra["alcf"]["routes"] and m.model_extra["alcf"]["running"]]
        self.assertTrue(models)
        answer = self.openai.embeddings.create(model=models[0], input="abc")
        self.assertGreater(len(answer.data[0].embedding), 0)


if __name__ == "__main__":
    unittest.main()
