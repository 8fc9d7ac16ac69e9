"""Every failure of the gateway reaches every client as an exception of that client's own kind, and never as an answer."""

import asyncio
import os
import time
import unittest

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
import anthropic
import litellm
import openai
from langchain_openai import ChatOpenAI

import misbehaving
import support

litellm.suppress_debug_info = True
litellm.telemetry = False
QUESTION = [{"role": "user", "content": "hi"}]
TOOLS = [{"type": "function", "function": {"name": "get_weather", "parameters": {"type": "object"}}}]


class Asked:
    """What a client did with a question: the exception, or the text that it took for an answer."""

    def __init__(self, ask):
        self.error = self.answer = None
        try:
            self.answer = ask()
        except Exception as error:  # Each test says which kinds are right.
            self.error = error


class FailureTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        served = cls.served = support.served()
        cls.openai = openai.OpenAI(base_url=served.openai, api_key=served.key, max_retries=0, timeout=30)
        cls.anthropic = anthropic.Anthropic(base_url=served.anthropic, api_key=served.key, max_retries=0, timeout=30)
        cls.patient = openai.OpenAI(base_url=served.openai, api_key=served.key, max_retries=2, timeout=30)
        cls.litellm = {"api_base": served.openai, "api_key": served.key, "max_retries": 0, "timeout": 30}

    def tearDown(self):
        self.assertTrue(self.served.is_alive(), self.served.logged()[-2000:])

    # ----------------------------------------------------------------- the ways to ask

    def chat(self, model):
        return self.openai.chat.completions.create(model=model, messages=QUESTION).choices[0].message.content

    def chat_stream(self, model):
        chunks = self.openai.chat.completions.create(model=model, messages=QUESTION, stream=True, tools=TOOLS)
        return [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]

    def responses(self, model):
        return self.openai.responses.create(model=model, input="hi").output_text

    def responses_stream(self, model):
        return [event.type for event in self.openai.responses.create(model=model, input="hi", stream=True)]

    def completions(self, model):
        return self.openai.completions.create(model=model, prompt="hi").choices[0].text

    def messages(self, model):
        return self.anthropic.messages.create(model=model, max_tokens=100, messages=QUESTION).content

    def messages_stream(self, model):
        with self.anthropic.messages.stream(model=model, max_tokens=100, messages=QUESTION) as stream:
            return "".join(stream.text_stream)

    def langchain(self, model):
        client = ChatOpenAI(model=model, base_url=self.served.openai, api_key=self.served.key, max_retries=0, timeout=30)
        return client.invoke("hi").content

    def langchain_stream(self, model):
        client = ChatOpenAI(model=model, base_url=self.served.openai, api_key=self.served.key, max_retries=0, timeout=30)
        return [piece.content for piece in client.stream("hi")]

    def litellm_completion(self, model):
        return litellm.completion("openai/" + model, QUESTION, **self.litellm).choices[0].message.content

    def litellm_stream(self, model):
        return [piece.choices[0].delta.content
                for piece in litellm.completion("openai/" + model, QUESTION, stream=True, **self.litellm)]

    # ----------------------------------------------------------------- statuses

    def check(self, model, kind, ask, family):
        asked = Asked(lambda: ask(model))
        self.assertIsNotNone(asked.error, f"taken for an answer: {asked.answer!r}")
        self.assertIsInstance(asked.error, family, f"{type(asked.error)}: {asked.error}")
        status = getattr(asked.error, "status_code", None)
        accepted = support.statuses(kind)
        self.assertIn(status, accepted, f"{type(asked.error).__name__}: {asked.error}")
        for word in (misbehaving.TOKEN, self.served.key, "Traceback (most recent"):
            self.assertNotIn(word, str(asked.error))

    def each(self, family, *ways, prefix=""):
        for ask in ways:
            for model, kind in support.KINDS.items():
                if model == "huge" or (prefix and model not in misbehaving.STATUSES):
                    continue
                with self.subTest(way=ask.__name__, model=prefix + model):
                    self.check(prefix + model, kind, ask, family)

    def test_statuses_of_routes_of_the_clusters_own(self):
        self.each(openai.APIStatusError, self.responses, self.responses_stream, prefix="native-")
        self.each(anthropic.APIStatusError, self.messages, self.messages_stream, prefix="native-")

    def test_statuses_openai(self):
        self.each(openai.APIStatusError, self.chat, self.chat_stream, self.responses, self.responses_stream, self.completions)

    def test_statuses_anthropic(self):
        self.each(anthropic.APIStatusError, self.messages, self.messages_stream)

    def test_statuses_langchain(self):
        self.each(openai.APIStatusError, self.langchain, self.langchain_stream)

    def test_statuses_litellm(self):
        # Its own exceptions are OpenAI's with more to them; some statuses have none of their own.
        self.each(openai.APIError, self.litellm_completion, self.litellm_stream)

    def test_exceptions_of_the_right_name(self):
        names = {
            "401-inactive": (openai.AuthenticationError, anthropic.AuthenticationError, litellm.AuthenticationError),
            "401-policy": (openai.AuthenticationError, anthropic.AuthenticationError, litellm.AuthenticationError),
            "401-group": (openai.PermissionDeniedError, anthropic.PermissionDeniedError, litellm.APIError),
            "404-endpoint": (openai.NotFoundError, anthropic.NotFoundError, litellm.NotFoundError),
            "400-upstream": (openai.BadRequestError, anthropic.BadRequestError, litellm.ContextWindowExceededError),
            "500-traceback": (openai.BadRequestError, anthropic.BadRequestError, litellm.ContextWindowExceededError),
            "429-tokens": (openai.RateLimitError, anthropic.RateLimitError, litellm.RateLimitError),
            "503-maintenance": (openai.InternalServerError, anthropic.InternalServerError, litellm.ServiceUnavailableError),
        }
        for model, kinds in names.items():
            for ask, kind in zip((self.chat, self.messages, self.litellm_completion), kinds):
                with self.subTest(way=ask.__name__, model=model):
                    self.assertIsInstance(Asked(lambda: ask(model)).error, kind)

    def test_a_name_that_nobody_serves(self):
        for ask, family in ((self.chat, openai.NotFoundError), (self.messages, anthropic.NotFoundError)):
            self.assertIsInstance(Asked(lambda: ask("no-such-model")).error, family)

    def test_sign_in_is_the_remedy(self):
        for model in ("401-policy", "401-inactive"):
            self.assertIn("alcf authenticate", str(Asked(lambda: self.chat(model)).error))

    def test_retry_after(self):
        error = Asked(lambda: self.chat("429-tokens")).error
        self.assertGreater(int(error.response.headers["retry-after"]), 0)

    def test_no_loop_where_asking_again_is_of_no_use(self):
        for model in ("401-policy", "401-inactive", "401-group", "503-maintenance", "400-upstream", "500-traceback"):
            with self.subTest(model):
                before = len(self.served.gateway.asked(model))
                begin = time.monotonic()
                error = Asked(lambda: self.patient.chat.completions.create(model=model, messages=QUESTION)).error
                self.assertIsInstance(error, openai.APIStatusError)
                self.assertEqual(len(self.served.gateway.asked(model)) - before, 1)
                self.assertLess(time.monotonic() - begin, 5)

    # ----------------------------------------------------------------- streams

    def each_stream(self, family, *ways):
        for ask in ways:
            for model in support.BROKEN_STREAMS:
                for name in (model, "sophia/" + model):
                    with self.subTest(way=ask.__name__, model=name):
                        asked = Asked(lambda: ask(name))
                        self.assertIsNotNone(asked.error, f"taken for an answer: {asked.answer!r}")
                        self.assertIsInstance(asked.error, family, f"{type(asked.error)}: {asked.error}")

    def test_streams_of_routes_of_the_clusters_own(self):
        for ask, family in ((self.responses_stream, openai.APIError), (self.messages_stream, anthropic.APIError)):
            for model in support.BROKEN_STREAMS:
                with self.subTest(way=ask.__name__, model=model):
                    asked = Asked(lambda: ask("native-" + model))
                    self.assertIsNotNone(asked.error, f"taken for an answer: {asked.answer!r}")
                    self.assertIsInstance(asked.error, family, f"{type(asked.error)}: {asked.error}")
                    route = self.served.gateway.routes("native-" + model)[-1]
                    self.assertTrue(route.endswith(ask.__name__.removesuffix("_stream")), route)

    def test_streams_openai(self):
        self.each_stream(openai.APIError, self.chat_stream, self.responses_stream)

    def test_streams_anthropic(self):
        self.each_stream(anthropic.APIError, self.messages_stream)

    def test_streams_langchain(self):
        self.each_stream(openai.APIError, self.langchain_stream)

    def test_streams_litellm(self):
        self.each_stream(openai.APIError, self.litellm_stream)

    def test_error_text_is_no_answer(self):
        texts = []
        with self.assertRaises(openai.APIError):
            for chunk in self.openai.chat.completions.create(
                    model="stream-api-error-middle", messages=QUESTION, stream=True):
                texts.append(chunk.choices[0].delta.content or "")
        self.assertNotIn("ERROR", "".join(texts))
        self.assertEqual("".join(texts), "Half an ans")

    def test_half_a_call_is_no_call(self):
        with self.assertRaises(openai.APIError):
            with self.openai.chat.completions.stream(
                    model="stream-call-without-finish", messages=QUESTION, tools=TOOLS) as stream:
                for _ in stream:
                    pass
        events = []
        with self.assertRaises(anthropic.APIError):
            with self.anthropic.messages.stream(
                    model="stream-call-without-finish", max_tokens=100, messages=QUESTION) as stream:
                for event in stream:
                    events.append(event.type)
        self.assertNotIn("message_stop", events)

    # ----------------------------------------------------------------- silence, floods, departures

    def test_silence_ends_with_the_clients_patience(self):
        for model in ("stream-silence", "stream-silence-first"):
            for client, error in ((self.openai, openai.APITimeoutError), (self.anthropic, anthropic.APITimeoutError)):
                with self.subTest(model=model, error=error):
                    self.served.gateway.clear()
                    with self.assertRaises((error, *read_timeouts())):
                        hasty = client.with_options(timeout=0.5)
                        if client is self.openai:
                            for _ in hasty.chat.completions.create(model=model, messages=QUESTION, stream=True):
                                pass
                        else:
                            with hasty.messages.stream(model=model, max_tokens=9, messages=QUESTION) as stream:
                                for _ in stream:
                                    pass
                    # The one who went away is not answered any more upstream either.
                    self.assertTrue(self.served.gateway.wait_for_hang_up(model))

    def test_a_client_that_goes_cancels_upstream(self):
        self.served.gateway.clear()
        stream = self.openai.chat.completions.create(model="stream-flood", messages=QUESTION, stream=True)
        for _, chunk in zip(range(50), stream):
            self.assertEqual(chunk.choices[0].delta.content, "again ")
        stream.close()
        self.assertTrue(self.served.gateway.wait_for_hang_up("stream-flood"))

    def test_a_slow_reader_holds_the_sender_back(self):
        before = self.served.memory()
        stream = self.openai.chat.completions.create(model="stream-flood", messages=QUESTION, stream=True)
        next(iter(stream))
        time.sleep(1)
        self.assertLess(self.served.memory() - before, 32)
        stream.close()

    def test_bodies_without_end(self):
        for ask, family in ((self.chat, openai.APIStatusError), (self.chat_stream, openai.APIError),
                            (self.messages, anthropic.APIStatusError), (self.messages_stream, anthropic.APIError)):
            with self.subTest(way=ask.__name__):
                asked = Asked(lambda: ask("huge"))
                self.assertIsNotNone(asked.error, "taken for an answer")
                self.assertIsInstance(asked.error, family, str(asked.error))
        self.assertLess(self.served.memory(), 256)

    def test_good_and_bad_at_once_do_not_mix(self):
        models = ["plain", "tools", "stream-api-error-middle", "stream-cut", "reasoning-vllm", "429-tokens"]
        tool = {"name": "get_weather", "input_schema": {"type": "object"}}

        async def ask(clients, number):
            # Each model in each API.
            model, api = models[number % 6], number // 6 % 3
            try:
                if api == 0:
                    stream = await clients[0].chat.completions.create(
                        model=model, messages=QUESTION, tools=TOOLS, stream=True)
                    finish = [c.choices[0].finish_reason async for c in stream if c.choices][-1]
                elif api == 1:
                    stream = await clients[0].responses.create(
                        model=model, input="hi", tools=[{"type": "function", "name": "get_weather", "strict": False,
                                                         "parameters": {"type": "object"}}], stream=True)
                    last = [event async for event in stream][-1]
                    calls = [item for item in last.response.output if item.type == "function_call"]
                    finish = "tool_calls" if calls else last.type
                else:
                    async with clients[1].messages.stream(
                            model=model, max_tokens=100, messages=QUESTION, tools=[tool]) as stream:
                        finish = (await stream.get_final_message()).stop_reason
                return model, finish
            except (openai.APIError, anthropic.APIError) as error:
                return model, error

        async def ask_all():
            async with openai.AsyncOpenAI(base_url=self.served.openai, api_key=self.served.key, max_retries=0) as one:
                async with anthropic.AsyncAnthropic(
                        base_url=self.served.anthropic, api_key=self.served.key, max_retries=0) as other:
                    return await asyncio.gather(*(ask((one, other), number) for number in range(180)))

        for model, outcome in asyncio.run(ask_all()):
            with self.subTest(model):
                if model in ("plain", "reasoning-vllm"):
                    self.assertIn(outcome, ("stop", "response.completed", "end_turn"))
                elif model == "tools":
                    self.assertIn(outcome, ("tool_calls", "tool_use"))
                else:
                    self.assertIsInstance(outcome, (openai.APIError, anthropic.APIError))

    def test_a_question_that_is_too_large(self):
        question = [{"role": "user", "content": "x" * (24 << 20)}]
        with self.assertRaises(openai.APIStatusError) as raised:
            self.openai.chat.completions.create(model="plain", messages=question)
        self.assertEqual(raised.exception.status_code, 413)
        self.assertEqual(self.chat("plain"), "You said: hi")


def read_timeouts():
    """A time-out in the middle of a stream is the transport's own, in both packages."""
    import httpx
    kinds = [httpx.ReadTimeout]
    try:
        import httpx2
        kinds.append(httpx2.ReadTimeout)
    except ImportError:
        pass
    return tuple(kinds)


if __name__ == "__main__":
    unittest.main()
