"""A gateway that answers by a script, and breaks in every way that the real one was seen to.

The model that is asked for names the script. Nothing but the standard library is used, and it listens on 127.0.0.1 only.
Run by itself, it serves until it is killed:  python3 misbehaving.py PORT
"""

import base64
import json
import socket
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROOT = "/resource_server"
TOKEN = "some-token"

# Each cluster with its framework and routes: the first has no route but chat for what it translates, the second has all.
CLUSTERS = {
    "metis": ("api", ["chat/completions", "completions", "embeddings"]),
    "minerva": ("api", ["chat/completions", "completions", "responses", "messages"]),
    "sophia": ("vllm", ["chat/completions", "completions", "embeddings", "responses", "messages"]),
}

TOOL_CALLS = [
    ("call_chicago", "get_weather", '{"city": "Chicago", "unit": "°C"}'),
    ("call_paris", "get_weather", '{"city": "Paris", "unit": "°C"}'),
]

USAGE = {
    "prompt_tokens": 70, "completion_tokens": 18, "total_tokens": 88,
    "prompt_tokens_details": {"cached_tokens": 64}, "completion_tokens_details": {"reasoning_tokens": 11},
}


# --------------------------------------------------------------------------- answers


def chunk(model, delta=None, finish=None, **more):
    choices = [] if delta is None else [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]
    return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1767225600, "model": model,
            "choices": choices, **more}


def completion(model, message, finish="stop"):
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1767225600.482, "model": model,
            "choices": [{"index": 0, "message": {"role": "assistant", **message}, "logprobs": None, "finish_reason": finish}],
            "usage": USAGE}


def text_of(message):
    content = message.get("content")
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content if part.get("type") == "text")
    return content or ""


def plain(body):
    return {"content": "You said: " + text_of(body["messages"][-1])}


def instructed(body):
    """Repeats what the system said, so that a lost instruction shows."""
    system = [text_of(m) for m in body["messages"] if m["role"] in ("system", "developer")]
    return {"content": "Instructions: " + " | ".join(system)}


def reasoning_metis(body):
    return {"content": "Four.", "reasoning": "Two and two are four."}


def reasoning_vllm(body):
    return {"content": "Four.", "reasoning_content": "Two and two are four."}


def structured(body):
    form = body.get("response_format") or {}
    if form.get("type") != "json_schema":
        return {"content": "No schema was asked for."}
    return {"content": json.dumps({"name": "Ada", "age": 36})}


def seeing(body):
    parts = [p for m in body["messages"] if isinstance(m.get("content"), list) for p in m["content"]]
    pictures = [p["image_url"]["url"] for p in parts if p.get("type") == "image_url"]
    return {"content": f"{len(pictures)} picture(s): " + ", ".join(url[:22] for url in pictures)}


def tools(body):
    """Calls two tools at once; once both results are there, it says what they were, by the ids of the calls."""
    results = {m.get("tool_call_id"): text_of(m) for m in body["messages"] if m["role"] == "tool"}
    if not results:
        if not body.get("tools"):
            return {"content": "No tools were offered."}
        return {"content": None, "tool_calls": [
            {"id": id, "type": "function", "function": {"name": name, "arguments": arguments}}
            for id, name, arguments in TOOL_CALLS]}
    asked = [call for m in body["messages"] for call in m.get("tool_calls") or []]
    arguments = {call["id"]: json.loads(call["function"]["arguments"]) for call in asked}
    parts = [f"{arguments.get(id, {}).get('city', '?')}: {text}" for id, text in results.items()]
    return {"content": "; ".join(parts)}


def editing(body):
    """Writes a file in the form that Aider asks for."""
    return {"content": "hello.txt\n```\nHello from the model.\n```\n"}


ANSWERS = {
    "plain": plain, "short": plain, "uncounted": plain, "several": plain, "editing": editing, "instructed": instructed, "reasoning-metis": reasoning_metis, "reasoning-vllm": reasoning_vllm,
    "structured": structured, "seeing": seeing, "tools": tools, "moving": plain, "native": plain,
}


