"""Promise 3: one word leaves, from every state, in every language, on both channels; and then there is nothing."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.ports import BusyError, ChannelKind, Erased, InboundKind, Kind, UnsureError
from bot.rounds import make_round
from escalation.model import CaseStatus, Outcome
from tests.breaking import file_message, key_of, nothing_is_left, talk_over

PLACES = {
    "first message": (),
    "opening": ("hello",),
    "limits": ("hello", "1"),
    "question": ("hello", "1", "1"),
    "search": ("I need a lawyer",),
    "not understood": ("hello", "zxcv qwer", "zxcv qwer", "zxcv qwer"),
    "consent question": ("hello", "I want to talk to a person"),
    "queue": ("hello", "I want to talk to a person", "1"),
    "alarm": ("he is going to kill me",),
    "brief": ("hello", "I am not alone"),
    "brief with a case": ("I want to talk to a person", "1", "I am not alone"),
    "erase question": ("hello", "delete everything"),
    "later": ("hello", "2"),
    "live chat": ("I want to talk to a person", "1", "@claim", "are you there?"),
    "given back": ("I want to talk to a person", "1", "@claim", "@return"),
    "words read": ("I want to talk to a person", "1", "@claim", "@read"),
    "closed by the desk": ("I want to talk to a person", "1", "@claim", "@close"),
    "held behind a knock": ("I want to talk to a person", "1", "@claim", "@late reply"),
}
WORDS = ("exit", "salir", "خروج", "khalas", "0", "٠", "०", "×", "Exit.", " STOP ")


async def walk(talk, desk, clock, places):
    """Go to a place; `@` is something that the desk or time does."""
    case = None
    for said in places:
        match said:
            case "@claim":
                await desk.open()
                case = await desk.next()
            case "@return":
                await desk.line.give_back(case.id, desk.staff.id)
            case "@read":
                await desk.line.read(case.id, desk.staff.id)
            case "@close":
                await desk.line.close_case(case.id, desk.staff.id, Outcome.SUPPORTED)
            case "@late reply":
                clock.pass_seconds(660)
                await desk.line.reply(case.id, desk.staff.id, "late", "Are you safe now?")
            case _:
                await talk.write(said)
        await talk.settle()


def words_of(service):
    """The words that this build reads as a way out: a language whose data is not there yet is left out."""
    return [word for word in WORDS if word in {"0", "٠", "०", "×"} or service.understand(word, "").intent == "exit"]


async def leaves(service, talk, word):
    """Leave with a word, and show that nothing is left."""
    answer = await talk.write(word, InboundKind.TEXT)
    book = await talk.book()
    assert book.session is None, word
    await nothing_is_left(talk)
    assert not book.ledger()
    assert answer["erased"]
    assert answer["case"] is None
    shown = talk.phone.phone(talk.address).shown
    if talk.phone.kind is ChannelKind.TELEGRAM:
        assert len(shown) == 1, "both sides' messages are deleted, the last line alone stays"
    last = shown[-1]
    assert not last.buttons
    assert last.text in {service.texts.text(tag, "last-line") for tag in service.texts.languages}
    assert [each.text for each in shown if not each.mine].count(last.text) == 1
    assert not await service.records.open_cases()
    assert not await service.records.sealed_addresses()
    service.clock.pass_seconds(61)
    await talk.settle()
    assert not (await talk.book()).erases(), "all was deleted, of an SMS's last line the provider's copy too"


@pytest.mark.parametrize("place", PLACES)
async def test_every_word_leaves_from_here_by_every_channel(place, begin, desk, service, clock):
    for kind in ChannelKind:
        for word in words_of(service):
            if word.strip().upper() == "STOP" and kind is ChannelKind.SMS:
                continue  # the carrier's word: silence, see test_cover.py
            talk = await begin(kind)
            await walk(talk, desk, clock, PLACES[place])
            await leaves(service, talk, word)


async def test_start_is_no_way_out_and_forgets_nothing_of_the_case(begin, service):
    talk = await begin()
    await talk.write("I want to talk to a person")
    answer = await talk.write("/start", InboundKind.START)
    assert not answer["erased"]
    assert answer["case"] is not None
    assert len(await service.records.open_cases()) == 1


async def test_the_button_of_any_old_message_leaves(begin):
    talk = await begin()
    await talk.write("hello")
    first = talk.phone.phone(talk.address).shown[1].buttons[-1]
    await talk.write("1")
    assert first == ("×", "x")
    assert (await talk.write("×"))["erased"]


async def test_an_exit_meant_in_free_text_only_offers_the_way_out(begin):
    talk = await begin()
    await talk.write("hello")
    answer = await talk.write("I think I do not want to talk about this any more, how do I leave")
    assert not answer["erased"]
    assert await talk.session() is not None


async def test_what_is_on_the_wire_is_deleted_before_the_last_line_is_sent(slow, begin):
    made, wire = slow
    talk = talk_over(made, wire.inner)
    wire.go.clear()
    talk.worker.wake(await file_message(made, talk, "hello", 1))
    await wire.sending.wait()
    talk.worker.wake(await file_message(made, talk, "exit", 2))
    while (await talk.book()).session is not None or (await talk.book()).inbox:
        await _breathe()
    wire.go.set()
    await talk.settle()
    last = made.texts.text("en", "last-line")
    assert wire.order[-1] == f"send {last}"
    assert wire.order.count(f"send {last}") == 1
    assert [each.text for each in wire.inner.phone(talk.address).shown] == [last], "the answer that came after the exit is gone"
    await nothing_is_left(talk)


@pytest.mark.parametrize("reached", [True, False])
async def test_the_last_line_is_never_sent_again_when_its_answer_was_lost(slow, reached):
    made, wire = slow
    talk = talk_over(made, wire.inner)
    await talk.write("hello")
    wire.raises = [UnsureError("lost")]
    await talk.write("exit")
    last = made.texts.text("en", "last-line")
    await talk.settle()
    assert wire.order.count(f"send {last}") == 1
    await nothing_is_left(talk)


async def test_a_last_line_that_was_surely_not_taken_is_tried_again(slow, clock):
    made, wire = slow
    talk = talk_over(made, wire.inner)
    await talk.write("hello")
    wire.raises = [BusyError(3)]
    await talk.write("exit")
    last = made.texts.text("en", "last-line")
    assert wire.order.count(f"send {last}") == 0
    clock.pass_seconds(4)
    await talk.settle()
    assert wire.order.count(f"send {last}") == 1
    await nothing_is_left(talk)


async def test_two_unanswered_messages_before_it_change_nothing(slow):
    made, wire = slow
    talk = talk_over(made, wire.inner)
    for number, text in enumerate(("he is going to kill me", "I need a lawyer", "exit")):
        person = await file_message(made, talk, text, number)
    wire.go.clear()
    talk.worker.wake(person)
    while (await talk.book()).inbox:
        await _breathe()
    wire.go.set()
    await talk.settle()
    assert [each.text for each in wire.inner.phone(talk.address).shown] == [made.texts.text("en", "last-line")]
    assert not await made.records.open_cases()
    await nothing_is_left(talk)


async def test_a_case_that_is_being_opened_while_she_leaves_does_not_stay(service, begin):
    """The envelope is on its way to records when the exit finds nothing to close there."""

    class SlowRecords:
        def __init__(self, inner) -> None:
            self.inner, self.opening, self.go = inner, asyncio.Event(), asyncio.Event()

        def __getattr__(self, name) -> object:
            return getattr(self.inner, name)

        async def open_case(self, case, address):
            self.opening.set()
            await self.go.wait()
            await self.inner.open_case(case, address)

    records = SlowRecords(service.records)
    made = replace(service, records=records)
    talk = talk_over(made, service.channels[ChannelKind.TELEGRAM])
    talk.worker.wake(await file_message(made, talk, "I want to talk to a person", 1))
    await records.opening.wait()
    talk.worker.wake(await file_message(made, talk, "exit", 2))
    while (await talk.book()).session is not None or (await talk.book()).inbox:
        await _breathe()
    records.go.set()
    await talk.settle()
    assert not await service.records.open_cases()
    assert not await service.records.sealed_addresses()


async def test_the_rounds_close_a_case_whose_person_left_just_before_a_crash(service, begin):
    talk = await begin()
    await talk.write("I want to talk to a person")
    (case,) = await service.records.open_cases()
    book = await talk.book()
    gone = [key for key in book.rows if key.kind in {Kind.SESSION, Kind.CONTEXT}]
    person = key_of(service, talk)
    assert await service.volatile.commit(person, book.version, [], gone, due_at=None)
    await make_round(service)
    assert (await service.records.find_case(case.id)).status is CaseStatus.CLOSED
    assert not await service.records.sealed_addresses()


async def test_the_case_is_closed_before_the_commit_and_a_crash_between_heals(service, begin):
    talk = await begin()
    await talk.write("I want to talk to a person")
    (case,) = await service.records.open_cases()
    seen = []
    commit = service.volatile.commit

    async def dies(person, version, puts, drops, *, due_at):
        if any(key.kind is Kind.SESSION for key in drops):
            seen.append((await service.records.find_case(case.id)).status)
            if len(seen) == 1:
                raise RuntimeError("the process dies here")
        return await commit(person, version, puts, drops, due_at=due_at)

    service.volatile.commit = dies
    answer = await talk.write("exit")
    assert seen == [CaseStatus.CLOSED, CaseStatus.CLOSED], "closed in records before either commit"
    assert answer["erased"]
    assert not await service.records.sealed_addresses()
    await nothing_is_left(talk)


async def test_what_carriers_never_confirm_does_not_fill_the_commit_of_an_exit(begin, service, clock):
    """A carrier without receipts leaves every redaction waiting for two days: hundreds of rows must not make leaving impossible."""
    talk = await begin(ChannelKind.SMS)
    phone = talk.phone

    async def not_final(_address, ids, *, whole):
        return Erased(gone=ids) if whole else Erased(later=tuple(ids))

    phone.erase = not_final
    await talk.write("hello")
    for _ in range(110):
        await talk.write("zxcv qwer")
        clock.pass_seconds(61)
        await talk.settle()
    assert len((await talk.book()).rows) < 120
    held = {each for _, job in (await talk.book()).erases() for each in job.ids}
    assert len(held) > 200, "every body is still to be redacted"
    await talk.write("exit")
    assert await talk.session() is None


async def test_words_for_a_silent_desk_do_not_fill_the_commit_of_an_exit(begin, desk, service):
    talk = await begin()
    await walk(talk, desk, None, ("I want to talk to a person", "1", "@claim"))
    (case,) = await service.records.open_cases()
    for number in range(230):
        await talk.write(f"word {number} of many")
    seen = await desk.look(case.id)
    said = "\n".join(each.body.decode() for each in seen.incoming)
    assert all(f"word {number} of many" in said.splitlines() for number in range(230))
    assert (await talk.write("exit"))["erased"]


async def _breathe():
    await asyncio.sleep(0.002)
