"""`langchain-openai`, as notebooks use it."""

import unittest

from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAIEmbeddings

import support


@tool
def get_weather(city: str, unit: str) -> str:
    """Weather of a city."""
    return {"Chicago": "21 °C", "Paris": "18 °C"}[city]


class LangChainTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.served = support.served()

    def model(self, name, **more):
        return ChatOpenAI(
            model=name, base_url=self.served.openai, api_key=self.served.key, max_retries=0, timeout=30, **more)

    def test_invoke(self):
        answer = self.model("plain").invoke("hi")
        self.assertEqual(answer.content, "You said: hi")
        self.assertEqual(answer.usage_metadata["total_tokens"], 88)

    def test_stream(self):
        pieces = [piece.content for piece in self.model("plain").stream("hi")]
        self.assertEqual("".join(pieces), "You said: hi")
        self.assertGreater(len(pieces), 2)

    def test_responses_api(self):
        self.assertEqual(self.model("plain", use_responses_api=True).invoke("hi").text, "You said: hi")

    def test_tools(self):
        model = self.model("tools").bind_tools([get_weather])
        for ask in (model.invoke, lambda messages: sum_of(model.stream(messages))):
            messages = [HumanMessage("hi")]
            answer = ask(messages)
            self.assertEqual([call["args"]["city"] for call in answer.tool_calls], ["Chicago", "Paris"])
            messages.append(answer)
            for call in answer.tool_calls:
                messages.append(ToolMessage(get_weather.invoke(call["args"]), tool_call_id=call["id"]))
            self.assertEqual(model.invoke(messages).content, "Chicago: 21 °C; Paris: 18 °C")

    def test_structured_output(self):
        schema = {"title": "Person", "type": "object", "required": ["name", "age"], "additionalProperties": False,
                  "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}}
        model = self.model("structured").with_structured_output(schema, method="json_schema")
        self.assertEqual(model.invoke("hi"), {"name": "Ada", "age": 36})

    def test_embeddings(self):
        embeddings = OpenAIEmbeddings(
            model="embed", base_url=self.served.openai, api_key=self.served.key, check_embedding_ctx_length=False)
        self.assertEqual(embeddings.embed_query("abc"), [3.0, 0.5, -0.25])


def sum_of(pieces):
    whole = None
    for piece in pieces:
        whole = piece if whole is None else whole + piece
    return whole


if __name__ == "__main__":
    unittest.main()
