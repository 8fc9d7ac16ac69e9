"""A stand-in for `alcf serve`: the page's files from the source folder, and answers that a test chooses.

It keeps the contract between page and server, so that the page can be driven with answers that no simulated model gives: hostile
ones, late ones, broken ones.
"""

import http.server
import json
import pathlib
import threading
import time

PAGE = pathlib.Path(__file__).resolve().parents[2] / "Sources" / "Serve" / "Page"
KEY = "alcf-local-0123456789abcdef"
TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
# As PageAssets has them; the test of the real server sees that they are sent.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
# Two of the models are on both clusters; the second is the one of the settings.
USUAL = "gpt-oss-120b"
MODELS = [
    ("metis", "gemma-4-31B-it", True), ("sophia", "google/gemma-4-31B-it", True),
    ("metis", "gpt-oss-120b", True), ("sophia", "openai/gpt-oss-120b", True), ("sophia", "meta-llama/Llama-3.3-70B-Instruct", False),
]


class Answer:
    """One scripted answer: pieces of text and reasoning, pauses, and how it ends."""

    def __init__(self, text="An answer.", reasoning="", first=0.05, pause=0.002, size=6, usage=True, error=None, status=200, cut=False,
                 finish="stop"):
        self.text, self.reasoning, self.first, self.pause, self.size = text, reasoning, first, pause, size
        self.usage, self.error, self.status, self.cut, self.finish = usage, error, status, cut, finish


class StandIn(http.server.ThreadingHTTPServer):
    """The server. `answers` gives the answer of each model; `votes` and `bodies` are what the page sent."""

    daemon_threads = True

    def __init__(self, answers):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = answers
        self.votes, self.bodies, self.requests, self.left, self.unknown = [], [], [], [], []
        self.refuse_votes = False
        self.record_text = False
        self.warning = None
        self.uptime = 75.0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def handle_error(self, request, client_address):
        pass  # A browser that goes away is no error.


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body=b"", kind="application/json", headers=()):
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def is_allowed(self):
        if self.headers.get("authorization") == f"Bearer {KEY}":
            return True
        self.reply(401, {"error": {"message": "The key of the local server is missing or wrong.", "type": "invalid_request_error",
                                   "code": "wrong_local_key"}})
        return False

    def do_GET(self):
        path, _, query = self.path.partition("?")
        name = "index.html" if path == "/" else path.removeprefix("/page/")
        file = PAGE / name
        if path == "/page/comparisons":
            if self.is_allowed():
                self.reply(200, {"votes": len(self.server.votes), "record_text": self.server.record_text, "pairs": tally(self.server.votes)})
        elif path == "/page/requests":
            if self.is_allowed():
                after = int(query.removeprefix("after=") or 0)
                found = [r for r in self.server.requests if r["number"] > after]
                self.reply(200, {"requests": found, "next": len(self.server.requests), "server": {
                    "version": "0.0", "uptime_s": self.server.uptime, "warning": self.server.warning}})
        elif path == "/v1/models":
            if self.is_allowed():
                self.reply(200, {"object": "list", "data": [
                    {"id": f"{cluster}/{model}", "object": "model", "created": 0, "owned_by": cluster, "alcf": {
                        "cluster": cluster, "model": model, "usual": model.endswith(USUAL), "running": running, "context_length": 131072, "input": ["text"],
                        "tools": None, "reasoning": None}}
                    for cluster, model, running in MODELS
                ] + [{"id": "gpt-oss-120b", "object": "model", "created": 0, "owned_by": "metis", "alcf": {
                    "cluster": "metis", "model": "gpt-oss-120b", "usual": True, "running": True}}]})
        elif file.suffix in TYPES and file.parent == PAGE and file.exists():
            self.reply(200, file.read_bytes(), TYPES[file.suffix], [
                ("content-security-policy", POLICY), ("x-content-type-options", "nosniff"), ("cache-control", "no-store")])
        else:
            self.server.unknown.append(self.path)
            self.reply(404, {"error": {"message": "There is no such route.", "code": "not_found"}})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if not self.is_allowed():
            return
        if self.path == "/page/comparisons":
            if self.server.refuse_votes:
                return self.reply(500, {"error": {"message": "The disk is full.", "code": "record"}})
            self.server.votes.append(body)
            self.reply(204)
        elif self.path == "/v1/chat/completions":
            self.server.bodies.append((body, dict(self.headers)))
            self.complete(body["model"])
        else:
            self.server.unknown.append(self.path)
            self.reply(404, {"error": {"message": "There is no such route.", "code": "not_found"}})

    def complete(self, model):
        answer = self.server.answers(model)
        cluster = model.split("/")[0]
        number = len(self.server.requests) + 1
        row = {"number": number, "time": time.time(), "api": "chat", "stream": True, "asked": model, "model": model.split("/")[-1],
               "cluster": cluster, "fallback_from": None, "translated": False, "status": answer.status, "ttft_s": answer.first,
               "duration_s": 1.5, "chunks": 3, "prompt_tokens": None, "completion_tokens": None, "error": None, "notes": [], "client": "Mozilla"}
        self.server.requests.append(row)
        if answer.status != 200:
            row["error"] = {"code": "model_starting", "message": answer.error}
            return self.reply(answer.status, {"error": {"message": answer.error, "type": "server_error", "code": "model_starting"}})
        self.send_response(200)
        for name, value in [("content-type", "text/event-stream"), ("connection", "close"), ("x-alcf-cluster", cluster), ("x-alcf-model", model)]:
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        try:
            self.stream(answer, row)
        except OSError:
            self.server.left.append(model)

    def stream(self, answer, row):
        self.event({"choices": [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None}]})
        time.sleep(answer.first)
        pieces = 0
        for member, text in (("reasoning_content", answer.reasoning), ("content", answer.text)):
            for at in range(0, len(text), answer.size):
                self.event({"choices": [{"index": 0, "delta": {member: text[at:at + answer.size]}, "finish_reason": None}]})
                pieces += 1
                if answer.pause:
                    time.sleep(answer.pause)
        if answer.cut:
            return
        if answer.error:
            return self.event({"error": {"message": answer.error, "type": "server_error", "code": "server_error"}})
        self.event({"choices": [{"index": 0, "delta": {}, "finish_reason": answer.finish}]})
        if answer.usage:
            row.update(prompt_tokens=20, completion_tokens=pieces)
            self.event({"choices": [], "usage": {"prompt_tokens": 20, "completion_tokens": pieces, "total_tokens": 20 + pieces}})
        self.wfile.write(b"data: [DONE]\n\n")

    def event(self, data):
        self.wfile.write(b"data: " + json.dumps(data).encode() + b"\n\n")
        self.wfile.flush()


def tally(votes):
    pairs = {}
    for vote in votes:
        left, right = vote["left"]["model"], vote["right"]["model"]
        first, second = sorted([left, right])
        pair = pairs.setdefault((first, second), {"first": first, "second": second, "first_better": 0, "second_better": 0, "tie": 0, "both_bad": 0})
        if vote["vote"] in ("left", "right"):
            better = left if vote["vote"] == "left" else right
            pair["first_better" if better == first else "second_better"] += 1
        else:
            pair[vote["vote"]] += 1
    return list(pairs.values())
