"""Asking for updates: nothing is confirmed before it is in the inbox, whatever happens in between."""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import random
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import structlog

from bot.channels import polling
from bot.channels.polling import PollStoppedError, poll
from bot.channels.telegram import TelegramChannel
from bot.ports import Inbound, InboundKind, Outbound, StoreFullError, StoreLostError
from tests.fakes.telegram_reader import close_at_once
from tests.fakes.telegram_server import FakeTelegram

pytest_plugins = ["tests.fixtures_telegram"]


class Now:
    def now(self) -> float:
        return time.time()


class Inbox:
    """Keeps what was accepted, once each, as the real one does; fails as often as it is told to."""

    def __init__(self) -> None:
        self.kept: dict[str, Inbound] = {}
        self.offered = 0
        self.failures: list[Exception] = []
        self.death = lambda: ""  # "before" or "after" keeping the next one

    async def accept(self, inbound: Inbound) -> bool:
        self.offered += 1
        await asyncio.sleep(0)
        death = self.death() if inbound.id not in self.kept else ""
        if death == "before":
            raise asyncio.CancelledError
        if self.failures:
            raise self.failures.pop(0)
        fresh = inbound.id not in self.kept
        self.kept.setdefault(inbound.id, inbound)
        if death == "after":
            raise asyncio.CancelledError
        return fresh

    @property
    def texts(self) -> list[str]:
        return [inbound.text for inbound in self.kept.values()]


@pytest.fixture
async def channel(telegram: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    built = TelegramChannel(telegram.token, telegram.base, timeout_seconds=10.0)
    yield built
    await close_at_once(built)


@contextlib.asynccontextmanager
async def polling_into(channel: TelegramChannel, inbox: Inbox, **settings: Any) -> AsyncIterator[asyncio.Task[None]]:
    settings = {"wait_seconds": 2, "pause_seconds": 0.01, "patience_seconds": 0.1, **settings}
    task = asyncio.get_running_loop().create_task(poll(channel, inbox.accept, clock=Now(), **settings))
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, PollStoppedError):
            await task


