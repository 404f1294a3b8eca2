"""The seven promises, each with tests that fail when it is broken.

Rules: a section for each promise; the whole service with real stores, flows, texts and understanding; what another suite shows in
depth is named here and shown once.
"""

from __future__ import annotations

import io

import pytest

from bot.ports import ChannelKind, Kind
from bot.proof import prove
from escalation.model import CaseStatus
from tests.bot.conftest import _loaded_once, begin, desk, service, settings  # noqa: F401 - fixtures of a whole service


def shown(talk) -> list[str]:
    return [each.text for each in talk.phone.phone(talk.address).shown if not each.mine]


async def in_state(talk, state: str) -> None:
    """Bring a conversation into a state."""
    steps = {
        "opening": ("hello",),
        "question": ("hello", "where can I sleep"),
        "menu": ("hello", "menu"),
        "alarm": ("he is going to kill me",),
        "queue": ("my boss keeps my pay", "I want to talk to a person", "1"),
    }
    for step in steps[state]:
        await talk.write(step)


STATES = ("opening", "question", "menu", "alarm", "queue")


# 1. Words live in memory only; 2. after handoff they are gone; 3. and nothing stays when somebody leaves.


@pytest.mark.slow
async def test_1_2_3_nothing_is_found_anywhere_after_everything():
    out = io.StringIO()
    assert await prove(out) == 0, out.getvalue()


# 2. After handoff the words are gone.


async def test_2_an_acknowledged_context_is_nowhere(begin, desk):  # noqa: F811 - the fixtures imported above
    await desk.open()
    talk = await begin()
    await in_state(talk, "queue")
    case = await desk.next()
    await talk.settle()
    assert (await desk.look(case.id)).context
    await desk.line.read(case.id, desk.staff.id)
    await talk.settle()
    assert not (await desk.look(case.id)).context
    assert not [key for key in (await talk.book()).rows if key.kind in {Kind.CONTEXT, Kind.RELAY, Kind.OUTBOX}]


# 3. One word leaves.


@pytest.mark.parametrize("kind", list(ChannelKind))
@pytest.mark.parametrize("state", STATES)
async def test_3_one_word_leaves_from_every_state(begin, service, kind, state):  # noqa: F811
    talk = await begin(kind)
    await in_state(talk, state)
    case = (await talk.session()).case
    answer = await talk.write("0")
    assert answer["erased"]
    assert await talk.session() is None
    left = {key.kind for key in (await talk.book()).rows}
    assert left <= {Kind.TALLY, Kind.ERASE}, "only counts, and what is still to be deleted at the provider"
    assert shown(talk)[-1:] == [service.texts.text("en", "last-line")]
    if case is not None:
        found = await service.records.find_case(case.id)
        assert found is None or found.status is CaseStatus.CLOSED
        assert not await service.records.sealed_addresses()


# 4. One message asks for a person.


@pytest.mark.parametrize("kind", list(ChannelKind))
@pytest.mark.parametrize("state", STATES)
async def test_4_one_message_asks_for_a_person_from_every_state(begin, kind, state):  # noqa: F811
    talk = await begin(kind)
    await in_state(talk, state)
    answer = await talk.write("I want to talk to a person")
    assert answer["case"] is not None
    assert answer["out"], "the same reply says who is there"


# 5. Every message is searched for a cry for help before any menu.


@pytest.mark.parametrize("state", STATES)
async def test_5_a_cry_for_help_is_heard_in_every_state(begin, state):  # noqa: F811
    talk = await begin()
    await in_state(talk, state)
    answer = await talk.write("I want to kill myself")
    assert "suicide" in answer["triggers"]
    assert "suicide" in answer["case"]["triggers"]
    assert answer["case"]["urgency"] == "now"


# 6. No accepted message is lost and each takes effect once: tests/test_crash.py kills the process; here is the repeated one.


async def test_6_a_message_that_the_provider_repeats_takes_effect_once(begin):  # noqa: F811
    talk = await begin()
    await talk.write("hello")
    before = shown(talk)
    talk.turn -= 1
    await talk.write("hello")
    assert shown(talk) == before


# 7. Everything the bot says is reviewed text: tests/locales and `quietline check` hold the texts to their rules.


async def test_7_nothing_that_was_written_is_said_back(begin):  # noqa: F811
    for kind in ChannelKind:
        talk = await begin(kind)
        for text in ("hello zqwvkjxh", "my boss zqwvkjxh keeps my pay", "where can I sleep zqwvkjxh", "I am in zqwvkjxh", "person"):
            await talk.write(text)
        assert not [text for text in shown(talk) if "zqwvkjxh" in text.casefold()]
