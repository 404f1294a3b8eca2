"""The instance under proof: the real command in a process of its own, on folders and ports of its own.

Rules: what it prints is kept in memory; it inherits no setting and no folder of whoever runs the proof; it is stopped by its own pid;
folders that it used stay until they are searched.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import signal
import socket
import sys
import time
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.proof.stand_ins import ACCOUNT, OUR_NUMBER, StandIns
from bot.stores.ram import RamMissingError, find_folder

START_SECONDS = 60.0
STOP_SECONDS = 20.0
PUBLIC_URL = "https://line.proof.invalid"
PROGRAM = (sys.executable, "-m", "bot")
COVER_LINE = "This number is not in use. For an emergency call 112."


class StartError(Exception):
    """The instance did not start. The text says how it ended, not what it printed: that is searched, not shown."""


@dataclass(slots=True)
class Instance:
    """One instance, through all its lives. `root` holds every folder that is its own."""

    root: Path
    stand_ins: StandIns
    program: tuple[str, ...] = PROGRAM
    way_back_word: str = field(default_factory=lambda: "umbrella" + secrets.token_hex(3))
    telegram_secret: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    auth_token: str = field(default_factory=lambda: secrets.token_hex(16))
    printed: bytearray = field(default_factory=bytearray)
    started_at: float = field(default_factory=lambda: time.time() - 1)
    bind: str = ""
    staff_bind: str = ""
    process: Process | None = None
    _ports: list[socket.socket] = field(default_factory=list)
    _readers: list[asyncio.Task[None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in ("home", "temporary", "work", "user"):
            (self.root / name).mkdir(mode=0o700)
        self._ports = [_reserve_port(), _reserve_port()]
        self.bind, self.staff_bind = (f"127.0.0.1:{port.getsockname()[1]}" for port in self._ports)

    @property
    def home(self) -> Path:
        """Its HOME setting."""
        return self.root / "home"

    @property
    def ram(self) -> Path | None:
        """Its RAM-backed folder, None where the machine has none."""
        try:
            return find_folder(self.home)
        except RamMissingError:
            return None

    @property
    def records_url(self) -> str:
        """Where its records are."""
        return f"sqlite:///{self.home / 'records' / 'records.db'}"

    @property
    def pid(self) -> int:
        """Its process id; 0 while it does not run."""
        return self.process.pid if self.process is not None and self.process.returncode is None else 0

    def environment(self) -> dict[str, str]:
        """Return all that it is given: real channels that end at the stand-ins, and the noisiest libraries there can be."""
        passed = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
        settings = {
            "HOME": str(self.home), "BIND": self.bind, "STAFF_BIND": self.staff_bind, "PUBLIC_URL": PUBLIC_URL,
            "TELEGRAM_TOKEN": f"4242:{secrets.token_hex(8)}", "TELEGRAM_SECRET": self.telegram_secret, "TELEGRAM_MODE": "webhook",
            "TELEGRAM_API_BASE": self.stand_ins.url, "TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": self.auth_token,
            "TWILIO_FROM": OUR_NUMBER, "TWILIO_API_BASE": self.stand_ins.url, "WAY_BACK_WORD": self.way_back_word, "COVER_LINE": COVER_LINE,
            "ACCEPTED_TEXTS": "en es ar",
            "REPORTING": "none", "HOURS": "always", "ALLOW_SWAP": "1", "SESSION_IDLE_MINUTES": "1", "KNOCK_MINUTES": "1",
        }  # fmt: skip
        return passed | {f"QUIETLINE_{name}": value for name, value in settings.items()} | {
            "HOME": str(self.root / "user"),
            "TMPDIR": str(self.root / "temporary"),
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep),
            "PYTHONASYNCIODEBUG": "1",
            "PYTHONWARNINGS": "always",
            "OPENBLAS_NUM_THREADS": "1",
        }  # fmt: skip

    async def start(self) -> None:
        """Start a life of it and wait until it is ready.

        Raises: StartError.
        """
        first = self.process is None
        self.process = await self._spawn("serve")
        self._readers = [asyncio.create_task(self._keep(stream)) for stream in (self.process.stdout, self.process.stderr)]
        end = time.monotonic() + START_SECONDS
        async with httpx.AsyncClient(base_url=f"http://{self.bind}", timeout=2, trust_env=False) as client:
            while time.monotonic() < end:
                if self.process.returncode is not None:
                    await asyncio.gather(*self._readers)
                    said = bytes(self.printed).decode("utf-8", "replace").strip().rpartition("\n")[2]
                    # Nobody has written to it in this life: its last line can be shown.
                    raise StartError(
                        f"the instance ended with status {self.process.returncode} before it was ready: {said if first else ''}"
                    )
                with suppress(httpx.HTTPError):
                    if (await client.get("/readyz")).status_code == httpx.codes.OK:
                        return
                await asyncio.sleep(0.05)
        raise StartError(f"the instance was not ready after {START_SECONDS:.0f} s")

    async def run(self, *arguments: str, given: str = "") -> str:
        """Run another of its commands to the end and return what it printed; that is searched too."""
        process = await self._spawn(*arguments, stdin=PIPE)
        out, err = await process.communicate(given.encode())
        self.printed += err
        if process.returncode:
            raise StartError(f"`{arguments[0]}` ended with status {process.returncode}")
        return out.decode()

    async def kill(self) -> None:
        """SIGKILL, as a crash or a pulled plug would."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """SIGTERM, and SIGKILL when that is not heard."""
        try:
            await asyncio.wait_for(self._end(signal.SIGTERM), STOP_SECONDS)
        except TimeoutError:
            await self.kill()

    def let_go(self) -> None:
        """Let go of the ports."""
        for port in self._ports:
            port.close()

    def forget_ram(self) -> None:
        """Do what a reboot does to memory."""
        if self.ram is not None:
            shutil.rmtree(self.ram, ignore_errors=True)

    async def _spawn(self, *arguments: str, stdin: int | None = None) -> Process:
        return await asyncio.create_subprocess_exec(
            *self.program, *arguments, cwd=self.root / "work", env=self.environment(), stdin=stdin or asyncio.subprocess.DEVNULL,
            stdout=PIPE, stderr=PIPE,
        )  # fmt: skip

    async def _end(self, number: signal.Signals) -> None:
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.send_signal(number)
        await self.process.wait()
        await asyncio.gather(*self._readers)

    async def _keep(self, stream: asyncio.StreamReader | None) -> None:
        while stream is not None and (chunk := await stream.read(65536)):
            self.printed += chunk


def _reserve_port() -> socket.socket:
    """Bind a port without listening: nobody else is given it while the instance is down, and the instance can still listen on it."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    return held
