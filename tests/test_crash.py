"""Promise 6: if the process dies at any moment, no accepted message is lost and each takes effect once, in order."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pytest

from bot.app import open_service
from bot.channels.simulator import Simulator
from bot.ids import person_key
from bot.inbox import accept
from bot.ports import ChannelKind, Inbound, InboundKind, Outbound, Sent
from bot.stores.ram import find_folder
from bot.stores.records import open_records
from bot.worker import Worker
from locales.texts import load_texts
from tests.crash_child import settings_for
from tests.fakes.telegram_server import Call, FakeTelegram

PEOPLE = 50
MESSAGES = 2000
KILLS = 200
ROOT = Path(__file__).parent.parent

LAST_LINE = load_texts().text("en", "last-line")

SAYINGS = (
    "hello", "1", "2", "3", "menu", "back", "more", "repeat", "my boss does not pay me", "can I stay in this country", "I need a lawyer",
    "where can I sleep", "zxcv qwer", "thanks", "Spain", "I want to talk to a person", "he is going to kill me",
)  # fmt: skip


@dataclass
class Life:
    """The service under test, one life after the other."""

    home: Path
    telegram: FakeTelegram
    zygote: subprocess.Popen[str] = field(init=False)
    pid: int = 0

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "tests.crash_child", str(self.home), self.telegram.base, self.telegram.token]
        env = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
        self.zygote = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env)
        assert self.zygote.stdout.readline() == "ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.zygote.stdin.close()
        self.zygote.wait(10)
        self.zygote.stdout.close()

    def start(self) -> None:
        self.zygote.stdin.write("go\n")
        self.zygote.stdin.flush()
        self.pid = int(self.zygote.stdout.readline())

    def kill(self) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            while _is_alive(self.pid):
                time.sleep(0.001)
            self.pid = 0


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class Recorder(Simulator):
    """A phone that remembers what was sent to it, also what an exit deleted."""

    def __init__(self, kind: ChannelKind) -> None:
        super().__init__(kind)
        self.sent: dict[str, list[str]] = {}

    async def send(self, message: Outbound) -> Sent:
        self.sent.setdefault(message.address, []).append(message.text)
        return await super().send(message)


async def expected_replies(home: Path, script: dict[int, list[str]]) -> dict[int, list[str]]:
    """What each person is answered when nothing dies."""
    phone = Recorder(ChannelKind.TELEGRAM)
    settings = settings_for(home).model_copy(update={"volatile_url": "memory:"})
    async with open_service(settings, channels={ChannelKind.TELEGRAM: phone}) as service:
        worker = Worker(service)
        for person, texts in script.items():
            for number, text in enumerate(texts):
                now = service.clock.now()
                await accept(service, Inbound(f"{number}", InboundKind.TEXT, ChannelKind.TELEGRAM, str(person), now, text, hint="en"))
                worker.wake(person_key(service.secret, ChannelKind.TELEGRAM, str(person)))
                await worker.quiet()
    return {person: phone.sent.get(str(person), []) for person in script}


def matched(calls: list[Call], expected: list[str]) -> tuple[int, list[Call]]:
    """How many expected replies arrived in order, and those that came again although they had arrived. Fails on anything else.

    A letter with choices is known again by its buttons, whose payloads derive from the turn; one without by its words.
    """
    count, doubled, last, known = 0, [], None, {}
    for call in calls:
        text = call.params["text"]
        rows = call.params.get("reply_markup", {}).get("inline_keyboard", [])
        letter = f"{text}{rows}" if len(rows) > 1 else None
        if letter and letter in known:
            assert last is known[letter], "a reply that came twice with another between"
            doubled.append(last)
        elif expected[count : count + 1] == [text]:
            count += 1
        elif expected[count : count + 2] == [LAST_LINE, text]:
            count += 2  # some choices leave; a last line is dropped before it is sent, so a kill may lose it, and never doubles it
        else:
            assert last is not None, "a reply that was not expected"
            assert text == last.params["text"], "a reply out of order"
            assert text != LAST_LINE, "a last line is never sent twice"
            doubled.append(last)
        last = call
        if letter:
            known[letter] = call
    if expected[count:] == [LAST_LINE]:
        count += 1
    return count, doubled


@pytest.fixture
def home(tmp_path):
    yield tmp_path
    shutil.rmtree(find_folder(tmp_path / "home"), ignore_errors=True)


@pytest.mark.slow
def test_killed_at_random_moments_nothing_is_lost_and_nothing_happens_twice(home):
    chance = random.Random(20261123)
    script: dict[int, list[str]] = {5000 + person: [] for person in range(PEOPLE)}
    order = [chance.choice(list(script)) for _ in range(MESSAGES)]
    for person in order:
        script[person].append(chance.choice(SAYINGS))
    expected = asyncio.run(expected_replies(home / "reference", script))
    pending = {person: iter(texts) for person, texts in script.items()}
    killed_at: list[float] = []
    with FakeTelegram() as telegram, Life(home / "home", telegram) as life:
        people = {person: telegram.person(person) for person in script}
        todo = iter(order)
        for kill in range(KILLS):
            life.start()
            for _ in range(MESSAGES // KILLS):
                person = next(todo)
                people[person].says(next(pending[person]))
            sent = len(telegram.calls_of("sendMessage"))
            until = time.monotonic() + 5
            while len(telegram.calls_of("sendMessage")) == sent and time.monotonic() < until:
                time.sleep(0.005)
            if kill % 2:
                telegram.fail("lost", "sendMessage")
            time.sleep(chance.uniform(0, 0.12))
            life.kill()
            killed_at.append(time.monotonic())
            telegram.faults.clear()
        life.start()
        wanted = sum(map(len, expected.values()))
        telegram.wait(lambda: answered(telegram, expected) >= wanted, 180)
        time.sleep(1)
        calls = applied(telegram)
    killed: Counter[tuple[int, int]] = Counter()
    lost = 0
    for person in script:
        count, doubled = matched(calls.get(person, []), expected[person])
        assert count == len(expected[person])
        for call in doubled:
            if call.status == 0:
                lost += 1  # applied, but the answer was lost
                continue
            kill = next((place for place, at in enumerate(killed_at) if at >= call.at), -1)
            assert killed_at[kill] - call.at < 1.0, "a reply came twice that was not on the wire when the process died"
            killed[person, kill] += 1
    assert all(count == 1 for count in killed.values()), "at most one doubled reply a person and kill"
    assert lost <= KILLS // 2
    assert asyncio.run(open_case_count(home / "home")) == asyncio.run(open_case_count(home / "reference"))
    print(f"{KILLS} kills, {MESSAGES} messages, {sum(killed.values())} replies doubled by a kill, {lost} by a lost answer")


def applied(telegram: FakeTelegram) -> dict[int, list[Call]]:
    """Every message that reached a phone, by person, in order; also those whose answer was lost."""
    found: dict[int, list[Call]] = {}
    for call in telegram.calls_of("sendMessage"):
        if call.result:
            found.setdefault(int(call.params["chat_id"]), []).append(call)
    return found


def answered(telegram: FakeTelegram, expected: dict[int, list[str]]) -> int:
    calls = applied(telegram)
    return sum(matched(calls.get(person, []), texts)[0] for person, texts in expected.items())


async def open_case_count(home: Path) -> int:
    records = await open_records(settings_for(home).records_url)
    try:
        return len(await records.open_cases())
    finally:
        await records.close()