def pieces(text, size=4):
    return [text[i:i + size] for i in range(0, len(text), size)]


def deltas(message):
    """The pieces of a message as servers stream them; arguments of parallel calls come in turns."""
    yield {"role": "assistant", "content": ""}
    for field in ("reasoning", "reasoning_content"):
        for piece in pieces(message.get(field) or ""):
            yield {field: piece}
    for piece in pieces(message.get("content") or ""):
        yield {"content": piece}
    calls = message.get("tool_calls") or []
    for index, call in enumerate(calls):
        yield {"tool_calls": [{"index": index, "id": call["id"], "type": "function",
                               "function": {"name": call["function"]["name"], "arguments": ""}}]}
        for piece in pieces(call["function"]["arguments"], 7):
            yield {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}


# --------------------------------------------------------------------------- failures


def gateway_error(code, message, **info):
    return {"error": {"code": code, "message": message, "info": info}}


SIGN_IN = ("If you are passing an access token directly to this API, please logout from Globus by visiting "
           "https://app.globus.org/logout and re-authenticate with the following command: "
           "'python3 inference_auth_token.py authenticate --force'.")
TRACEBACK = ("Traceback (most recent call last):\n  File \"/x/worker.py\", line 88, in run\n    raise Exception(text)\n"
             "Exception: API request failed with status code: 400\nResponse text: {\"error\":{\"message\":\"This model's "
             "maximum context length is 32768 tokens. However, you requested 40000 tokens.\",\"type\":"
             "\"BadRequestError\",\"param\":null,\"code\":400}}\nResponse headers: {}\n")
HTML = "<!doctype html>\n<html lang=\"en\">\n<head><title>{0}</title></head>\n<body><h1>{0}</h1></body>\n</html>\n"