async def test_messages_come_in_order_and_are_confirmed(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    maria, ana = telegram.person(5001), telegram.person(5002)
    inbox = Inbox()
    maria.says("1")
    ana.says("2")

    async with polling_into(channel, inbox):
        await telegram.until(lambda: len(inbox.kept) == 2)
        maria.says("3")
        maria.sends_voice()
        await telegram.until(lambda: len(inbox.kept) == 4)
        await telegram.until(lambda: not telegram.chats.pending)

    assert inbox.texts == ["1", "2", "3", ""]
    assert [inbound.address for inbound in inbox.kept.values()] == ["5001", "5002", "5001", "5001"]
    assert telegram.calls_of("getUpdates")[0].params["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]


async def test_nothing_is_confirmed_before_accept_returned(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    telegram.person().says("1")
    telegram.person().says("2")
    held = asyncio.Event()
    offered: list[str] = []

    async def accept(inbound: Inbound) -> None:
        offered.append(inbound.text)
        if inbound.text == "2":
            await held.wait()

    task = asyncio.get_running_loop().create_task(poll(channel, accept, clock=Now()))
    await telegram.until(lambda: offered == ["1", "2"])
    await asyncio.sleep(0.05)
    assert len(telegram.chats.pending) == 2

    held.set()
    await telegram.until(lambda: not telegram.chats.pending)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_killed_in_the_middle_nothing_is_lost_and_order_stays(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    """Polling dies again and again, before and after a message is kept; half of the confirmations are lost as well."""
    chance = random.Random(7)
    inbox = Inbox()
    inbox.death = lambda: chance.choice(["before", "after", "", "", ""])
    for number in range(60):
        telegram.person().says(str(number))
    deaths = 0
    while telegram.chats.pending:
        assert deaths < 200
        if deaths % 2:
            telegram.fail("lost", "getUpdates")
        async with polling_into(channel, inbox) as task:
            await telegram.until(lambda done=task.done: done() or not telegram.chats.pending)
        deaths += 1

    assert inbox.texts == [str(number) for number in range(60)]
    assert deaths > 10
    assert inbox.offered > 70


@pytest.mark.parametrize("error", [StoreFullError(), StoreLostError()])
async def test_a_closed_inbox_makes_telegram_keep_it(telegram: FakeTelegram, channel: TelegramChannel, error: Exception) -> None:
    inbox = Inbox()
    maria = telegram.person()
    maria.says("1")
    async with polling_into(channel, inbox):
        await telegram.until(lambda: inbox.texts == ["1"])
        inbox.failures = [error] * 7  # longer than a fault of ours would be borne
        maria.says("2")
        maria.says("3")
        await telegram.until(lambda: len(inbox.failures) < 2)
        assert len(telegram.chats.pending) == 2
        await telegram.until(lambda: not telegram.chats.pending)

    assert inbox.texts == ["1", "2", "3"]


async def test_what_came_before_a_failure_is_confirmed(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    inbox = Inbox()
    telegram.person().says("1")
    telegram.person().says("2")
    closed = False

    async def accept(inbound: Inbound) -> None:
        if inbound.text == "2" and closed:
            raise StoreFullError
        await inbox.accept(inbound)

    closed = True
    task = asyncio.get_running_loop().create_task(poll(channel, accept, clock=Now(), pause_seconds=0.01))
    await telegram.until(lambda: len(telegram.chats.pending) == 1)
    closed = False
    await telegram.until(lambda: not telegram.chats.pending)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    assert inbox.texts == ["1", "2"]
    assert inbox.offered == 2


async def test_a_fault_of_ours_in_one_message_does_not_silence_the_others(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    inbox = Inbox()
    telegram.person().says("poison")
    telegram.person().says("after")

    async def accept(inbound: Inbound) -> None:
        if inbound.text == "poison":
            inbox.offered += 1
            raise LookupError("poison quoted")
        await inbox.accept(inbound)

    with structlog.testing.capture_logs() as logs:
        task = asyncio.get_running_loop().create_task(poll(channel, accept, clock=Now(), pause_seconds=0.01))
        await telegram.until(lambda: not telegram.chats.pending)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    assert inbox.texts == ["after"]
    assert inbox.offered == polling.MAX_TRIES + 1
    assert [entry["event"] for entry in logs][-1] == "telegram_update_dropped"
    assert "poison" not in repr(logs)


async def test_a_broken_update_is_confirmed_and_counted(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    inbox = Inbox()
    telegram.chats.emit({"message": {"message_id": 5, "text": "canary", "chat": "none"}})
    telegram.chats.emitted.pop()  # the second reader would stumble over it too
    telegram.person().says("after")

    with structlog.testing.capture_logs() as logs:
        async with polling_into(channel, inbox):
            await telegram.until(lambda: not telegram.chats.pending)

    assert inbox.texts == ["after"]
    assert [entry["event"] for entry in logs] == ["telegram_update_unreadable"]
    assert "canary" not in repr(logs)


async def test_updates_without_an_id_do_not_make_it_spin(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    body = '{"ok":true,"result":[{"no":"id"},7,null]}'
    telegram.fail("status", "getUpdates", times=-1, status=200, body=body)

    async with polling_into(channel, Inbox(), pause_seconds=0.05):
        await asyncio.sleep(0.3)

    assert 1 < len(telegram.calls_of("getUpdates")) < 7


@pytest.mark.parametrize("kind", ["busy", "status", "reset", "lost", "rubbish"])
async def test_it_goes_on_after_every_fault(telegram: FakeTelegram, channel: TelegramChannel, kind: str) -> None:
    inbox = Inbox()
    telegram.fail(kind, "getUpdates", times=3, retry_after=0 if kind != "busy" else 1)
    if kind == "busy":
        telegram.faults[0].times = 1
    telegram.person().says("1")

    async with polling_into(channel, inbox):
        await telegram.until(lambda: not telegram.chats.pending)

    assert inbox.texts == ["1"]


async def test_a_confirmation_whose_answer_was_lost_is_repeated(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    inbox = Inbox()
    telegram.person().says("1")
    telegram.fail("delay", "getUpdates")  # the question that brings "1"

    async with polling_into(channel, inbox, wait_seconds=0):
        telegram.fail("lost", "getUpdates", times=2)
        await telegram.until(lambda: len(telegram.calls_of("getUpdates")) >= 3)
        telegram.person().says("2")
        await telegram.until(lambda: inbox.texts == ["1", "2"])


async def test_after_a_quiet_week_a_lower_number_is_not_missed(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    inbox = Inbox()
    telegram.person().says("1")
    async with polling_into(channel, inbox, wait_seconds=0):
        await telegram.until(lambda: not telegram.chats.pending)
        asked = len(telegram.calls)
        await telegram.until(lambda: len(telegram.calls) > asked + 2)
        telegram.chats.next_update_id = 41_000
        telegram.person().says("2")
        telegram.person().says("3")
        await telegram.until(lambda: inbox.texts == ["1", "2", "3"])
        await telegram.until(lambda: not telegram.chats.pending)

    assert inbox.offered == 3


async def test_a_second_poller_is_an_operators_matter(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    telegram.webhook.url = "https://example.org/hook"

    with structlog.testing.capture_logs(), pytest.raises(PollStoppedError) as caught:
        await poll(channel, Inbox().accept, clock=Now(), pause_seconds=0.01, patience_seconds=0.05)

    assert caught.value.code == "conflict"
    assert "webhook" in str(caught.value)
    assert caught.value.__cause__ is None


async def test_a_conflict_that_ends_is_waited_for(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    inbox = Inbox()
    telegram.webhook.url = "https://example.org/hook"
    telegram.person().says("1")
    async with polling_into(channel, inbox, patience_seconds=5):
        await telegram.until(lambda: len(telegram.calls_of("getUpdates")) > 2)
        telegram.webhook.url = ""
        await telegram.until(lambda: inbox.texts == ["1"])


async def test_a_refused_token_stops_it(telegram: FakeTelegram) -> None:
    channel = TelegramChannel("42:another", telegram.base)
    try:
        with structlog.testing.capture_logs(), pytest.raises(PollStoppedError) as caught:
            await poll(channel, Inbox().accept, clock=Now(), pause_seconds=0.01, patience_seconds=0.0)
    finally:
        await channel.close()

    assert caught.value.code == "unauthorized"
    assert "another" not in str(caught.value)


async def test_buttons_are_answered_and_groups_left_only_after_acceptance(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    inbox = Inbox()
    maria, group = telegram.person(), telegram.group()
    telegram.chats.send_text(maria.id, "choose", {"inline_keyboard": [[{"text": "Yes", "callback_data": "e1:0"}]]})
    query = maria.presses("Yes")
    telegram.chats.add_to_group(group)
    telegram.chats.message(group, text="not for us")
    inbox.failures = [StoreLostError()]

    async with polling_into(channel, inbox, pause_seconds=0.1):
        await telegram.until(lambda: inbox.offered == 1)
        await asyncio.sleep(0.03)
        assert not telegram.chats.queries[query]
        await telegram.until(lambda: telegram.chats.queries[query] and group.left)

    assert [inbound.kind for inbound in inbox.kept.values()] == [InboundKind.CHOICE]


async def test_a_slow_answer_to_a_button_holds_nothing_up(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    inbox = Inbox()
    maria = telegram.person()
    telegram.chats.send_text(maria.id, "choose", {"inline_keyboard": [[{"text": "Yes", "callback_data": "e1:0"}]]})
    telegram.fail("delay", "answerCallbackQuery", seconds=60)
    maria.presses("Yes")
    maria.says("next")

    async with polling_into(channel, inbox):
        await telegram.until(lambda: len(inbox.kept) == 2)


async def test_blocking_comes_in_and_unblocking_does_not(telegram: FakeTelegram, channel: TelegramChannel) -> None:
    inbox = Inbox()
    maria = telegram.person()
    first = maria.says("x")
    maria.edits(first, "exit")
    maria.blocks()
    maria.unblocks()

    async with polling_into(channel, inbox):
        await telegram.until(lambda: not telegram.chats.pending)

    assert [inbound.kind for inbound in inbox.kept.values()] == [InboundKind.TEXT, InboundKind.EDITED, InboundKind.BLOCKED]
    await channel.send(Outbound(str(maria.id), "x"))


async def test_no_failure_of_polling_puts_words_into_a_log(telegram: FakeTelegram) -> None:
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.NOTSET)
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(heard), cache_logger_on_first_use=False)
    channel = TelegramChannel(telegram.token, telegram.base, timeout_seconds=1.0)
    inbox = Inbox()
    try:
        for kind in ("status", "reset", "lost", "rubbish"):
            telegram.fail(kind, "getUpdates", body="canaryword")
        telegram.fail("status", "getUpdates", status=200, body='{"ok":true,"result":"canaryword"}')
        telegram.fail("status", "getUpdates", status=200, body='{"ok":true,"result":[{"update_id":5,"message":"canaryword"}]}')
        inbox.failures = [StoreLostError(), KeyError("canaryword")]
        telegram.person(777_555_333).says("canaryword")
        async with polling_into(channel, inbox):
            await telegram.until(lambda: inbox.kept and not telegram.chats.pending)
    finally:
        await channel.close()
        root.removeHandler(handler)
        root.setLevel(level)
        structlog.reset_defaults()

    said = heard.getvalue()
    assert "telegram_poll_failed" in said
    assert "telegram_accept_failed" in said
    for secret in ("canaryword", "777555333", telegram.token):
        assert secret not in said
