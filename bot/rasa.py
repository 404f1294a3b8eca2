"""Intents from a Rasa server: the second engine, asked over HTTP, with the built-in one behind it.

Rules: words go to loopback or over https, to the host that the operator named, and nowhere else (no proxy, no redirect); nothing is
logged or raised that holds them. Whatever the server does, a person is answered within a second more: on any doubt by the fall-back.
After some failures in a row the server is left alone for a while. Safety never comes here.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx
import structlog

from bot.settings import Settings, SettingsError, is_private_url
from nlu.model import INTENTS

if TYPE_CHECKING:
    from nlu.model import Classifier

FallBack = Callable[[], "Classifier"]
"""Called when it is needed: what stands behind the server is the pipeline that is built around this."""

Now = Callable[[], float]
"""Seconds that only go forward."""

PARSE_SECONDS = 0.5
"""How long the server may take to be reached, and how long for one message, whatever it does meanwhile."""

FAILURES, PAUSE_SECONDS = 5, 30.0
"""After so many failures in a row no call for this long; then one trial."""

MAX_CHARACTERS = 1_000
"""A longer message is cut: what somebody wants stands at its beginning, and the safety layer reads all of it."""

MIN_LETTERS = 3
"""A shorter one is a number or a sign, which the turn reads on the event loop: it must not wait for anything."""

PROBE = "good morning"
"""What the server is asked when an operator looks at it."""

MAX_ANSWER_BYTES = 512 * 1024
KEEP_SECONDS = 2.0  # Rasa's server closes an idle connection after 5 s: never send into one that it is closing
_ROUNDING = 1e-4  # Rasa reckons in 32 bits


class Breaker:
    """Leaves a failing server alone: closed while it answers, open after `FAILURES` in a row, one trial every `PAUSE_SECONDS`."""

    def __init__(self, now: Now) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._failures = 0
        self._trial_at = 0.0

    def allows(self) -> bool:
        """Say whether a call may be made. A trial is allowed to one caller; the next one has to wait for its pause."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if self._now() < self._trial_at:
                return False
            self._trial_at = self._now() + PAUSE_SECONDS
            return True

    def passed(self) -> bool:
        """Note an answer. Returns True when it ended a failure that had opened the breaker."""
        with self._lock:
            was_open = self._failures >= FAILURES
            self._failures = 0
            return was_open

    def failed(self) -> bool:
        """Note a failure. Returns True when it opened the breaker."""
        with self._lock:
            self._failures += 1
            if self._failures >= FAILURES:
                self._trial_at = self._now() + PAUSE_SECONDS
            return self._failures == FAILURES


