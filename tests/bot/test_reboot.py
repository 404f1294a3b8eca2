"""The machine restarts: the words are gone, the queue is not, and nobody is written to unprompted."""

from __future__ import annotations

from contextlib import AsyncExitStack

import pytest

from bot.app import open_service
from bot.channels.simulator import Simulator
from bot.chat import Talk
from bot.ports import ChannelKind
from bot.worker import Worker
from escalation.model import CaseStatus, SealedAddress, Words
from tests.bot.conftest import Desk


class Machine:
    """One machine whose memory goes when it is started anew; its disk and the telephones stay."""

    def __init__(self, settings, clock) -> None:
        self.settings, self.clock = settings, clock
        self.phones = {kind: Simulator(kind) for kind in ChannelKind}
        self.stack = AsyncExitStack()

    async def start(self):
        await self.stack.aclose()
        self.service = await self.stack.enter_async_context(open_service(self.settings, clock=self.clock, channels=self.phones))
        return self.service

    def talk(self, address="+15551230000", kind=ChannelKind.TELEGRAM, turn=0):
        return Talk(self.service, Worker(self.service), self.phones[kind], address, "en", turn)

    def shown(self, address="+15551230000", kind=ChannelKind.TELEGRAM):
        return [each.text for each in self.phones[kind].phone(address).shown if not each.mine]


@pytest.fixture
async def machine(settings, clock):
    made = Machine(settings, clock)
    await made.start()
    yield made
    await made.stack.aclose()


@pytest.fixture
async def restarted(machine):
    """Someone waited in the queue with words to pass on; then the machine was started anew."""
    await Desk(machine.service).open()
    talk = machine.talk()
    for text in ("my boss keeps my papers", "I want to talk to a person", "1"):
        await talk.write(text)
    assert (await talk.session()).case.words is Words.HELD
    machine.clock.pass_seconds(300)
    machine.before = machine.shown()
    await machine.start()
    return machine


async def test_the_queue_is_intact_the_words_are_lost_and_nothing_is_sent(restarted):
    (case,) = await restarted.service.records.open_cases()
    assert case.status is CaseStatus.WAITING
    assert case.words is Words.LOST
    talk = restarted.talk()
    await talk.settle()
    assert restarted.shown() == restarted.before
    session = await talk.session()
    assert session.case.id == case.id
    assert not (await talk.book()).context


async def test_her_first_word_gets_the_neutral_line_and_then_the_truth(restarted):
    texts = restarted.service.texts
    talk = restarted.talk(turn=90)
    answer = await talk.write("hello")
    assert answer["out"][0]["text"] == texts.text("en", "opening-hello")
    await talk.write("1")
    await talk.write("1")
    assert texts.text("en", "person-lost-words")[:40] in restarted.shown()[-1]


@pytest.mark.parametrize("word", ["exit", "0"])
async def test_exit_works_at_once(restarted, word):
    talk = restarted.talk(turn=90)
    assert (await talk.write(word))["case"] is None
    assert await talk.session() is None
    assert restarted.shown()[-1] == restarted.service.texts.text("en", "last-line")
    assert not await restarted.service.records.open_cases()
    assert not await restarted.service.records.sealed_addresses()


async def test_a_cry_for_help_is_heard_at_once(restarted):
    answer = await restarted.talk(turn=90).write("he is going to kill me")
    assert answer["case"]["urgency"] == "now"


async def test_a_claim_knocks_and_her_words_are_relayed(restarted):
    desk = Desk(restarted.service)
    await desk.open()
    case = await desk.next()
    talk = restarted.talk(turn=90)
    await talk.settle()
    texts = restarted.service.texts
    assert restarted.shown()[len(restarted.before) :] == [texts.text("en", "knock-line")]
    await talk.write("yes")
    assert restarted.shown()[-1] == texts.text("en", "person-claimed")
    await talk.write("thank you, the blue house")
    assert [line.body for line in (await desk.look(case.id)).incoming] == [b"thank you, the blue house"]


async def test_it_was_with_an_advocate_and_is_in_the_queue_again(machine):
    desk = Desk(machine.service)
    await desk.open()
    talk = machine.talk()
    for text in ("I want to talk to a person", "1"):
        await talk.write(text)
    await desk.next()
    await talk.settle()
    await machine.start()
    (case,) = await machine.service.records.open_cases()
    assert (case.status, case.words, case.returns) == (CaseStatus.WAITING, Words.LOST, 1)


async def test_a_second_restart_changes_nothing_more(restarted):
    first = await restarted.service.records.open_cases()
    await restarted.start()
    assert await restarted.service.records.open_cases() == first


async def test_a_case_whose_address_is_not_readable_is_closed(machine):
    talk = machine.talk()
    await talk.write("I want to talk to a person")
    (case,) = await machine.service.records.open_cases()
    seals = machine.service.seals
    odd = seals.seal(case.id, b'["pigeon", "x"]', machine.clock.now())
    assert isinstance(odd, SealedAddress)
    seal = seals.__class__.unseal
    try:
        seals.__class__.unseal = lambda _self, _sealed: b'["pigeon", "x"]'
        await machine.start()
    finally:
        seals.__class__.unseal = seal
    assert not await machine.service.records.open_cases()
