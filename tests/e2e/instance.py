"""`python -m bot serve` as a real child process, and what a test does to it: start, kill, pull the plug, ask it to end."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx

from bot.stores import choose
from tests.fakes.telegram_server import FakeTelegram
from tests.fakes.telegram_webhook import SECRET
from tests.fakes.twilio_messages import ACCOUNT, SENDER, TOKEN
from tests.fakes.twilio_server import FakeTwilio

ROOT = Path(__file__).parent.parent.parent
START_SECONDS = 90.0  # of a busy machine; some seconds on a quiet one
WORDS = "blue door by the canal"
T = TypeVar("T")
EARLIER = "UPDATE envelopes SET beat_at = beat_at - :s, opened_at = opened_at - :s WHERE case_id = :case"


class Alerts:
    """Whoever is paged: a real HTTP receiver."""

    def __init__(self) -> None:
        self.taken: list[dict[str, str]] = []
        alerts = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                alerts.taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/page"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@dataclass
class Instance:
    """One service through all its lives. `settings` are more settings, without their prefix."""

    root: Path
    settings: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    start_seconds: float = 0.0
    bind: str = ""
    staff_bind: str = ""

    def __post_init__(self) -> None:
        self.home = self.root / "home"
        (self.root / "work").mkdir()
        self.bind, self.staff_bind = free_address(), free_address()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.forget_ram()

    @property
    def url(self) -> str:
        return f"http://{self.bind}"

    @property
    def desk(self) -> str:
        return f"http://{self.staff_bind}"

    @property
    def log(self) -> str:
        """What it said on standard error, in all its lives."""
        path = self.root / "stderr"
        return path.read_text() if path.exists() else ""

    def environment(self) -> dict[str, str]:
        defaults = {"HOME": str(self.home), "BIND": self.bind, "STAFF_BIND": self.staff_bind, "PUBLIC_URL": self.url, "ALLOW_SWAP": "1"}
        own = {
            "ACCEPTED_TEXTS": "en es ar", "WAY_BACK_WORD": "umbrella", "COVER_LINE": "This number is not in use. For an emergency call 112.", "REPORTING": "none",
            "HOURS": "always",
        }  # fmt: skip
        passed = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        threads = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
        return passed | threads | {f"QUIETLINE_{name}": value for name, value in (defaults | own | self.settings).items()}

    def start(self) -> None:
        """Start and wait until it answers."""
        began = time.monotonic()
        self.spawn()
        while time.monotonic() - began < START_SECONDS:
            assert self.process is not None
            assert self.process.poll() is None, f"it ended with {self.process.returncode}: {self.log[-500:]}"
            try:
                if httpx.get(f"{self.url}/healthz", timeout=START_SECONDS, trust_env=False).status_code == 200:
                    self.start_seconds = time.monotonic() - began
                    return
            except httpx.HTTPError:
                time.sleep(0.02)
        raise AssertionError("it never answered")

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start without waiting."""
        with (self.root / "stderr").open("ab") as errors, (self.root / "stdout").open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", "serve"], cwd=self.root / "work", env=self.environment(), stdout=out, stderr=errors,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        return self.process

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """Ask it to end. Returns its exit status and how many seconds it took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(number)
        status = self.process.wait(40)
        self.process = None
        return status, time.monotonic() - began

    def forget_ram(self) -> None:
        """What a reboot does to memory."""
        folder = choose("ram:", home=self.home).folder
        assert folder is not None
        shutil.rmtree(folder, ignore_errors=True)

    def memory_mb(self) -> float:
        """Return the most memory that it had, in MB."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))

    def cases(self) -> list[dict[str, Any]]:
        """Return the envelopes of open cases, as they lie in records, oldest first."""
        base = sqlite3.connect(self.home / "records" / "records.db", timeout=10)
        base.row_factory = sqlite3.Row
        try:
            return [dict(row) | {"id": row["case_id"]} for row in base.execute("SELECT * FROM envelopes ORDER BY opened_at")]
        finally:
            base.close()

    def case(self, case: str) -> dict[str, Any]:
        """Return an open case, or nothing."""
        return next((each for each in self.cases() if each["id"] == case), {})

    def let_pass(self, case: str, seconds: float) -> None:
        """Let a case be older, and the last sign of its desk: the process itself stays in real time."""
        with sqlite3.connect(self.home / "records" / "records.db", timeout=10) as base:
            base.execute(EARLIER, {"s": seconds, "case": case})
        base.close()


def for_telegram(telegram: FakeTelegram, mode: str = "webhook") -> dict[str, str]:
    return {"TELEGRAM_TOKEN": telegram.token, "TELEGRAM_SECRET": SECRET, "TELEGRAM_MODE": mode, "TELEGRAM_API_BASE": telegram.base}


def for_twilio(twilio: FakeTwilio) -> dict[str, str]:
    return {"TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_FROM": SENDER, "TWILIO_API_BASE": twilio.url}


def wait(condition: Callable[[], object], what: str, seconds: float = 20.0) -> None:
    """Wait until something is seen."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"it did not happen in time: {what}"
        time.sleep(0.02)


def on_a_thread(work: Callable[[], T]) -> T:
    """Do what wants an event loop of its own while the browser's one runs here."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return f"127.0.0.1:{held.getsockname()[1]}"
