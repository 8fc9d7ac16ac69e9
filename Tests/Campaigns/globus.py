"""A stand-in for Globus Auth that knows which tokens it has given out, and replaces refresh tokens when they are used."""
import base64, http.server, json, random, threading, time, urllib.parse

GATEWAY = "681c10cc-f684-4540-bcd7-0b4df3bc26ef"
SCOPE = "https://auth.globus.org/scopes/681c10cc-f684-4540-bcd7-0b4df3bc26ef/action_all"
IDENTITY = "11111111-2222-3333-4444-555555555555"


class Globus:
    """State of the server; `lock` guards it."""

    def __init__(self, rotates, seed):
        self.rotates = rotates
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.counter = 0
        self.valid = set()  # refresh tokens that may be used
        self.refreshes = 0
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                form = dict(urllib.parse.parse_qsl(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()))
                status, answer = owner.answer(self.path, form)
                body = json.dumps(answer).encode()
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    pass  # the client was killed

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.request_queue_size = 256
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"

    def issue(self):
        """Returns an entry with fresh tokens for the gateway. To be called with the lock held, or before any client runs."""
        self.counter += 1
        refresh = f"AgRefresh{self.counter:08d}"
        self.valid.add(refresh)
        return {
            "access_token": f"AgAccess{self.counter:08d}", "refresh_token": refresh, "scope": SCOPE, "expires_in": 172800,
            "token_type": "Bearer", "resource_server": GATEWAY,
        }

    def answer(self, path, form):
        with self.lock:
            pause = self.random.random() * 0.004
        time.sleep(pause)
        with self.lock:
            if path.endswith("/revoke"):
                self.valid.discard(form.get("token"))
                return 200, {"active": False}
            if form.get("grant_type") == "refresh_token":
                used = form.get("refresh_token")
                if used not in self.valid:
                    return 400, {"error": "invalid_grant"}
                self.refreshes += 1
                answer = self.issue()
                if self.rotates:
                    self.valid.discard(used)
                else:
                    self.valid.discard(answer["refresh_token"])
                    del answer["refresh_token"]
                return 200, dict(answer, other_tokens=[])
            if form.get("grant_type") == "authorization_code":
                claims = {"sub": IDENTITY, "iss": "https://auth.globus.org", "preferred_username": "auser@anl.gov",
                          "last_authentication": int(time.time()), "identity_set": []}
                text = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()
                return 200, dict(
                    self.issue(), resource_server="auth.globus.org", scope="openid",
                    id_token=f"eyJhbGciOiJSUzUxMiJ9.{text}.c2ln", other_tokens=[self.issue()])
            return 400, {"error": "unsupported_grant_type"}