class RasaClassifier:
    """A `Classifier` that asks a Rasa server, and `fall_back` whenever that gives no intent of the taxonomy.

    Used from several threads at once. Raises: ValueError for an address that words must not be sent to.
    """

    def __init__(self, url: str, fall_back: FallBack, now: Now) -> None:
        if not is_private_url(url):
            raise ValueError("the address of Rasa must be http:// on loopback or https://, without name, password or query")
        self._url = url.rstrip("/") + "/model/parse"
        self._fall_back = fall_back
        self._now = now
        self._breaker = Breaker(now)
        self._client = httpx.Client(
            timeout=PARSE_SECONDS,
            follow_redirects=False,
            trust_env=False,
            limits=httpx.Limits(keepalive_expiry=KEEP_SECONDS),
            headers={"Content-Type": "application/json", "Accept-Encoding": "identity"},
        )

    def classify(self, text: str, language: str) -> tuple[str, float]:
        """Return the intent of `text` and how sure the engine that told it is (0..1). Never raises on any text."""
        found = self._try(text) if sum(map(str.isalpha, text[:MAX_CHARACTERS])) >= MIN_LETTERS else None
        return found or self._fall_back().classify(text, language)

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()

    def ask(self, text: str) -> tuple[str, float]:
        """Return whatever name the server gives the intent of `text`, and its confidence (0..1).

        Raises: anything that a server and a library can cause; show nothing of it but its type.
        """
        sent = text[:MAX_CHARACTERS].encode("utf-8", "replace").decode()  # half of a surrogate pair cannot be sent
        return read_answer(self._post(json.dumps({"text": sent}).encode()))

    def _try(self, text: str) -> tuple[str, float] | None:
        """Return what the server says, or None when it says nothing that can be used or is not to be asked."""
        if not self._breaker.allows():
            return None
        try:
            name, confidence = self.ask(text)
        except Exception as error:  # noqa: BLE001 - whatever a server or a library does, the person is answered
            if self._breaker.failed():
                structlog.get_logger().warning("rasa_left_alone", code=type(error).__name__, seconds=PAUSE_SECONDS)
            return None
        if self._breaker.passed():
            structlog.get_logger().info("rasa_back")
        return (name, confidence) if name in INTENTS else None

    def _post(self, body: bytes) -> bytes:
        """Return the answer to a request.

        Raises: httpx.HTTPError, TimeoutError for one that drips, ValueError for one that is no success or too long.
        """
        until = self._now() + PARSE_SECONDS
        answer = b""
        with self._client.stream("POST", self._url, content=body) as response:
            if response.status_code != httpx.codes.OK:
                raise ValueError(f"Rasa must answer 200; got {response.status_code}")
            for chunk in response.iter_raw():
                answer += chunk
                if len(answer) > MAX_ANSWER_BYTES:
                    raise ValueError(f"Rasa's answer may have {MAX_ANSWER_BYTES} bytes")
                if self._now() > until:
                    raise TimeoutError(f"Rasa's answer must be complete within {PARSE_SECONDS} s")
        return answer


def read_answer(answer: bytes) -> tuple[str, float]:
    """Return name and confidence (0..1) of the intent in an answer of `/model/parse`. The name is "" when Rasa is sure of none.

    Raises: ValueError for anything else, without quoting it.
    """
    try:
        content: Any = json.loads(answer)
    except (ValueError, RecursionError):
        raise ValueError("Rasa's answer must be JSON") from None
    intent = content.get("intent") if isinstance(content, dict) else None
    if not isinstance(intent, dict):
        raise ValueError("Rasa's answer must have an intent")  # noqa: TRY004 - the answer is wrong, not the call
    name, confidence = intent.get("name"), intent.get("confidence")
    if not isinstance(name, str | None) or isinstance(confidence, bool) or not isinstance(confidence, int | float):
        raise ValueError("Rasa's intent must have a name and a confidence")  # noqa: TRY004 - the same
    if not 0 <= confidence <= 1 + _ROUNDING:
        raise ValueError("Rasa's confidence must be 0 to 1")
    return name or "", min(float(confidence), 1.0)


def choose_classifier(settings: Settings, fall_back: FallBack) -> RasaClassifier | None:
    """Return what tells intents instead of the pipeline's own engine, or None for that one.

    Raises: SettingsError.
    """
    if settings.nlu == "builtin":
        return None
    try:
        return RasaClassifier(settings.rasa_url, fall_back, time.monotonic)
    except ValueError as error:
        raise SettingsError((f"QUIETLINE_RASA_URL: {error}",)) from None


def look_at_rasa(settings: Settings) -> str:
    """Ask the server once, with a greeting of ours. Returns "" when it knows our names or is not to be asked, else the remedy."""
    if settings.nlu == "builtin" or not is_private_url(settings.rasa_url):
        return ""  # what is wrong with the settings is said where they are looked at
    made = RasaClassifier(settings.rasa_url, _nothing_behind, time.monotonic)
    try:
        name = made.ask(PROBE)[0]
    except Exception as error:  # noqa: BLE001 - the remedy is the same
        return f"Rasa does not answer ({type(error).__name__}): start it (`make rasa`); meanwhile the built-in engine serves"
    finally:
        made.close()
    known = name in {*INTENTS, "nlu_fallback"} or name.startswith("trigger_")
    return "" if known else "Rasa answers with names that are not ours: train it on these examples (`make rasa`)"


def _nothing_behind() -> Classifier:
    """Stand where a fall-back would: a look at the server needs none."""
    raise AssertionError("nothing falls back while the server is only looked at")
