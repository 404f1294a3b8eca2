"""A pretended Rasa on a loopback port: answers `/model/parse` as Rasa 3.6 does, and fails in the ways in which a server can.

with FakeRasa() as rasa:
    rasa.intent = ("find_shelter", 0.9)       # from now on
    rasa.fail = "garbage"                     # or any other of FAILURES, until it is "" again
    rasa.heard                                # the texts that came in, in order
"""

from __future__ import annotations

import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

DRIP_SECONDS = 0.2
DEEP = b"[" * 100_000

BODIES = {
    "garbage": b"\xff\xfe not JSON at all",
    "html": b"<html><body>Not here</body></html>",
    "list": b"[1, 2]",
    "deep": DEEP,
    "no_intent": b'{"text": "x"}',
    "intent_is_text": b'{"intent": "find_shelter"}',
    "name_is_number": b'{"intent": {"name": 7, "confidence": 0.9}}',
    "confidence_is_text": b'{"intent": {"name": "find_shelter", "confidence": "0.9"}}',
    "confidence_is_true": b'{"intent": {"name": "find_shelter", "confidence": true}}',
    "confidence_is_nan": b'{"intent": {"name": "find_shelter", "confidence": NaN}}',
    "confidence_is_vast": b'{"intent": {"name": "find_shelter", "confidence": 1e999}}',
    "confidence_below": b'{"intent": {"name": "find_shelter", "confidence": -0.1}}',
    "nothing": b"",
}
STATUSES = {"500": 500, "404": 404, "401": 401, "redirect": 307}
FAILURES = (*BODIES, *STATUSES, "closed_early", "cut_short", "endless")


class FakeRasa:
    """The server. `other` is where a redirect points to."""

    def __init__(self) -> None:
        self.intent: tuple[str | None, float] = ("greet", 0.9)
        self.fail = ""
        self.slow_seconds = 0.0
        self.drips = False
        self.other = ""
        self.heard: list[str] = []
        self.calls: list[tuple[str, Any]] = []
        rasa = self

        class Handler(_Handler):
            owner = rasa

        self._server = _Server(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, text: str) -> bytes:
        """Return what Rasa would answer: it repeats the text and ranks all intents."""
        name, confidence = self.intent
        ranking = [{"name": name, "confidence": confidence}, {"name": "out_of_scope", "confidence": 0.01}]
        found = {"text": text, "intent": ranking[0], "entities": [], "text_tokens": [[0, len(text)]], "intent_ranking": ranking}
        return json.dumps(found).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a slow answer must not hold the test

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that hung up: that is what it does when it does not wait."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    owner: FakeRasa
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        rasa = self.owner
        rasa.calls.append((self.path, content))
        rasa.heard.append(content["text"])
        time.sleep(rasa.slow_seconds)
        try:
            self._reply(rasa, content["text"])
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the other side did not wait

    def _reply(self, rasa: FakeRasa, text: str) -> None:
        if rasa.fail == "closed_early":
            self.close_connection = True
            return
        body = BODIES[rasa.fail] if rasa.fail in BODIES else b"" if rasa.fail == "redirect" else rasa.answer(text)
        self.send_response(STATUSES.get(rasa.fail, 200))
        self.send_header("Content-Type", "application/json")
        if rasa.fail == "redirect":
            self.send_header("Location", f"{rasa.other}/model/parse")
        length = {"cut_short": len(body) + 50, "endless": 1 << 40}.get(rasa.fail, len(body))
        self.send_header("Content-Length", str(length))
        self.end_headers()
        if rasa.drips:
            for place in range(len(body)):
                self.wfile.write(body[place : place + 1])
                time.sleep(DRIP_SECONDS)
            return
        self.wfile.write(body)
        while rasa.fail == "endless":
            self.wfile.write(b" " * 65536)
        self.close_connection = rasa.fail == "cut_short"

    def log_message(self, *_: object) -> None:
        """Say nothing."""
