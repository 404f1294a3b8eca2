"""A pretended Twilio on a loopback port: REST for messages, signed webhooks, and every way in which the real one fails.

    with FakeTwilio() as twilio:
        twilio.connect_to, twilio.public_url = "http://127.0.0.1:8080", "https://line.example.org"
        twilio.write("+12025550101", "hello")             # posts a signed webhook, as Twilio does
        twilio.fault(lost=True)                           # the next call takes effect, its answer is lost
        twilio.settle(sid)                                # queued, sending, sent, delivered: a signed callback for each

Rules: every call and every answer is judged by Twilio's OpenAPI description; what is wrong is answered with 422 and kept in
`violations`, which the fixture asserts to be empty. Signatures are made here independently of the code under test.
"""

from __future__ import annotations

import base64
import hmac
import json
import threading
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import uuid4

from tests.fakes.twilio_messages import ACCOUNT, SENDER, STEPS, TOKEN, Message, Messages, RefusalError
from tests.fakes.twilio_openapi import Description

PUBLIC_URL = "https://line.example.org"


@dataclass
class Fault:
    """How a call fails. With `status` it has no effect; `lost`, `garbage` and `hang_seconds` let it take effect and spoil the answer."""

    status: int = 0
    code: int = 0
    retry_after: str = ""
    lost: bool = False
    garbage: bool = False
    hang_seconds: float = 0.0
    method: str = ""
    path_part: str = ""

    def fits(self, method: str, path: str) -> bool:
        return (not self.method or self.method == method) and self.path_part in path


@dataclass
class Call:
    """One call that came in, and how it was answered (0: not at all)."""

    method: str
    path: str
    query: list[tuple[str, str]]
    form: list[tuple[str, str]]
    status: int = 0

    @property
    def fields(self) -> dict[str, str]:
        return dict(self.form)


@dataclass
class Delivery:
    """One webhook that was posted, and how it was answered (0: no connection)."""

    url: str
    items: list[tuple[str, str]]
    status: int
    body: bytes = field(repr=False, default=b"")
    content_type: str = ""


