"""The command line keeps its contract: what comes out, where errors go, and with which exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nlu.model import INTENTS

KEYS = ["turn", "out", "intent", "triggers", "language", "state", "case", "erased"]


@pytest.fixture
def run(tmp_path):
    """Run `quietline …` as an operator does, in an empty folder."""

    def start(*args, given=b"", **env):
        plain = {name: value for name, value in os.environ.items() if not name.startswith("QUIETLINE_") or name == "QUIETLINE_LANGUAGES"}
        environment = plain | {"QUIETLINE_HOME": str(tmp_path / "var"), "PYTHONPATH": str(Path.cwd())} | env
        return subprocess.run(
            [sys.executable, "-m", "bot", *args], input=given, capture_output=True, cwd=tmp_path, env=environment, check=False, timeout=120
        )

    return start


def answers(done):
    assert done.returncode == 0, done.stderr[-300:]
    assert done.stdout.isascii(), "escaped to ASCII"
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("channel", ["telegram", "sms"])
def test_chat_gives_one_object_for_each_line(run, channel):
    given = "hello\n\nI want to talk to a person\n\u2028 \u00e9 \U0001f600\nexit\n".encode()
    found = answers(run("chat", "--json", "--channel", channel, given=given))
    assert [list(each) for each in found] == [KEYS] * 5
    assert [each["turn"] for each in found] == [1, 2, 3, 4, 5]
    opening = found[0]["out"][0]
    assert list(opening) == ["text", "choices"]
    assert len(opening["choices"]) == 2
    assert not any(label[0].isdigit() or label == "\u00d7" for label in opening["choices"]), "labels, neither numbers nor the way out"
    assert found[0]["state"] == "talk/opening/hello"
    assert found[0]["case"] is None
    case = found[2]["case"]
    assert list(case) == ["id", "urgency", "triggers"]
    assert case["urgency"] == "next"
    assert case["triggers"] == ["human"]
    assert found[2]["triggers"] == ["human"]
    assert [each["erased"] for each in found] == [False, False, False, False, True]
    assert found[4]["case"] is None
    assert len(found[4]["out"]) == 1
    assert found[4]["intent"] == "exit"


def test_a_choice_is_given_by_number_or_label_on_both_channels(run):
    for channel in ("telegram", "sms"):
        by_number = answers(run("chat", "--json", "--channel", channel, given=b"hello\n1\n"))
        label = by_number[0]["out"][0]["choices"][0]
        by_label = answers(run("chat", "--json", "--channel", channel, given=f"hello\n{label}\n".encode()))
        assert by_number[1]["state"] == by_label[1]["state"] == "talk/opening/limits"


def test_each_run_is_a_new_person_and_leaves_nothing(run, tmp_path):
    assert answers(run("chat", "--json", given=b"I need a lawyer\n"))
    assert answers(run("chat", "--json", given=b"hello\n"))[0]["state"] == "talk/opening/hello"
    assert not list(tmp_path.rglob("*.db"))


def test_the_carriers_words_do_in_the_terminal_what_they_do_on_a_phone(run):
    stop, start = answers(run("chat", "--json", "--channel", "sms", given=b"STOP\nSTART\n"))
    assert stop["out"] == []
    assert start["out"][0]["choices"]
    danger, begun = answers(run("chat", "--json", given=b"he is going to kill me\n/start\n"))
    assert danger["case"]["urgency"] == "now"
    assert begun["out"]


def test_what_is_no_text_is_read_all_the_same(run):
    found = answers(run("chat", "--json", given=b"\xff\xfe\n\0\n\xed\xa0\x80\nlast without an end"))
    assert len(found) == 4


def test_understand_says_what_a_line_means(run):
    (first, second, third) = answers(run("understand", "--json", given="exit\nhe is going to kill me\n\u00e9\x07zxcv\n".encode()))
    assert list(first) == ["language", "intent", "confidence", "triggers"]
    assert first["intent"] == "exit"
    assert "danger" in second["triggers"]
    assert third["intent"] in INTENTS
    assert 0 <= third["confidence"] < 0.6, "what nobody can read is never sure"


@pytest.mark.parametrize(
    "command",
    [(), ("serve",), ("chat",), ("understand",), ("check",), ("doctor",), ("prove",), ("wipe",), ("bench",), ("staff",), ("staff", "add"),
     ("directory",), ("directory", "find")],
)  # fmt: skip
def test_everything_has_help(command):
    from typer.testing import CliRunner

    from bot.cli import app

    done = CliRunner().invoke(app, [*command, "--help"])
    assert done.exit_code == 0
    assert "Usage" in done.output


@pytest.mark.parametrize("args", [("no-such",), ("chat", "--channel", "pigeon"), ("serve", "--no-such"), ("staff", "disable", "nobody")])
def test_bad_use_ends_with_two_and_a_sentence(run, args):
    done = run(*args)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr
    assert b"Traceback" not in done.stderr


def test_a_broken_setting_is_named_and_never_repeated(run):
    done = run("serve", QUIETLINE_SESSION_IDLE_MINUTES="s3cret")
    assert done.returncode == 2
    assert b"QUIETLINE_SESSION_IDLE_MINUTES" in done.stderr
    assert b"s3cret" not in done.stderr + done.stdout
    half = run("serve", QUIETLINE_TWILIO_AUTH_TOKEN="s3cret", QUIETLINE_DEMO="0")
    assert half.returncode == 2
    assert b"QUIETLINE_TWILIO_ACCOUNT_SID" in half.stderr
    assert b"s3cret" not in half.stderr


def test_doctor_prints_every_setting_and_no_secret(run):
    done = run("doctor", QUIETLINE_TELEGRAM_TOKEN="123:s3cret", QUIETLINE_DATABASE_URL="postgresql+psycopg://me:s3cret@h/db")
    assert done.returncode == 1
    assert b"s3cret" not in done.stdout + done.stderr
    assert b"QUIETLINE_KNOCK_MINUTES" in done.stdout
    assert b"FAIL  settings" in done.stdout
