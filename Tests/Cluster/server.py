"""A server of OpenAI's chat API that writes down each request: when it came, from where, and for which target.

It answers with a stream of a few tokens. A client at 10.77.0.N waits N × 10 ms longer, as from a place that is farther away.
"""
import http.server, json, threading, time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        body = json.dumps({"object": "list", "data": [{"id": "m", "object": "model"}]}).encode()
        self.send_response(200 if self.path.endswith("/models") else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        asked = json.loads(text)
        with self.server.lock:
            self.server.requests.append((time.time(), self.path.split("/")[1], self.client_address[0], json.dumps(asked["messages"])))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        parts = self.client_address[0].split(".")
        time.sleep(self.server.delay + (int(parts[3]) * 0.01 if parts[:2] == ["10", "77"] else 0))
        head = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        for word in ["one ", "two ", "three"]:
            self.event({**head, "choices": [{"index": 0, "delta": {"content": word}, "finish_reason": None}]})
            time.sleep(0.01)
        self.event({**head, "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}],
                    "usage": {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}})
        self.piece(b"data: [DONE]\n\n")
        self.piece(b"")

    def event(self, value):
        self.piece(b"data: " + json.dumps(value).encode() + b"\n\n")

    def piece(self, data):
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, host="127.0.0.1", delay=0.05):
        super().__init__((host, 0), Handler)
        self.lock, self.requests, self.delay, self.host = threading.Lock(), [], delay, host
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, *_):
        # A client that was killed.
        pass

    def targets(self):
        """Options for two targets, whose requests can be told apart."""
        base = f"http://{self.host}:{self.server_address[1]}"
        return ["--target", f"one={base}/one/v1", "--target", f"two={base}/two/v1", "--model", "m", "--no-probe"]
