"""A turn takes effect once, in order, whoever is first and wherever the process dies."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.book import Book
from bot.ids import link_key
from bot.inbox import accept
from bot.ports import ChannelKind, Inbound, InboundKind, Kind, StoreLostError
from bot.turn import take_turn
from bot.worker import Worker
from escalation.model import CaseStatus, Words
from escalation.ports import RecordsLostError
from tests.breaking import DiedError, Mortal, file_message, key_of, nothing_is_left, talk_over

SCRIPT = ("hello", "my boss keeps my papers", "I want to talk to a person", "1", "1", "zxcv qwer", "exit")


def shown(talk):
    return [each.text for each in talk.phone.phone(talk.address).shown if not each.mine]


async def test_a_repeated_message_has_no_second_effect(service, begin):
    talk = await begin()
    for _ in range(3):
        talk.worker.wake(await file_message(service, talk, "hello", 1))
        await talk.settle()
    assert len(shown(talk)) == 1
    assert service.metrics.accepted.labels(ChannelKind.TELEGRAM, "seen")._value.get() == 2


async def test_two_workers_on_one_person_answer_each_message_once_and_in_order(service, begin):
    alone = await begin()
    for text in SCRIPT[:-1]:
        await alone.write(text)
    talk = await begin()
    person = None
    for number, text in enumerate(SCRIPT[:-1]):
        person = await file_message(service, talk, text, number)
    second = Worker(service)
    loaded = await service.volatile.load(person)
    taken = await asyncio.gather(*(take_turn(service, person, Book(loaded)) for _ in range(2)))
    assert sorted(taken) == [False, True], "one of two who decided about the same moment is refused"
    talk.worker.wake(person)
    for _ in SCRIPT:
        loaded = await service.volatile.load(person)
        await asyncio.gather(*(take_turn(service, person, Book(loaded)) for _ in range(3) if loaded.inbox))
    await talk.worker.quiet()
    second.wake(person)
    await second.quiet()
    assert shown(talk) == shown(alone)
    assert len(await service.records.open_cases()) == 2


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
async def test_wherever_the_process_dies_nothing_is_lost_and_nothing_happens_twice(service, after):
    """Died at each call to a port of a whole conversation: accept, load, commit, records, send, erase."""
    phone = service.channels[ChannelKind.TELEGRAM]
    phone.erase = _remembering(phone)
    whole = talk_over(service, phone)
    await _play(service, whole, Mortal())
    expected = phone.sent.pop(whole.address)
    died = set()
    for dies_at in range(1, 1000):
        talk = talk_over(service, phone)
        life = Mortal(dies_at, after=after)
        await _play(service, talk, life)
        if not life.dead:
            break
        died.add(life.died_in)
        _matches(phone.sent.pop(talk.address), expected, life)
        assert not await service.records.open_cases(), life.died_in
        assert not await service.records.sealed_addresses()
        await nothing_is_left(talk)
    assert dies_at > 40, "the conversation has many moments to die in"
    assert {"accept", "load", "commit", "open_case", "mark_words", "close_case", "send", "erase"} <= died


def _remembering(phone):
    """Keep what was sent also when it is deleted from the phone."""
    phone.sent = {}
    send, erase = phone.send, phone.erase

    async def keep(message):
        sent = await send(message)
        phone.sent.setdefault(message.address, []).append(message.text)
        return sent

    keep.__name__ = "send"
    phone.send = keep
    return erase


async def _play(service, talk, life):
    """Play the script; when the process dies, begin a new one and have the provider repeat what was not acknowledged."""
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # tasks of the dead are mourned by nobody
    mortal = life.ports(service)
    worker = Worker(mortal)
    person = key_of(service, talk)
    for number, text in enumerate(SCRIPT):
        inbound = Inbound(f"m-{number}", InboundKind.TEXT, talk.phone.kind, talk.address, service.clock.now(), text, f"p{number}", "en")
        for _ in range(2):
            try:
                await accept(mortal, inbound)
                break
            except DiedError:
                mortal = service
        worker.wake(person)
        await worker.quiet()
        if life.dead:
            mortal = service
            worker = Worker(service)
            worker.wake(person)
            await worker.quiet()


def _matches(sent, expected, life):
    """Each reply in its order; at most the one on the wire twice, and the last line at most once."""
    last = expected[-1]
    assert sent.count(last) <= 1, "a last line is never repeated"
    place, doubled = 0, 0
    for text in sent:
        if place < len(expected) and text == expected[place]:
            place += 1
        else:
            assert place, (life.died_in, "unexpected")
            assert text == expected[place - 1], (life.died_in, "out of order")
            doubled += 1
    assert doubled <= 1
    assert place >= len(expected) - 1, (life.died_in, "a reply was lost")
    assert expected[place:] in ([], [last]), "only a last line may be lost, and only by a death while it was sent"


async def test_words_that_depend_on_a_case_wait_until_records_answer_and_then_go_out(service, begin, clock):
    class Lost:
        def __init__(self) -> None:
            self.down = True

        def __getattr__(self, name) -> object:
            found = getattr(service.records, name)
            if name == "open_case" and self.down:
                return self.refuse
            return found

        async def refuse(self, *_: object):
            raise RecordsLostError

    records = Lost()
    made = replace(service, records=records)
    talk = talk_over(made, service.channels[ChannelKind.TELEGRAM])
    await talk.write("hello")
    before = len(shown(talk))
    await talk.write("I want to talk to a person")
    assert len(shown(talk)) == before, "nobody is told of a case that is not there"
    due = await service.volatile.next_due()
    assert due is not None
    assert due > clock.now(), "what waits is not looked at all the time"
    records.down = False
    clock.pass_seconds(3)
    await talk.settle()
    assert len(shown(talk)) == before + 1
    assert len(await service.records.open_cases()) == 1


async def test_a_store_that_does_not_answer_delays_and_loses_nothing(service, begin):
    talk = await begin()
    load, failures = service.volatile.load, [StoreLostError(), StoreLostError()]

    async def sometimes(person):
        if failures:
            raise failures.pop()
        return await load(person)

    person = await file_message(service, talk, "hello", 1)
    service.volatile.load = sometimes
    talk.worker.wake(person)
    await talk.worker.quiet()
    assert len(shown(talk)) == 1


@pytest.mark.parametrize("kind", [InboundKind.MEDIA, InboundKind.START])
async def test_a_cry_beside_a_picture_or_behind_start_is_heard(service, kind, begin):
    talk = await begin()
    answer = await talk.write("he is going to kill me", kind)
    assert answer["case"] is not None
    assert answer["case"]["urgency"] == "now"


async def test_a_caption_is_read_like_any_message(begin):
    talk = await begin()
    await talk.write("hello")
    assert (await talk.write("exit", InboundKind.MEDIA))["erased"]


async def test_a_picture_alone_is_not_opened_and_nothing_of_it_is_passed_on(begin, service):
    talk = await begin()
    await talk.write("hello")
    await talk.write("", InboundKind.MEDIA)
    assert service.texts.text("en", "media-not-opened")[:40] in shown(talk)[-1]


async def test_a_session_that_had_ended_is_not_gone_on_with_although_nobody_came_round_to_it(begin, clock, service):
    talk = await begin()
    await talk.write("hello")
    await talk.write("I need a lawyer")
    before = (await talk.session()).epoch
    clock.pass_seconds(31 * 60)  # the service was away
    answer = await talk.write("hello")
    session = await talk.session()
    assert session.epoch != before
    assert session.state.path == "talk/opening/hello"
    assert [each["text"] for each in answer["out"]] == [service.texts.text("en", "opening-hello")]
    assert len(talk.phone.phone(talk.address).shown) == 2, "what was said before is deleted"


async def test_a_waiting_case_that_had_ended_is_closed_before_the_next_word_is_heard(begin, clock, service):
    talk = await begin()
    await talk.write("I want to talk to a person")
    (case,) = await service.records.open_cases()
    clock.pass_seconds(12 * 3600 + 1)
    answer = await talk.write("hello")
    assert answer["case"] is None
    assert (await service.records.find_case(case.id)).status is CaseStatus.CLOSED


async def test_a_turn_that_fails_by_our_fault_does_not_stand_before_the_exit(service, begin):
    understand = service.understand

    def faulty(text, tag):
        if text == "poison":
            raise RuntimeError
        return understand(text, tag)

    made = replace(service, understand=faulty)
    talk = talk_over(made, service.channels[ChannelKind.TELEGRAM])
    await talk.write("hello")
    await file_message(made, talk, "poison", 1)
    talk.worker.wake(await file_message(made, talk, "exit", 2))
    await talk.worker.quiet()
    assert await talk.session() is None
    assert shown(talk) == [service.texts.text("en", "last-line")]


async def test_a_row_of_another_release_does_not_stand_before_the_exit(service, begin):
    talk = await begin()
    await talk.write("hello")
    person = key_of(service, talk)
    await service.volatile.accept(person, "odd", b"{not what we know", now=service.clock.now())
    assert (await talk.write("exit"))["erased"]


async def test_a_yes_holds_what_she_writes_from_then_on_although_nothing_was_there(service, begin, desk):
    await desk.open()
    talk = await begin()
    await talk.write("I want to talk to a person")
    book = await talk.book()
    gone = [key for key in book.rows if key.kind is Kind.CONTEXT]
    await service.volatile.commit(key_of(service, talk), book.version, [], gone, due_at=None)
    await talk.write("1")
    await talk.write("they took my papers")
    assert (await talk.session()).case.words is Words.HELD
    case = await desk.next()
    await talk.settle()
    assert b"they took my papers" in [line.body for line in (await desk.look(case.id)).context]


async def test_only_what_opens_is_done_after_the_commit_and_its_link_says_nothing(service, begin):
    talk = await begin()
    await talk.write("I want to talk to a person")
    (case,) = await service.records.open_cases()
    loaded = await service.volatile.load(link_key(service.secret, case.id))
    assert talk.address.encode() not in loaded.rows[0].body


async def test_flows_know_the_kind_of_channel(begin):
    for kind in ChannelKind:
        talk = await begin(kind)
        await talk.write("hello")
        assert (await talk.session()).state.slots["channel"] == kind
