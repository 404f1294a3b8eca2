"""What Twilio holds against what we know: missed messages come in once and in order, and nothing is left that nobody needs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from bot.channels.reconcile import LOOK_BACK_SECONDS, YOUNG_SECONDS, Reconciled, reconcile
from bot.channels.sms import SmsChannel
from bot.ports import Inbound, InboundKind, Outbound, StoreFullError
from tests.fakes.twilio_messages import SENDER, SERVICE
from tests.fakes.twilio_server import FakeTwilio

pytest_plugins = ["tests.fixtures_twilio"]

ANA, BEA, CYN = "+12025550101", "+12025550102", "+447700900123"
NOW = 1_800_000_000.0
CANARY = "canary-word-4711"


class Door:
    """Stands in for inbox and sessions: whoever got in is live until told otherwise."""

    def __init__(self, *live: str) -> None:
        self.got: list[Inbound] = []
        self.seen: set[str] = set()
        self.live = set(live)
        self.asked: list[str] = []

    async def accept(self, inbound: Inbound) -> bool:
        if inbound.id in self.seen:
            return False
        self.seen.add(inbound.id)
        self.got.append(inbound)
        self.live.add(inbound.address)
        return True

    async def is_live(self, address: str) -> bool:
        self.asked.append(address)
        return address in self.live


async def run(channel: SmsChannel, door: Door, **changes: int) -> Reconciled:
    return await reconcile(channel, now=NOW, accept=door.accept, is_live=door.is_live, **changes)


@pytest.fixture(autouse=True)
def _at_now(twilio: FakeTwilio) -> None:
    twilio.now = lambda: NOW


async def test_a_missed_message_comes_in_once_and_keeps_its_words_while_live(twilio: FakeTwilio, sms: SmsChannel) -> None:
    missed = twilio.write(ANA, CANARY, at=NOW - 60)
    door = Door()
    assert await run(sms, door) == Reconciled(accepted=1)
    assert [(inbound.id, inbound.text, inbound.address, inbound.at) for inbound in door.got] == [(missed.sid, CANARY, ANA, NOW - 60)]
    assert await run(sms, door) == Reconciled()
    assert len(door.got) == 1
    assert missed.body == CANARY


async def test_missed_messages_come_in_oldest_first(twilio: FakeTwilio, new_sms: Callable[..., SmsChannel]) -> None:
    twilio.page_limit = 2
    for age in (30, 500, 10, 120, 300):
        twilio.write(ANA, f"{age}", at=NOW - age)
    door = Door()
    await run(new_sms(), door)
    assert [inbound.text for inbound in door.got] == ["500", "300", "120", "30", "10"]


async def test_a_missed_stop_is_a_stop_and_a_missed_picture_a_picture(twilio: FakeTwilio, sms: SmsChannel) -> None:
    twilio.write(ANA, "stop", at=NOW - 5)
    twilio.write(BEA, "", media=1, at=NOW - 4)
    door = Door()
    await run(sms, door)
    assert [inbound.kind for inbound in door.got] == [InboundKind.OPT_OUT, InboundKind.MEDIA]


@pytest.mark.parametrize(("age", "young"), [(0, True), (YOUNG_SECONDS, True), (YOUNG_SECONDS + 1, False), (LOOK_BACK_SECONDS - 1, False)])
async def test_only_young_messages_are_answered_and_old_ones_emptied(age: float, young: bool, twilio: FakeTwilio, sms: SmsChannel) -> None:
    held = twilio.write(ANA, CANARY, at=NOW - age)
    door = Door()
    found = await run(sms, door)
    assert found == (Reconciled(accepted=1) if young else Reconciled(emptied=1))
    assert bool(held.body) is young


async def test_a_clock_that_runs_ahead_loses_nothing(twilio: FakeTwilio, sms: SmsChannel) -> None:
    twilio.write(ANA, CANARY, at=NOW + 90)
    assert (await run(sms, Door())).accepted == 1


async def test_every_body_of_no_live_session_is_emptied_and_others_are_left(twilio: FakeTwilio, sms: SmsChannel) -> None:
    [ours_live] = (await sms.send(Outbound(ANA, CANARY))).ids
    [ours_left] = (await sms.send(Outbound(BEA, CANARY))).ids
    [ours_queued] = (await sms.send(Outbound(CYN, CANARY))).ids
    twilio.settle(ours_live)
    twilio.settle(ours_left)
    theirs_live, theirs_left = twilio.write(ANA, CANARY, at=NOW - 9), twilio.write(BEA, CANARY, at=NOW - 8)
    door = Door(ANA)
    door.seen = {theirs_live.sid, theirs_left.sid}
    assert await run(sms, door) == Reconciled(emptied=2, later=1)
    held = twilio.messages.held
    assert {sid for sid in held if held[sid].body} == {ours_live, ours_queued, theirs_live.sid}
    twilio.settle(ours_queued)
    assert await run(sms, door) == Reconciled(emptied=1)
    assert await run(sms, door) == Reconciled(), "what is empty is left alone"


async def test_pictures_of_no_live_session_go_with_their_record(twilio: FakeTwilio, sms: SmsChannel) -> None:
    held = twilio.write(ANA, "", media=2, at=NOW - 3600)
    kept = twilio.write(BEA, "", media=1, at=NOW - 3600)
    assert await run(sms, Door(BEA)) == Reconciled(emptied=1)
    assert held.sid not in twilio.messages.held
    assert kept.media


async def test_only_our_senders_messages_are_touched(twilio: FakeTwilio, sms: SmsChannel) -> None:
    other = twilio.write(ANA, CANARY, at=NOW - 3600)
    other.ours = "+15005550007"
    assert await run(sms, Door()) == Reconciled()
    assert other.body == CANARY


async def test_a_messaging_service_has_many_numbers_and_only_its_own(twilio: FakeTwilio, new_sms: Callable[..., SmsChannel]) -> None:
    foreign = twilio.write(ANA, CANARY, at=NOW - 3600)
    twilio.service = SERVICE
    first, second = twilio.write(ANA, CANARY, at=NOW - 3600), twilio.write(BEA, CANARY, at=NOW - 3600)
    second.ours = "+15005550007"
    assert await run(new_sms(sender=SERVICE), Door()) == Reconciled(emptied=2)
    assert (first.body, second.body, foreign.body) == ("", "", CANARY)


async def test_whoever_is_no_number_is_not_let_in_and_not_kept(twilio: FakeTwilio, sms: SmsChannel) -> None:
    held = twilio.write("22395", "Your code is 1234", at=NOW - 5)
    twilio.description = _Lenient()
    assert await run(sms, Door()) == Reconciled(emptied=1)
    assert held.body == ""


class _Lenient:
    """Lets a short code pass: the description knows only numbers in `from`."""

    def __init__(self) -> None:
        from tests.fakes.twilio_openapi import Description

        real = Description()
        self.operation, self.judge_call = real.operation, real.judge_call

    def judge_answer(self, *_: object) -> list[str]:
        return []


async def test_pages_are_bounded_and_what_is_left_is_said(twilio: FakeTwilio, sms: SmsChannel) -> None:
    twilio.page_limit = 3
    for index in range(10):
        twilio.write(ANA, f"{CANARY} {index}", at=NOW - 3600 - index)
    found = await run(sms, Door(), max_pages=2)
    assert found == Reconciled(emptied=6, complete=False)
    assert (await run(sms, Door(), max_pages=4)) == Reconciled(emptied=4)


@pytest.mark.parametrize("how", [{"status": 500}, {"status": 401}, {"lost": True}, {"garbage": True}, {"status": 429}])
async def test_a_listing_that_fails_is_said_and_what_was_read_is_dealt_with(
    how: dict[str, object], twilio: FakeTwilio, sms: SmsChannel
) -> None:
    twilio.page_limit = 1
    twilio.write(ANA, "first", at=NOW - 3600)
    twilio.write(ANA, "second", at=NOW - 3500)
    twilio.fault(method="GET", path_part="/Messages.json", **how)
    assert not (await run(sms, Door())).complete
    found = await run(sms, Door())
    assert found.complete
    assert all(not held.body for held in twilio.messages.held.values())


async def test_a_full_store_stops_the_run_and_empties_nothing(twilio: FakeTwilio, sms: SmsChannel) -> None:
    held = twilio.write(ANA, CANARY, at=NOW - 5)

    class FullDoor(Door):
        async def accept(self, inbound: Inbound) -> bool:
            raise StoreFullError

    with pytest.raises(StoreFullError):
        await run(sms, FullDoor())
    assert held.body == CANARY
    assert (await run(sms, Door())).accepted == 1


async def test_what_is_older_than_we_remember_is_not_even_listed(twilio: FakeTwilio, sms: SmsChannel) -> None:
    twilio.write(ANA, CANARY, at=NOW - LOOK_BACK_SECONDS - 60)
    assert await run(sms, Door()) == Reconciled()
    assert {dict(call.query).get("To", dict(call.query).get("From")) for call in twilio.calls} == {SENDER}


async def test_each_person_is_asked_about_once(twilio: FakeTwilio, sms: SmsChannel) -> None:
    for _ in range(5):
        twilio.write(ANA, CANARY, at=NOW - 3600)
    door = Door(ANA)
    await run(sms, door)
    assert door.asked == [ANA]


async def test_an_exit_does_not_wait_behind_a_long_clearing_up(twilio: FakeTwilio, sms: SmsChannel) -> None:
    for index in range(80):
        twilio.write(ANA, CANARY, at=NOW - 3600 - index)
    urgent = twilio.write(BEA, CANARY, at=NOW - 3600)
    clearing = asyncio.create_task(run(sms, Door(BEA)))
    while not any(call.fields.get("Body") == "" for call in twilio.calls):  # noqa: ASYNC110 - the server runs on another thread
        await asyncio.sleep(0.005)
    assert (await sms.erase(BEA, [urgent.sid], whole=True)).gone == (urgent.sid,)
    left = sum(bool(held.body) for held in twilio.messages.held.values())
    assert left >= 20, "the exit went in between"
    assert await clearing == Reconciled(emptied=80)


async def test_it_returns_numbers_only(twilio: FakeTwilio, sms: SmsChannel) -> None:
    twilio.write(ANA, CANARY, at=NOW - 5)
    listing = await sms.copies(NOW - 60, max_pages=1)
    assert CANARY not in repr(listing)
    assert ANA not in repr(listing)
    assert CANARY not in repr(await run(sms, Door()))