# Name of the model: status and body, which is JSON or, as text, HTML.
STATUSES = {
    "401-missing": (401, {"detail": "Error: Missing ('Authorization': 'Bearer <your-access-token>') in request headers."}),
    "401-inactive": (401, gateway_error("unauthorized", "Token is either not active or invalid")),
    "401-cached": (401, gateway_error(
        "unauthorized", "Token introspection: Token is either not active or invalid")),
    "401-domain": (401, gateway_error(
        "unauthorized", "Error: Permission denied. Must authenticate with anl.gov, alcf.anl.gov. Currently authenticated "
        "as Mallory Outside (mallory@example.org). " + SIGN_IN)),
    "401-policy": (401, gateway_error(
        "unauthorized", "Error: Permission denied from internal policies. This is likely due to a high-assurance timeout. "
        "Please logout by visiting https://app.globus.org/logout, and re-authenticate with the following command: "
        "'python3 inference_auth_token.py authenticate --force'. Make sure you authenticate with an authorized identity "
        "provider: anl.gov, alcf.anl.gov.")),
    "401-globus": (401, gateway_error(
        "unauthorized", "Could not introspect token with Globus /v2/oauth2/token/introspect. ('POST', "
        "'https://auth.globus.org/v2/oauth2/token/introspect', 'Basic', 500, None, 'Internal Server Error')")),
    "401-group": (401, gateway_error("unauthorized", "Permission denied due to Globus Group restrictions.")),
    "404-endpoint": (404, gateway_error(
        "endpoint_not_found", "The requested endpoint 'metis-api-404-endpoint' does not exist.")),
    "404-html": (404, HTML.format("Not Found")),
    "405-html": (405, "Method not allowed"),
    "408-timeout": (408, gateway_error("request_timeout", "The request timed out.", task_id="f8fa")),
    "413-html": (413, HTML.format("413 Request Entity Too Large")),
    "422-fields": (422, gateway_error(
        "invalid_request", "FIRST-reserved request fields are not accepted.", fields=["api_port"])),
    "422-detail": (422, {"detail": [{"type": "dict_type", "loc": ["body", "payload"], "msg": "Input should be a valid dictionary"}]}),
    "400-detail": (400, {"detail": "Cannot parse request body"}),
    "400-upstream": (400, gateway_error(
        "internal_endpoint_error", "Upstream endpoint returned 400: b'{\"error\":{\"message\":\"This model\\'s maximum context "
        "length is 131072 tokens. However, your request has 140000 input tokens.\",\"type\":\"invalid_request_er'.")),
    "401-upstream": (401, gateway_error(
        "internal_endpoint_error", "Upstream endpoint returned 401: b'{\"error\":\"invalid key\"}'.")),
    "429-tokens": (429, gateway_error(
        "too_many_requests", "Tokens/minute limit exceeded", global_model_usage=39, user_model_usage=39)),
    "429-requests": (429, {"detail": "Too many requests."}),
    "429-nginx": (429, {"error": "Rate limit exceeded", "retry_after": "1 second",
                        "message": "Too many requests from your IP address. Please try again later."}),
    "500-traceback": (500, gateway_error("internal_endpoint_error", TRACEBACK)),
    "500-internal": (500, {"error": {"code": "internal_error", "message": "Internal Server Error", "error_id": "a689" * 8}}),
    "500-unreachable": (500, gateway_error(
        "internal_endpoint_error", "HTTP error calling API at http://127.0.0.1:9/v1/chat/completions: All connection "
        "attempts failed")),
    "500-tool": (500, {"error": "Model started a function call but did not complete it.", "error_code": None,
                       "error_model_output": "<|channel|>commentary to=functions.x <|message|>{", "error_param": None,
                       "error_type": "Invalid function calling output."}),
    "502-html": (502, HTML.format("502 Bad Gateway")),
    "503-not-live": (503, gateway_error("internal_endpoint_error", "'503-not-live' is not currently live on Metis.")),
    "503-offline": (503, gateway_error("internal_endpoint_error", "Endpoint 'sophia-vllm-503-offline' is offline.")),
    "503-loading": (503, gateway_error(
        "internal_endpoint_error", "Error: Endpoint sophia-vllm-503-loading online but not ready to receive tasks. Please "
        "try again later.")),
    "503-maintenance": (503, gateway_error("cluster_under_maintenance", "Metis is under maintenance until noon.")),
    "503-nginx": (503, {"detail": "Service is temporarily down for maintenance."}),
    "504-upstream": (504, gateway_error("internal_endpoint_error", "The upstream did not answer.", timeout=120)),
    "504-html": (504, HTML.format("504 Gateway Time-out")),
    "200-html": (200, HTML.format("Log in")),
    "200-garbage": (200, "{\"id\": \"chatcmpl-1\", \"choices\": [{\"index\": 0, "),
    "200-error": (200, {"object": "error", "message": "The model crashed", "type": "InternalServerError", "code": 500}),
    "200-api-error": (200, completion("200-api-error", {"content": "\n\n[ERROR] Error: HTTP error calling API at URL: "})
                      | {"id": "chatcmpl-api-error"}),
    "200-empty": (200, {}),
    "200-no-choices": (200, {"id": "x", "object": "chat.completion", "created": 1, "model": "m", "choices": []}),
}

API_ERROR = {"id": "chatcmpl-api-error", "object": "chat.completion.chunk", "created": 1767225600, "model": "m",
             "choices": [{"index": 0, "finish_reason": "stop", "delta": {
                 "role": "assistant", "content": "\n\n[ERROR] Error: HTTP error calling stream API at URL: "}}]}
OBJECT_ERROR = {"object": "error", "message": "An error occurred during processing", "type": "InternalServerError",
                "param": None, "code": 500}
OBJECT_TIMEOUT = {"object": "error", "type": "StreamingTimeoutError", "param": None, "code": 504,
                  "message": "Streaming task timed out: No data received from compute endpoint after 30 seconds."}
NESTED_ERROR = {"error": {"message": "The model crashed", "type": "InternalServerError", "param": None, "code": 500}}
DONE = "[DONE]"
CLOSE = object()
SILENCE = object()
PAUSE = object()


