"""Time is a message: what falls due happens, silently where it must, and also after a restart."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

import bot.app
from bot.app import open_service
from bot.book import Book
from bot.draft import Draft
from bot.due import RELAY_SECONDS, has_lapsed, lapse, next_due
from bot.outbox import _first_due
from bot.ports import ChannelKind, Inbound, InboundKind, Kind, Loaded, Row, RowKey
from bot.session import CaseRef, Cover, EraseJob, Job, Letter, Line, Session, encode
from bot.settings import Settings
from bot.stores.memory import MemoryVolatile
from bot.worker import Worker
from escalation.model import CaseStatus, Words
from flows.values import Mode, State
from tests.breaking import nothing_is_left

NOW = 1_800_000_000.0
SETTINGS = Settings(_env_file=None, demo=True)  # type: ignore[call-arg]
times = st.floats(NOW - 14 * 3600, NOW + 14 * 3600, allow_nan=False)
cases = st.none() | st.builds(
    CaseRef, st.just("c" * 32), times, st.integers(0, 2), st.just(("human",)), words=st.sampled_from(Words), advocate=st.booleans()
)
sessions = st.builds(
    Session,
    epoch=st.just("e"),
    channel=st.sampled_from(ChannelKind),
    address=st.just("+1"),
    state=st.builds(State, mode=st.sampled_from([Mode.TALK, Mode.QUEUE, Mode.LIVE]), brief=st.booleans()),
    wrote_at=times,
    knocked_at=st.just(0.0) | times,
    case=cases,
)
letters = st.builds(
    Letter,
    st.sampled_from(ChannelKind),
    st.just("+1"),
    st.just("words"),
    held=st.booleans(),
    once=st.booleans(),
    reply=st.sampled_from(["", "m1"]),
    not_before=st.just(0.0) | times,
    created_at=times,
)
lines = st.builds(Line, st.just("person"), st.just(b"words"), times)
covers = st.builds(Cover, salt=st.just("s"), word_hash=st.just("h"), until=times, silent=st.booleans())
jobs = st.builds(Job, st.just("alert"), not_before=st.just(0.0) | times)
erases = st.builds(EraseJob, st.just(ChannelKind.SMS), st.just("+1"), st.just(("1",)), st.booleans(), since=times, next_at=times)


@st.composite
def books(draw):
    """Any rows that one person may have."""
    rows = []
    for kind, values, most in (
        (Kind.SESSION, sessions, 1), (Kind.COVER, covers, 1), (Kind.OUTBOX, letters, 4), (Kind.RELAY, lines, 3), (Kind.EFFECT, jobs, 2),
        (Kind.ERASE, erases, 2),
    ):  # fmt: skip
        for value in draw(st.lists(values, max_size=most)):
            row_id = "0" if most == 1 else f"{draw(st.integers(0, 10**6)):019d}{len(rows):03d}"
            rows.append(Row(RowKey(kind, row_id), encode(value)))
    return Loaded(3, tuple(rows), ())


class Parts:
    settings = SETTINGS


@given(books(), times)
def test_whatever_time_would_change_was_announced_before(loaded, now):
    before, book = Book(loaded), Book(loaded)
    inbound = Inbound("due", InboundKind.TEXT, ChannelKind.SMS, "", 0.0)
    lapse(Draft(Parts(), book, inbound, now))  # type: ignore[arg-type]
    changed = book.rows != before.rows
    due = next_due(SETTINGS, before)
    if changed:
        assert due is not None
        assert due <= now
        assert has_lapsed(SETTINGS, before, now)


@given(books(), times)
def test_what_has_lapsed_lapses_so_that_nobody_is_woken_for_ever(loaded, now):
    book = Book(loaded)
    if has_lapsed(SETTINGS, book, now):
        inbound = Inbound("due", InboundKind.TEXT, ChannelKind.SMS, "", 0.0)
        lapse(Draft(Parts(), book, inbound, now))  # type: ignore[arg-type]
        assert not has_lapsed(SETTINGS, book, now)


@given(books())
def test_what_waits_behind_another_does_not_make_the_store_call_all_the_time(loaded):
    book = Book(loaded)
    due = next_due(SETTINGS, book)
    for now in (NOW - 15 * 3600, NOW):
        if _first_due(book, now) is not None:
            assert due is not None
            assert due <= now, "what can be done now is announced"
        if due is not None and due <= now:
            assert _first_due(book, now) is not None or has_lapsed(SETTINGS, book, now), "what is announced can be done"


async def test_an_idle_session_ends_silently_and_takes_its_messages_with_it(begin, clock):
    for kind in ChannelKind:
        talk = await begin(kind)
        await talk.write("hello")
        await talk.write("I need a lawyer")
        before = len(talk.phone.phone(talk.address).shown)
        clock.pass_seconds(30 * 60 - 1)
        await talk.settle()
        assert await talk.session() is not None
        clock.pass_seconds(1)
        await talk.settle()
        assert await talk.session() is None
        await nothing_is_left(talk)
        shown = talk.phone.phone(talk.address).shown
        assert not shown if kind is ChannelKind.TELEGRAM else len(shown) == before, "nothing is said"
        assert set(talk.phone.erased) > set()


async def test_a_case_that_nobody_took_closes_and_nobody_is_written_to(begin, clock, service):
    talk = await begin()
    await talk.write("I want to talk to a person")
    (case,) = await service.records.open_cases()
    clock.pass_seconds(12 * 3600)
    await talk.settle()
    assert (await service.records.find_case(case.id)).status is CaseStatus.CLOSED
    assert not await service.records.sealed_addresses()
    assert not talk.phone.phone(talk.address).shown
    await nothing_is_left(talk)


async def test_a_live_chat_does_not_expire_under_two_people(begin, clock, desk):
    await desk.open()
    talk = await begin()
    await talk.write("I want to talk to a person")
    await desk.next()
    await talk.settle()
    clock.pass_seconds(20 * 3600)
    await talk.settle()
    assert await talk.session() is not None


async def test_a_relayed_message_that_nobody_read_is_gone_and_she_is_told(begin, clock, desk, service):
    await desk.open()
    talk = await begin()
    await talk.write("I want to talk to a person")
    await talk.write("1")
    await desk.next()
    await talk.settle()
    await talk.write("I am at the bus station")
    assert (await talk.book()).relays()
    clock.pass_seconds(RELAY_SECONDS - 1)
    await talk.settle()
    assert (await talk.book()).relays()
    clock.pass_seconds(1)
    await talk.settle()
    assert not (await talk.book()).relays()
    assert talk.phone.phone(talk.address).shown[-1].text == service.texts.text("en", "not-delivered")


async def test_cover_ends_by_itself(begin, clock, settings):
    talk = await begin()
    await talk.write("hello")
    await talk.write("this is her boyfriend, who are you")
    book = await talk.book()
    assert book.cover is not None
    clock.pass_seconds(settings.cover_days * 86400)
    await talk.settle()
    assert (await talk.book()).cover is None


async def test_all_of_it_also_happens_to_a_service_that_was_started_anew(service, begin, clock, settings, tmp_path, monkeypatch):
    """The volatile store outlives the process: what fell due while nobody was there is taken by the next one."""
    talk, covered = await begin(), await begin()
    await talk.write("I want to talk to a person")
    await covered.write("hello")
    await covered.write("this is her boyfriend, who are you")
    assert (await covered.book()).cover is not None
    (case,) = await service.records.open_cases()
    clock.pass_seconds(8 * 86400)
    store = service.volatile

    class Same:
        def __getattr__(self, name) -> object:
            return getattr(store, name)

        async def close(self) -> None:
            """It outlives the process."""

    async def same(*_args, **_named):
        return Same()

    monkeypatch.setattr(bot.app, "open_volatile", same)
    async with open_service(settings, clock=clock, channels=service.channels) as second:
        worker = Worker(second)
        running = asyncio.create_task(worker.run())
        for _ in range(400):
            await asyncio.sleep(0.01)
            if await talk.session() is None and (await covered.book()).cover is None:
                break
        await worker.stop()
        await running
    assert await talk.session() is None
    assert (await covered.book()).cover is None
    assert (await service.records.find_case(case.id)).status is CaseStatus.CLOSED


async def test_the_memory_store_wakes_who_is_due(clock):
    store = MemoryVolatile(clock.now)
    row = Row(RowKey(Kind.SESSION, "0"), encode(replace(Session("e", ChannelKind.SMS, "+1"), wrote_at=clock.now())))
    await store.commit("a" * 32, 0, [row], [], due_at=clock.now() + 10)
    assert not await store.ready(now=clock.now() + 9)
    assert await store.ready(now=clock.now() + 10)
