"""A real Rasa server on loopback with the trained model. `make test-rasa` makes both; any other run skips and says so."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]
PROGRAM, PROJECT = ROOT / ".venv-rasa" / "bin" / "rasa", ROOT / ".cache" / "rasa"
START_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers. `said` is the file with all that it wrote to its standard streams."""

    url: str
    pid: int
    start_seconds: float
    said: Path

    def memory_mb(self) -> float:
        """Return the resident memory of the process, in megabytes."""
        status = Path(f"/proc/{self.pid}/status").read_text("utf-8")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    if os.environ.get("RASA_TEST") != "1":
        pytest.skip("needs a real Rasa server (2.7 GB, minutes): `make test-rasa`")
    if not PROGRAM.exists() or not (PROJECT / "models" / "quietline.tar.gz").exists():
        pytest.skip("Rasa is not installed or not trained here: it needs Python 3.10, `make test-rasa RASA_PYTHON=…`")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = tmp_path_factory.mktemp("rasa") / "said.txt"
    command = [str(PROGRAM), "run", "--enable-api", "-m", "models", "-i", "127.0.0.1", "-p", str(port)]
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "2"}
    start = time.monotonic()
    with (
        said.open("wb") as out,
        subprocess.Popen(command, cwd=PROJECT, env=os.environ | quiet, stdout=out, stderr=out, start_new_session=True) as process,
    ):
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url, process)
            yield Server(url, process.pid, time.monotonic() - start, said)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server parses a message."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "Rasa ended before it answered"
        try:
            if httpx.post(f"{url}/model/parse", json={"text": "hello there"}, timeout=10, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise AssertionError(f"Rasa did not answer within {START_SECONDS} s")
