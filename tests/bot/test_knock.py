"""What would come late is announced by one bland line and waits; what came late is answered by it; then her answer decides."""

from __future__ import annotations

import pytest

from bot.knock import WAIT_SECONDS
from bot.ports import ChannelKind, InboundKind, Kind
from bot.rounds import make_round
from tests.breaking import file_message

WORDS = "It is me, your advocate. Are you safe?"


@pytest.fixture
async def late(begin, desk, clock, service):
    """A live chat in which the advocate wrote eleven minutes after the person."""
    await desk.open()
    talk = await begin()
    for text in ("I want to talk to a person", "1"):
        await talk.write(text)
    case = await desk.next()
    await talk.settle()
    await talk.write("are you there?")
    clock.pass_seconds(660)
    await desk.line.reply(case.id, desk.staff.id, "m1", WORDS)
    await talk.settle()
    return talk, case


def shown(talk):
    return [each.text for each in talk.phone.phone(talk.address).shown if not each.mine]


async def fate(desk, case):
    return dict((await desk.look(case.id)).fate).get("m1")


async def test_a_late_reply_becomes_one_bland_line(late, desk, service):
    talk, case = late
    assert shown(talk)[-1] == service.texts.text("en", "knock-line")
    assert await fate(desk, case) == "held"
    await desk.line.reply(case.id, desk.staff.id, "m2", "And another.")
    await talk.settle()
    assert shown(talk).count(service.texts.text("en", "knock-line")) == 1, "one knock, however much waits behind it"


@pytest.mark.parametrize("word", ["yes", "1", "١", "hi", "1."])
async def test_yes_lets_the_words_out_and_is_no_word_for_the_advocate(late, desk, word):
    talk, case = late
    before = len((await desk.look(case.id)).incoming)
    await talk.write(word)
    assert WORDS in shown(talk)[-1]
    assert await fate(desk, case) == "sent"
    assert len((await desk.look(case.id)).incoming) == before


@pytest.mark.parametrize("word", ["no", "later", "2"])
async def test_no_drops_the_words_and_nothing_is_said(late, desk, word):
    talk, case = late
    before = shown(talk)
    await talk.write(word)
    assert shown(talk) == before
    assert await fate(desk, case) == "dropped"
    assert not (await talk.book()).letters()


async def test_something_else_lets_the_words_out_and_is_relayed(late, desk):
    talk, case = late
    await talk.write("my phone was off, I am at work")
    assert any(WORDS in text for text in shown(talk))
    assert (await desk.look(case.id)).incoming[-1].body == b"my phone was off, I am at work"


async def test_exit_drops_what_waits(late, service):
    talk, _ = late
    assert (await talk.write("exit"))["erased"]
    assert shown(talk) == [service.texts.text("en", "last-line")]


async def test_without_an_answer_it_is_dropped_after_five_minutes_and_the_desk_is_told(late, desk, clock):
    talk, case = late
    clock.pass_seconds(WAIT_SECONDS - 1)
    await talk.settle()
    assert await fate(desk, case) == "held"
    clock.pass_seconds(1)
    await talk.settle()
    assert await fate(desk, case) == "dropped"
    assert not any(WORDS in text for text in shown(talk))


async def test_a_bare_yes_after_that_is_still_no_choice_and_no_word(late, desk, clock):
    talk, case = late
    clock.pass_seconds(WAIT_SECONDS + 1)
    await talk.settle()
    await talk.write("1")
    assert b"1" not in [line.body for line in (await desk.look(case.id)).incoming]
    assert shown(talk)[-1]


async def test_what_comes_after_that_knocks_again(late, desk, clock, service):
    talk, case = late
    clock.pass_seconds(WAIT_SECONDS + 1)
    await talk.settle()
    await desk.line.reply(case.id, desk.staff.id, "m2", "Once more.")
    await talk.settle()
    assert shown(talk).count(service.texts.text("en", "knock-line")) == 2


async def test_in_brief_mode_an_advocates_words_wait_and_nothing_announces_them(begin, desk, service, clock):
    await desk.open()
    talk = await begin()
    for text in ("I want to talk to a person", "1"):
        await talk.write(text)
    case = await desk.next()
    await talk.settle()
    await talk.write("I am not alone")
    before = shown(talk)
    await desk.line.reply(case.id, desk.staff.id, "m1", WORDS)
    await talk.settle()
    assert shown(talk) == before
    assert await fate(desk, case) == "held"
    clock.pass_seconds(60)
    await talk.write("ok he went out")
    assert any(WORDS in text for text in shown(talk))


async def test_news_for_someone_who_wrote_long_ago_is_a_knock_too(begin, desk, service, clock):
    talk = await begin()
    for text in ("I want to talk to a person", "1"):
        await talk.write(text)
    clock.pass_seconds(3600)
    await desk.open()
    await desk.next()
    await talk.settle()
    assert shown(talk)[-1] == service.texts.text("en", "knock-line")
    await talk.write("yes")
    assert shown(talk)[-1] == service.texts.text("en", "person-claimed")


async def test_old_messages_get_one_knock_together_and_nothing_of_them_is_kept(service, begin, clock):
    talk = await begin()
    for number in range(5):
        person = await file_message(service, talk, "he is going to kill me", number, at=clock.now() - 601)
    talk.worker.wake(person)
    await talk.settle()
    assert shown(talk) == [service.texts.text("en", "knock-line")]
    assert not await service.records.open_cases()
    assert not [key for key in (await talk.book()).rows if key.kind is Kind.CONTEXT]
    await talk.write("yes")
    assert shown(talk)[-1] == service.texts.text("en", "opening-hello")


async def test_an_old_message_just_young_enough_is_answered(service, begin, clock):
    talk = await begin()
    talk.worker.wake(await file_message(service, talk, "hello", 1, at=clock.now() - 600))
    await talk.settle()
    assert shown(talk) == [service.texts.text("en", "opening-hello")]


@pytest.mark.parametrize("text", ["exit", "0", "salir"])
async def test_an_old_exit_still_exits(service, begin, clock, text):
    talk = await begin()
    await talk.write("hello")
    talk.worker.wake(await file_message(service, talk, text, 1, at=clock.now() - 5000))
    await talk.settle()
    assert await talk.session() is None
    assert shown(talk) == [service.texts.text("en", "last-line")]


async def test_nobody_in_the_queue_is_written_to_unasked(begin, service, clock, desk):
    talk = await begin()
    for text in ("he is going to kill me", "Spain"):
        await talk.write(text)
    before = shown(talk)
    for minutes in (1, 2, 5, 10, 60, 600):
        clock.pass_seconds(minutes * 60)
        await make_round(service)
        await talk.settle()
    assert shown(talk) == before


async def test_a_reply_for_somebody_who_said_later_is_reported_as_dropped(begin, desk, service):
    talk = await begin(ChannelKind.TELEGRAM)
    await talk.write("hello")
    answer = await talk.write("later", InboundKind.TEXT)
    assert [each["text"] for each in answer["out"]] == [service.texts.text("en", "sys-later")]
