"""What the service refuses to start with: a clear sentence on standard error, exit status 2, no traceback, and before long."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from bot.stores.ram import RamFolder, find_folder
from tests.e2e.instance import ROOT, Instance, for_telegram
from tests.fakes.telegram_server import FakeTelegram

LONGEST_SECONDS = 60.0  # of a busy machine


@pytest.fixture
def instance(tmp_path):
    with Instance(tmp_path) as instance:
        yield instance


def refusal(instance: Instance, **settings: str) -> str:
    """Start, and return what it says when it refuses."""
    instance.settings |= settings
    process = instance.spawn()
    assert process.wait(LONGEST_SECONDS) == 2, instance.log
    log = instance.log
    assert "Traceback" not in log
    assert "fault:" not in log
    sentences = [line for line in log.splitlines() if not line.startswith("timestamp=")]
    assert len(sentences) == 1, log
    return sentences[0]


@pytest.mark.parametrize("name", ["BIND", "STAFF_BIND"])
def test_an_address_in_use(instance, name):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        said = refusal(instance, **{name: address})
    assert said == f"QUIETLINE_{name}: cannot listen on {address} (Address already in use); stop what uses it, or set another address"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"BIND": "8080"}, "an address must be host:port; got '8080'"),
        ({"STAFF_BIND": "0.0.0.0:18999"}, "set QUIETLINE_STAFF_URL to the https:// address of the proxy before the desk"),
        ({"STAFF_URL": "desk.example.org"}, "QUIETLINE_STAFF_URL: DeskSettings: an origin is scheme://host[:port]"),
        ({"VOLATILE_URL": "redis://secret@host"}, "QUIETLINE_VOLATILE_URL: must be memory:, ram:, ram:/folder or nats://…"),
        ({"DATABASE_URL": "mysql://secret@host/x"}, "DATABASE_URL: must begin with sqlite: or postgresql:"),
        ({"HOURS": "nowhere.yaml"}, "QUIETLINE_HOURS names a file that cannot be read: nowhere.yaml"),
        ({"TWILIO_ACCOUNT_SID": "AC" + "0" * 32, "TWILIO_FROM": "+15005550006"}, "SMS is half configured: set both"),
        ({"TELEGRAM_TOKEN": "secret", "TELEGRAM_MODE": "polling"}, "copy QUIETLINE_TELEGRAM_TOKEN from BotFather again"),
        ({"TELEGRAM_TOKEN": "42:secret", "COVER_LINE": ""}, "QUIETLINE_COVER_LINE is not set: real channels need the operator's own"),
        ({"DEMO": "1", "BIND": "0.0.0.0:18999"}, "DEMO=1 refuses the address 0.0.0.0:18999: only loopback is allowed"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_served_with(instance, settings, said):
    refused = refusal(instance, **settings)
    assert said in refused
    assert "secret" not in refused


def test_a_home_that_cannot_be_written(instance):
    (instance.root / "file").write_text("in the way")
    said = refusal(instance, HOME=str(instance.root / "file" / "home"))
    assert said.startswith("QUIETLINE_HOME: cannot write to ")
    assert said.endswith("(Not a directory); choose a folder of the service's own user")


def test_swap_that_is_not_encrypted(instance, tmp_path):
    """The kernel's list of swap areas is the one thing that a test cannot set: the check is given another one, the rest is real."""
    program = (
        "import pathlib, sys, bot.refusals, bot.cli\n"
        "found = bot.refusals.unencrypted_swaps\n"
        f"bot.refusals.unencrypted_swaps = lambda: found(pathlib.Path({str(tmp_path)!r}))\n"
        "sys.argv = ['quietline', 'serve']\n"
        "bot.cli.main()\n"
    )
    (tmp_path / "swaps").write_text(f"Filename Type Size Used Priority\n{tmp_path / 'swaps'} file 1 0 -2\n")
    instance.settings |= {"TELEGRAM_TOKEN": "42:secret", "ALLOW_SWAP": "0"}
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, cwd=ROOT, env=instance.environment(), capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert ended.stderr == "swap is not encrypted (1 area): turn it off or encrypt it, or set QUIETLINE_ALLOW_SWAP=1\n"


@pytest.mark.parametrize("mode", ["webhook", "polling"])
def test_a_token_that_telegram_does_not_take(instance, mode):
    with FakeTelegram() as telegram:
        said = refusal(instance, **for_telegram(telegram, mode) | {"TELEGRAM_TOKEN": "42:anothers-token"})
    assert said.endswith("; Telegram does not take the token; copy QUIETLINE_TELEGRAM_TOKEN from BotFather again")


def test_a_home_that_another_service_holds(instance):
    holder = RamFolder(find_folder(instance.home))  # the lock that every running service holds
    said = refusal(instance)
    holder.release()
    assert "held by another process; stop it, or set another HOME" in said