def half(model):
    return [chunk(model, {"role": "assistant", "content": ""}), chunk(model, {"content": "Half an "}),
            chunk(model, {"content": "ans"}), PAUSE]


def is_chunk(event):
    return isinstance(event, dict) and event.get("id") == "chatcmpl-1"


def half_call(model):
    return [chunk(model, {"role": "assistant", "content": None}),
            chunk(model, {"tool_calls": [{"index": 0, "id": "call_1", "type": "function",
                                          "function": {"name": "get_weather", "arguments": ""}}]}),
            chunk(model, {"tool_calls": [{"index": 0, "function": {"arguments": "{\"city\": \"Chi"}}]}), PAUSE]


# Name of the model: events of a stream that has begun with status 200.
STREAMS = {
    "stream-api-error-first": lambda m: [API_ERROR, DONE],
    "stream-api-error-middle": lambda m: half(m) + [API_ERROR, DONE],
    "stream-object-error-first": lambda m: [OBJECT_ERROR, DONE],
    "stream-object-error-middle": lambda m: half(m) + [OBJECT_ERROR, DONE],
    "stream-object-timeout": lambda m: [OBJECT_TIMEOUT, DONE],
    "stream-nested-error": lambda m: half(m) + [NESTED_ERROR, DONE],
    "stream-done-without-finish": lambda m: half(m) + [DONE],
    "stream-call-without-finish": lambda m: half_call(m) + [DONE],
    "stream-done-alone": lambda m: [DONE],
    "stream-empty": lambda m: [],
    "stream-end": lambda m: half(m),
    "stream-cut": lambda m: half(m) + [CLOSE],
    "stream-cut-at-once": lambda m: [CLOSE],
    "stream-invalid-json": lambda m: half(m) + ["{\"id\": ", DONE],
    "stream-silence": lambda m: half(m) + [SILENCE],
    "stream-silence-first": lambda m: [SILENCE],
}

MODELS = sorted(ANSWERS) + sorted(STATUSES) + sorted(STREAMS) + ["embed", "huge", "reset", "stream-flood"]