class FakeTwilio:
    """The server. Everything on it may be called from any thread; what posts a webhook blocks until it is answered."""

    def __init__(self, *, numbers: tuple[str, ...] = (SENDER,), service: str | None = None, automatic: bool = False) -> None:
        self.messages = Messages(numbers)
        self.service = service
        self.automatic = automatic  # settle each message by itself, on a thread
        self.public_url = PUBLIC_URL
        self.connect_to = ""  # base URL where webhooks really go; "" posts none
        self.keyword_handling = True
        self.retries = 1  # Twilio's default after a failed webhook
        self.page_limit = 1000
        self.now: Callable[[], float] = time.time
        self.calls: list[Call] = []
        self.deliveries: list[Delivery] = []
        self.violations: list[str] = []
        self.description = Description()
        self._faults: deque[Fault] = deque()
        self._lock = threading.RLock()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._threads: list[threading.Thread] = []

    @property
    def url(self) -> str:
        """What to set as TWILIO_API_BASE."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for thread in self._threads:
            thread.join(5)
        self._server.shutdown()
        self._server.close_all()
        self._thread.join(5)

    def fault(self, times: int = 1, **how: Any) -> None:
        """Let the next fitting call fail, `times` times."""
        self._faults.extend(Fault(**how) for _ in range(times))

    def write(
        self, person: str, body: str, *, media: int = 0, at: float | None = None, post: bool = True, again: int = 0, **extra: str
    ) -> Message:
        """A person sends a text. `post=False`: the webhook never arrives. `again`: Twilio repeats it. `extra` are more fields."""
        with self._lock:
            message = self.messages.receive(person, body, self.now() if at is None else at, media=media, service=self.service)
            if self.keyword_handling and body.strip().upper() in ("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"):
                self.messages.opted_out.add(person)
            if self.keyword_handling and body.strip().upper() in ("START", "UNSTOP", "YES"):
                self.messages.opted_out.discard(person)
        for _ in range(1 + again if post else 0):
            self.post("/channels/sms", self.inbound_items(message) | extra)
        return message

    def inbound_items(self, message: Message) -> dict[str, str]:
        """Return the form that Twilio posts for a message, with all that it tells about a person."""
        base = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/{message.sid}/Media/"
        media = {f"MediaUrl{index}": base + sid for index, sid in enumerate(message.media)}
        kinds = {f"MediaContentType{index}": "image/jpeg" for index, _ in enumerate(message.media)}
        service = {"MessagingServiceSid": message.service} if message.service else {}
        return {
            "ToCountry": "US", "ToState": "", "SmsMessageSid": message.sid, "NumMedia": str(len(message.media)), "ToCity": "",
            "FromZip": "20500", "SmsSid": message.sid, "FromState": "DC", "SmsStatus": "received", "FromCity": "WASHINGTON",
            "Body": message.body, "FromCountry": "US", "To": message.ours, "ToZip": "", "NumSegments": "1", "MessageSid": message.sid,
            "AccountSid": ACCOUNT, "From": message.person, "ApiVersion": "2010-04-01", **media, **kinds, **service,
        }  # fmt: skip

    def settle(self, sid: str, *, until: str = "delivered", error_code: int | None = None) -> None:
        """Take a message of ours from where it is to its end, with a signed callback for each state on the way."""
        message = self.messages.held[sid]
        states = STEPS[STEPS.index(message.state) + 1 :] if message.state in STEPS else STEPS
        for state in states[:-1] if until not in states else states[: states.index(until) + 1]:
            self._become(message, state)
        if message.state != until:
            self._become(message, until, error_code)

    def post(self, path: str, items: dict[str, str], *, signature: str | None = None) -> Delivery | None:
        """Post a signed webhook and return how it was answered; once more after a failure, as Twilio does."""
        if not self.connect_to:
            return None
        pairs = list(items.items())
        headers = {"X-Twilio-Signature": self.sign(self.public_url + path, pairs) if signature is None else signature}
        delivery = Delivery(self.connect_to + path, pairs, 0)
        for _ in range(1 + self.retries):
            delivery = _post(self.connect_to + path, pairs, headers)
            self.deliveries.append(delivery)
            if 200 <= delivery.status < 500:
                break
        return delivery

    @staticmethod
    def sign(url: str, items: list[tuple[str, str]], token: str = TOKEN) -> str:
        """Sign as Twilio's documentation describes: the URL, then each field's name and value in the order of names."""
        text = url
        for name, value in sorted(items):
            text += name + value
        return base64.b64encode(hmac.new(token.encode(), text.encode(), "sha1").digest()).decode()

    def answer(self, call: Call, content_type: str, authorization: str) -> tuple[int, Any, Fault]:
        """Return status, body (None for none) and how the answer is spoiled."""
        with self._lock:
            self.calls.append(call)
            fault = next((fault for fault in self._faults if fault.fits(call.method, call.path)), None)
            if fault is not None:
                self._faults.remove(fault)
            signed_in = authorization.startswith("Basic ")
            wrong = self.description.judge_call(call.method, call.path, call.query, call.form, content_type, signed_in=signed_in)
            self.violations += wrong
            if fault is not None and fault.status:
                text = f"broken on purpose, as told to {call.fields.get('To')}: {call.fields.get('Body')}"
                return fault.status, RefusalError(fault.status, fault.code, text).body(), fault
            if wrong:
                return 422, {"code": 422, "message": "; ".join(wrong), "status": 422}, Fault()
            try:
                status, body = self._perform(call, authorization)
            except RefusalError as refusal:
                return refusal.status, refusal.body(), fault or Fault()
            self.violations += self.description.judge_answer(call.method, call.path, status, "" if body is None else json.dumps(body))
            return status, body, fault or Fault()

    def _perform(self, call: Call, authorization: str) -> tuple[int, Any]:  # noqa: PLR0911 - one for each call that is described
        """Do what a call asks for. Raises: RefusalError."""
        if authorization != "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode():
            raise RefusalError(401, 20003, "Authenticate")
        operation = self.description.operation(call.method, call.path)
        assert operation is not None
        place = operation.in_path
        if place["AccountSid"] != ACCOUNT:
            raise RefusalError(404, 20404, f"The requested resource {call.path} was not found")
        match operation.name:
            case "CreateMessage":
                message = self.messages.create(call.fields, self.now())
                if self.automatic:
                    self._on_thread(lambda: self.settle(message.sid))
                return 201, self.messages.record(message)
            case "ListMessage":
                return 200, self._page(call)
            case "FetchMessage":
                return 200, self.messages.record(self.messages.find(place["Sid"]))
            case "UpdateMessage":
                return 200, self.messages.record(self.messages.update(place["Sid"], call.fields))
            case "DeleteMessage":
                return 204, self.messages.delete(place["Sid"])
            case "ListMedia":
                return 200, self._media_page(place["MessageSid"], call.path)
            case _:
                return 204, self.messages.delete_media(place["MessageSid"], place["Sid"])

    def _page(self, call: Call) -> dict[str, Any]:
        """Return one page of the listing, newest first, narrowed by its filters."""
        asked = dict(call.query)
        found = [message for message in self.messages.newest_first() if _fits(self.messages.record(message), message.at, asked)]
        if "PageToken" in asked:
            after = [message.sid for message in found].index(asked["PageToken"].removeprefix("PA"))
            found = found[after + 1 :]
        size, number = min(int(asked.get("PageSize", 50)), self.page_limit), int(asked.get("Page", 0))
        shown, more = found[:size], len(found) > size
        following = {**asked, "PageSize": str(size), "Page": str(number + 1), "PageToken": f"PA{shown[-1].sid}"} if more else None
        return {
            "messages": [self.messages.record(message) for message in shown], "page": number, "page_size": size,
            "first_page_uri": f"{call.path}?{urlencode(asked)}", "uri": f"{call.path}?{urlencode(asked)}", "previous_page_uri": None,
            "next_page_uri": f"{call.path}?{urlencode(following)}" if following else None, "start": 0, "end": max(len(shown) - 1, 0),
        }  # fmt: skip

    def _media_page(self, sid: str, path: str) -> dict[str, Any]:
        """Return the media of a message."""
        message = self.messages.find(sid)
        records = [
            {"account_sid": ACCOUNT, "content_type": "image/jpeg", "date_created": self.messages.record(message)["date_created"],
             "date_updated": None, "parent_sid": sid, "sid": medium, "uri": path.replace(".json", f"/{medium}.json")}
            for medium in message.media
        ]  # fmt: skip
        ends = {"first_page_uri": path, "uri": path, "previous_page_uri": None, "next_page_uri": None}
        return {"media_list": records, "page": 0, "page_size": 50, "start": 0, "end": max(len(records) - 1, 0), **ends}

    def _become(self, message: Message, state: str, error_code: int | None = None) -> None:
        """Enter a state and tell it by a signed callback."""
        with self._lock:
            message.state, message.error_code = state, error_code
        if not message.callback.startswith(self.public_url):
            return
        items = {
            "SmsSid": message.sid, "SmsStatus": state, "MessageStatus": state, "To": message.person, "MessageSid": message.sid,
            "AccountSid": ACCOUNT, "From": message.ours, "ApiVersion": "2010-04-01",
        }  # fmt: skip
        self.post(message.callback.removeprefix(self.public_url), items | ({"ErrorCode": str(error_code)} if error_code else {}))

    def _on_thread(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True)
        self._threads.append(thread)
        thread.start()


class _Server(ThreadingHTTPServer):
    """Remembers its connections, so that none outlives the test."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, twilio: FakeTwilio) -> None:
        self.twilio = twilio
        self.connections: set[Any] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.connections.discard(request)
        super().shutdown_request(request)

    def close_all(self) -> None:
        for request in tuple(self.connections):
            self.shutdown_request(request)
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Reads a call, lets the server answer, spoils the answer if asked to."""

    server: _Server
    protocol_version = "HTTP/1.1"
    timeout = 10

    def do_GET(self) -> None:
        self._handle()

    do_POST = do_DELETE = do_PUT = do_GET  # noqa: N815 - names that the library looks for

    def _handle(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        query, form = parse_qsl(parts.query, keep_blank_values=True), parse_qsl(body, keep_blank_values=True)
        call = Call(self.command, parts.path, query, form)
        status, answer, fault = self.server.twilio.answer(call, self.headers.get("Content-Type", ""), self.headers.get("Authorization", ""))
        if fault.hang_seconds:
            time.sleep(fault.hang_seconds)
        if fault.lost:
            self.close_connection = True
            return
        call.status = status
        payload = b"<html>a proxy says hello</html>" if fault.garbage else b"" if answer is None else json.dumps(answer).encode()
        self.send_response(200 if fault.garbage else status)
        if status != 204 or fault.garbage:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
        if fault.retry_after:
            self.send_header("Retry-After", fault.retry_after)
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Say nothing: a request line holds a number."""


def _fits(record: dict[str, Any], at: float, asked: dict[str, str]) -> bool:
    """Say whether a record passes the filters of a listing."""
    if any(name in asked and record[name.lower()] != asked[name] for name in ("To", "From")):
        return False
    return not ("DateSent>" in asked and at < _moment(asked["DateSent>"])) and not (
        "DateSent<" in asked and at > _moment(asked["DateSent<"])
    )


def _moment(text: str) -> float:
    """Return the time that a filter names, in seconds since the epoch."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def _post(url: str, pairs: list[tuple[str, str]], headers: dict[str, str]) -> Delivery:
    """Post a form; status 0 says that nobody answered."""
    request = urllib.request.Request(url, urlencode(pairs).encode(), {**headers, "I-Twilio-Idempotency-Token": str(uuid4())})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=15) as answer:
            return Delivery(url, pairs, answer.status, answer.read(), answer.headers.get("Content-Type", ""))
    except urllib.error.HTTPError as error:
        with error:
            return Delivery(url, pairs, error.code, error.read())
    except OSError:
        return Delivery(url, pairs, 0)
