"""Nothing that a person wrote reaches a log: every way that libraries and Python itself have is tried in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

CANARY = "zqwvkjxhtrmdlpfbncgs"

HEAD = f"""
import asyncio, logging, sys, threading, warnings
from bot.logs import set_up_logs, watch_loop
set_up_logs()
secret = {CANARY[:10]!r} + {CANARY[10:]!r}
class Boom(Exception):
    pass
"""

WAYS = {
    "a library's arguments": "logging.getLogger('aiogram.event').error('update %s', secret)",
    "a library's text": "logging.getLogger('uvicorn.error').error(f'bad request {secret}')",
    "a library with a handler of its own": """
logger = logging.getLogger('nats'); logger.addHandler(logging.StreamHandler()); set_up_logs(); logger.error(secret)""",
    "debug of the HTTP client": """
import httpx
logging.getLogger('httpx').setLevel(logging.DEBUG)
logging.getLogger('httpx').info('HTTP Request: GET https://x/%s', secret)""",
    "an exception that is logged": """
try:
    raise Boom(secret)
except Boom:
    logging.exception('failed for %s', secret)""",
    "a broken log call": "logging.getLogger('x').error('%d %d', secret)",
    "a field that is not allowed": "import structlog; structlog.get_logger().error('event_name', text=secret, person=secret, error=Boom(secret))",
    "a value that is no plain one": "import structlog; structlog.get_logger().error('event_name', place=Boom(secret), code=[secret])",
    "an exception given to structlog": """
import structlog
try:
    raise Boom(secret)
except Boom:
    structlog.get_logger().exception('event_name')""",
    "a warning": "warnings.warn(secret)",
    "a warning that is forced": "warnings.warn_explicit(secret, UserWarning, 'f.py', 1)",
    "an uncaught exception": "raise Boom(secret)",
    "an uncaught chain": """
try:
    raise Boom(secret)
except Boom as error:
    raise ValueError(secret) from error""",
    "an uncaught group": "raise ExceptionGroup(secret, [Boom(secret)])",
    "a thread": """
def work():
    raise Boom(secret)
thread = threading.Thread(target=work, name=secret); thread.start(); thread.join()""",
    "something unraisable": """
class Closes:
    def __del__(self):
        raise Boom(secret)
Closes()""",
    "a forgotten task": """
async def fails(text):
    raise Boom(text)
async def main():
    watch_loop(asyncio.get_running_loop())
    task = asyncio.ensure_future(fails(secret))
    await asyncio.sleep(0.01)
    del task
asyncio.run(main())
import gc; gc.collect()""",
    "a callback": """
async def main():
    watch_loop(asyncio.get_running_loop())
    def fails(text):
        raise Boom(text)
    asyncio.get_running_loop().call_soon(fails, secret)
    await asyncio.sleep(0.01)
asyncio.run(main())""",
    "a slow callback under debug": """
import time
async def main():
    watch_loop(asyncio.get_running_loop())
    asyncio.get_running_loop().call_soon(lambda text: time.sleep(0.2), secret)
    await asyncio.sleep(0.01)
asyncio.run(main(), debug=True)""",
    "a coroutine that nobody awaited": """
async def never(text):
    pass
def lost():
    never(secret)
lost()""",
    "validation that echoes its input": """
import os
os.environ['QUIETLINE_BIND'] = secret
os.environ['QUIETLINE_SMS_VALIDITY_MINUTES'] = secret
os.environ['QUIETLINE_TELEGRAM_MODE'] = secret
from bot.cli import main
sys.argv = ['quietline', 'doctor', '--help']
from bot.settings import Settings
Settings()""",
    "parameters of SQL": """
from sqlalchemy import text
from bot.stores.records.engine import make_engine, read_url
logging.getLogger('sqlalchemy.engine').setLevel(logging.INFO)
engine = make_engine(read_url('sqlite://'))
with engine.connect() as conn:
    conn.execute(text('SELECT :a'), {'a': secret})
    conn.execute(text('SELECT nowhere FROM nothing WHERE a = :a'), {'a': secret})""",
    "the access log and a crash of the web server": """
import httpx, uvicorn, socket
from fastapi import FastAPI
from bot.serve import _server
app = FastAPI()
@app.get('/{text}')
async def fails(text: str):
    raise Boom(text)
async def main():
    watch_loop(asyncio.get_running_loop())
    with socket.create_server(('127.0.0.1', 0)) as probe:
        port = probe.getsockname()[1]
    server = _server(app, f'127.0.0.1:{port}')
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f'http://127.0.0.1:{port}/{secret}?q={secret}')).status_code == 500
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(f'RUBBISH {secret}\\r\\n\\r\\n'.encode())
    await writer.drain()
    await reader.read(100)
    server.should_exit = True
    await task
asyncio.run(main())""",
    "show_locals of the command line": """
import typer
from bot import cli
@cli.app.command()
def fails() -> None:
    held = secret
    raise Boom(held)
sys.argv = ['quietline', 'fails']
cli.main()""",
}


def run(code: str) -> subprocess.CompletedProcess[bytes]:
    env = {"PYTHONPATH": ".", "PYTHONASYNCIODEBUG": "1", "PYTHONWARNINGS": "always", "PATH": "/usr/bin:/bin"}
    return subprocess.run([sys.executable, "-c", HEAD + code], capture_output=True, timeout=60, env=env, check=False)


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_into_a_log(way):
    done = run(WAYS[way])
    printed = done.stdout + done.stderr
    for form in (CANARY.encode(), CANARY.upper().encode(), CANARY.encode("utf-16-le"), CANARY[:10].encode(), CANARY[10:].encode()):
        assert form not in printed, printed.decode("utf-8", "replace").replace(CANARY, "<canary>")
    assert b"Traceback" not in printed


QUIET = {
    "a warning", "a warning that is forced", "a coroutine that nobody awaited", "debug of the HTTP client", "a slow callback under debug",
}  # fmt: skip
"""What need not be told at all."""


@pytest.mark.parametrize("way", sorted(set(WAYS) - QUIET))
def test_what_happened_is_told_all_the_same(way):
    done = run(WAYS[way])
    assert done.stderr.strip(), "an operator must learn that something went wrong"


def test_the_test_would_see_it():
    assert CANARY.encode() in run("sys.stderr.write(secret)").stderr
    assert CANARY.encode() in run("sys.excepthook = sys.__excepthook__\nraise Boom(secret)").stderr