# --------------------------------------------------------------------------- server


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server_version = "uvicorn"
    sys_version = ""

    def log_message(self, *arguments):
        pass

    def answer(self, status, body):
        is_text = isinstance(body, str)
        data = (body if is_text else json.dumps(body)).encode()
        self.send_response(status)
        is_html = is_text and not body.startswith("{")
        self.send_header("Content-Type", "text/html; charset=utf-8" if is_html else "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        if status == 405:
            self.send_header("Allow", "POST")
        self.end_headers()
        self.wfile.write(data)

    def begin_stream(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def send(self, data):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def reset(self):
        """Ends the connection as a crash does."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def wait_for_hang_up(self):
        """Says nothing until the client has gone."""
        self.connection.settimeout(60)
        try:
            if self.connection.recv(1) == b"":
                self.server.note_hang_up(self.model)
        except OSError:
            pass
        self.close_connection = True

    def stream(self, events, names=False):
        self.begin_stream()
        for event in events:
            if event is CLOSE:
                return self.reset()
            if event is PAUSE:
                # Long enough for the beginning to have been passed on.
                time.sleep(0.03)
                continue
            if event is SILENCE:
                return self.wait_for_hang_up()
            text = event if isinstance(event, str) else json.dumps(event, ensure_ascii=False)
            head = f"event: {event['type']}\n" if names and isinstance(event, dict) and "type" in event else ""
            data = f"{head}data: {text}\n\n".encode()
            # Events are torn anywhere, but for characters.
            self.send(data[:11])
            if data[11:]:
                self.send(data[11:])
        self.send_end()

    def send_end(self):
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()

    # ------------------------------------------------------------------- plain routes

    def do_GET(self):
        path, _, _ = self.path.partition("?")
        self.server.note(path, None, dict(self.headers))
        if not path.startswith(ROOT):
            return self.answer(404, HTML.format("Not Found"))
        parts = path[len(ROOT):].strip("/").split("/")
        if parts == ["health"]:
            return self.answer(200, {"status": "ok"})
        if parts == ["status"]:
            return self.answer(200, {name: True for name in CLUSTERS})
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self.answer(*STATUSES["401-missing"])
        if parts == ["whoami"]:
            return self.answer(200, {"id": "a11c", "name": "Alice", "username": "alice@anl.gov"})
        if parts == ["list-endpoints"]:
            return self.answer(200, {"clusters": {
                name: {"base_url": f"{ROOT}/{name}", "frameworks": {framework: {
                    "models": self.server.models(name), "endpoints": [f"/v1/{route}" for route in routes]}}}
                for name, (framework, routes) in CLUSTERS.items()}})
        if len(parts) == 2 and parts[0] in CLUSTERS and parts[1] == "jobs":
            models = self.server.models(parts[0])
            return self.answer(200, {
                "running": [{"Models": ",".join(models), "Framework": "api", "Cluster": parts[0], "Model Status": "running"}],
                "queued": [], "stopped": [], "others": [], "private_batch_running": [], "private_batch_queued": [],
                "cluster_status": {}})
        if len(parts) == 2 and parts[0] in CLUSTERS and parts[1] == "models":
            return self.answer(200, [self.describe(parts[0], model) for model in self.server.models(parts[0])])
        return self.answer(404, HTML.format("Not Found"))

    def describe(self, cluster, model):
        modalities = ["text", "image"] if model == "seeing" else ["text"]
        protocols = ["chat_completions"]
        if "responses" in CLUSTERS[cluster][1]:
            protocols += ["responses", "messages"]
        return {"id": model, "object": "model", "cluster": cluster, "framework": CLUSTERS[cluster][0], "capabilities": {
            "schema_version": 1, "api_protocols": protocols, "context_window_tokens": 131072,
            "input_modalities": modalities, "streaming": True, "tool_calling": {"supported": True},
            "reasoning": {"supported": True, "effort_levels": ["low", "medium", "high"], "default_effort": "medium"}}}

    # ------------------------------------------------------------------- inference routes

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        data = self.rfile.read(length)
        try:
            body = json.loads(data)
        except ValueError:
            return self.answer(400, {"detail": "Cannot parse request body"})
        self.model = body.get("model", "")
        self.server.note(self.path, body, dict(self.headers))
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self.answer(*STATUSES["401-missing"])
        parts = self.path[len(ROOT):].strip("/").split("/")
        if len(parts) < 4 or parts[0] not in CLUSTERS or parts[1] != CLUSTERS[parts[0]][0]:
            return self.answer(404, HTML.format("Not Found"))
        cluster, route = parts[0], "/".join(parts[3:])
        if route not in CLUSTERS[cluster][1]:
            return self.answer(400, gateway_error("unsupported_endpoint", f"'{route}' not available on cluster '{cluster}'"))
        if "chat_template_kwargs" in body:
            return self.answer(422, gateway_error("invalid_request", "extra_forbidden", fields=["chat_template_kwargs"]))
        try:
            self.perform(cluster, route, body)
        except (BrokenPipeError, ConnectionResetError):
            self.server.note_hang_up(self.model)
            self.close_connection = True

    def perform(self, cluster, route, body):
        model, streams = self.model.removeprefix("native-"), bool(body.get("stream"))
        if model in STATUSES:
            return self.answer(*STATUSES[model])
        if model == "reset":
            return self.reset()
        if model == "moving" and cluster == "metis":
            return self.answer(503, gateway_error("internal_endpoint_error", "'moving' is not currently live on Metis."))
        if model == "huge":
            return self.huge(streams)
        if model == "stream-flood":
            return self.flood()
        if route == "embeddings":
            return self.embed(body)
        if model in STREAMS:
            if not streams:
                return self.answer(200, completion(model, {"content": "Whole."}))
            if model == self.model or route not in ("responses", "messages"):
                return self.stream(STREAMS[model](self.model))
            # The beginning is the cluster's own, and the failure is the gateway's.
            events = STREAMS[model](self.model)
            ends = [event for event in events if not is_chunk(event)]
            begins = self.native_events(route)[:4] if len(ends) < len(events) else []
            return self.stream(begins + ends, names=True)
        if route == "chat/completions":
            return self.chat(body, streams)
        if route == "completions":
            return self.complete(body, streams)
        return self.native(route, body, streams)

    def chat(self, body, streams):
        script = ANSWERS.get(self.model, plain)
        message = script(body)
        finish = "tool_calls" if message.get("tool_calls") else "length" if self.model == "short" else "stop"
        if self.model == "several":
            return self.several(streams)
        if not streams:
            whole = completion(self.model, message, finish)
            if self.model == "uncounted":
                del whole["usage"]
            return self.answer(200, whole)
        events = [chunk(self.model, delta) for delta in deltas(message)]
        events.append(chunk(self.model, {}, finish))
        if (body.get("stream_options") or {}).get("include_usage") and self.model != "uncounted":
            events.append(chunk(self.model, usage=USAGE))
        self.stream(events + [DONE])

    def several(self, streams):
        """Two choices at once."""
        texts = ["one", "two"]
        if not streams:
            whole = completion(self.model, {})
            probabilities = {"content": [{"token": "one", "logprob": -0.5, "bytes": None, "top_logprobs": []}]}
            whole["choices"] = [
                {"index": index, "message": {"role": "assistant", "content": text}, "finish_reason": "stop",
                 "logprobs": probabilities} for index, text in enumerate(texts)]
            return self.answer(200, whole)
        events = []
        for delta, finish in [({"role": "assistant"}, None)] + [(place, None) for place in range(3)] + [({}, "stop")]:
            for index, text in enumerate(texts):
                piece = chunk(self.model, {"content": text[delta]} if isinstance(delta, int) else delta, finish)
                piece["choices"][0]["index"] = index
                events.append(piece)
        self.stream(events + [DONE])

    def complete(self, body, streams):
        text = "Once: " + (body["prompt"] if isinstance(body["prompt"], str) else "".join(map(str, body["prompt"])))
        head = {"id": "cmpl-1", "object": "text_completion", "created": 1767225600, "model": self.model}

        def choice(text, finish):
            return [{"index": 0, "text": text, "logprobs": None, "finish_reason": finish}]

        if not streams:
            return self.answer(200, {**head, "choices": choice(text, "stop"), "usage": USAGE})
        events = [{**head, "choices": choice(piece, None)} for piece in pieces(text)]
        events += [{**head, "choices": choice("", "stop")}]
        if (body.get("stream_options") or {}).get("include_usage"):
            events.append({**head, "choices": [], "usage": USAGE})
        self.stream(events + [DONE])

    def embed(self, body):
        inputs = body["input"] if isinstance(body["input"], list) else [body["input"]]
        if inputs and isinstance(inputs[0], int):
            inputs = [inputs]
        data = []
        for index, text in enumerate(inputs):
            vector = [float(len(text)), 0.5, -0.25]
            if body.get("encoding_format") == "base64":
                vector = base64.b64encode(struct.pack("<3f", *vector)).decode()
            data.append({"object": "embedding", "index": index, "embedding": vector})
        self.answer(200, {"object": "list", "data": data, "model": self.model,
                          "usage": {"prompt_tokens": 3, "total_tokens": 3}})

    def native(self, route, body, streams):
        """Answers of a cluster's own in the two other APIs."""
        if streams:
            return self.stream(self.native_events(route), names=True)
        self.answer(200, self.native_whole(route))

    def native_whole(self, route):
        text = "Native answer."
        if route == "messages":
            return {"id": "msg_1", "type": "message", "role": "assistant", "model": self.model,
                    "content": [{"type": "text", "text": text}], "stop_reason": "end_turn", "stop_sequence": None,
                    "usage": {"input_tokens": 70, "output_tokens": 18}}
        part = {"type": "output_text", "text": text, "annotations": []}
        return {"id": "resp_1", "object": "response", "created_at": 1767225600, "model": self.model, "status": "completed",
                "output": [{"id": "msg_1", "type": "message", "role": "assistant", "status": "completed", "content": [part]}],
                "parallel_tool_calls": True, "tool_choice": "auto", "tools": [], "error": None, "incomplete_details": None,
                "instructions": None, "metadata": {},
                "usage": {"input_tokens": 70, "output_tokens": 18, "total_tokens": 88,
                          "input_tokens_details": {"cached_tokens": 64}, "output_tokens_details": {"reasoning_tokens": 0}}}

    def native_events(self, route):
        whole = self.native_whole(route)
        if route == "messages":
            text = whole["content"][0]["text"]
            begun = {**whole, "content": [], "stop_reason": None, "usage": {"input_tokens": 70, "output_tokens": 0}}
            events = [{"type": "message_start", "message": begun},
                      {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}]
            events += [{"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": piece}}
                       for piece in pieces(text)]
            return events + [
                {"type": "content_block_stop", "index": 0},
                {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None},
                 "usage": {"output_tokens": 18}}, {"type": "message_stop"}]
        item = whole["output"][0]
        part = item["content"][0]
        text = part["text"]
        place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
        events = [{"type": "response.created", "response": {**whole, "status": "in_progress", "output": [], "usage": None}},
                  {"type": "response.output_item.added", "output_index": 0,
                   "item": {**item, "status": "in_progress", "content": []}},
                  {"type": "response.content_part.added", **place, "part": {**part, "text": ""}}]
        events += [{"type": "response.output_text.delta", **place, "delta": piece, "logprobs": []} for piece in pieces(text)]
        events += [{"type": "response.output_text.done", **place, "text": text, "logprobs": []},
                   {"type": "response.content_part.done", **place, "part": part},
                   {"type": "response.output_item.done", "output_index": 0, "item": item},
                   {"type": "response.completed", "response": whole}]
        return [{**event, "sequence_number": number} for number, event in enumerate(events)]

    def huge(self, streams):
        """A body without end: the reader must give up, or it is full."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream" if streams else "application/json")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.send(b"data: {\"id\": \"" if streams else b"{\"id\": \"")
        block = b"x" * (1 << 20)
        for _ in range(512):
            self.send(block)
        self.send_end()

    def flood(self):
        """Events without end, each of them good."""
        self.begin_stream()
        event = ("data: " + json.dumps(chunk(self.model, {"content": "again "})) + "\n\n").encode() * 64
        while True:
            self.send(event)


class Gateway(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Handler)
        self.lock = threading.Lock()
        self.requests = []
        self.hang_ups = []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}{ROOT}"

    def models(self, cluster):
        if cluster == "metis":
            return [model for model in MODELS if model != "native"]
        if cluster == "minerva":
            return ["moving", "native"] + [f"native-{name}" for name in sorted(STATUSES) + sorted(STREAMS)]
        return [model for model in sorted(STREAMS)]

    def note(self, path, body, headers):
        with self.lock:
            self.requests.append((path, body, headers))

    def note_hang_up(self, model):
        with self.lock:
            self.hang_ups.append(model)

    def asked(self, model):
        """The bodies that came for a model."""
        with self.lock:
            return [body for _, body, _ in self.requests if body and body.get("model") == model]

    def routes(self, model):
        """The paths at which a model was asked."""
        with self.lock:
            return [path for path, body, _ in self.requests if body and body.get("model") == model]

    def clear(self):
        with self.lock:
            self.requests.clear()
            self.hang_ups.clear()

    def wait_for_hang_up(self, model, seconds=10):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with self.lock:
                if model in self.hang_ups:
                    return True
            time.sleep(0.01)
        return False

    def handle_error(self, request, client_address):
        # Clients that go away are part of the play.
        if not isinstance(sys.exc_info()[1], (ConnectionError, OSError, ValueError)):
            super().handle_error(request, client_address)

    def start(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self


if __name__ == "__main__":
    gateway = Gateway(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    print(gateway.url, flush=True)
    gateway.serve_forever()
