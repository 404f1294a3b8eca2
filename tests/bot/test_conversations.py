"""Golden conversations through the whole service, in every language and on both channels, each state saved and read again between turns.

A conversation is written once. `pick` is a choice by the id of its label, typed as the label reads in that language (and, the second time
round, by its number); `say` gives free text by language; `out` lists ids of texts that must be in the answer; `state` is its path;
`desk` does what an advocate does; `doubtful` has a message heard as a sign that may mean it, which no training may move out of the
narrow band where a question is asked; `nearest` likewise has it heard as one of two intents. After every turn of every conversation a copy of it leaves with one word.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bot.ports import ChannelKind, Kind
from bot.settings import Settings
from escalation.model import Outcome
from locales.lockscreen import gives_away
from locales.sms import fold_gsm, parts
from nlu.model import OUT_OF_SCOPE, Alarm, Trigger, Understanding

FOLDER = Path(__file__).parent.parent / "conversations" / "service"
CONVERSATIONS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}
LANGUAGES = ("en", "es", "ar")
EXIT_WORDS = {"en": "exit", "es": "salir", "ar": "خروج"}
ENDED = {Kind.ERASE, Kind.TALLY, Kind.COVER, Kind.OUTBOX}
"""What may be left of a person who left: deletions that are to be tried again, a count, cover, a last line on its way."""

DOUBTFUL = {
    text: tuple(Alarm(Trigger(name), "test", sure=False) for name in turn["doubtful"])
    for each in CONVERSATIONS.values()
    for turn in each["turns"]
    if "doubtful" in turn
    for text in turn["say"].values()
}
"""What is heard as a doubtful sign, whatever understanding makes of it."""

NEAREST = {
    text: tuple(turn["nearest"])
    for each in CONVERSATIONS.values()
    for turn in each["turns"]
    if "nearest" in turn
    for text in turn["say"].values()
}
"""What is heard as either of two intents, whatever understanding makes of it."""


@pytest.fixture
def settings(tmp_path):
    """Records in memory: these tests make hundreds of services, and the disk is not what they are about."""
    return Settings(_env_file=None, home=tmp_path, volatile_url="memory:", database_url="sqlite://", demo=True)


@pytest.fixture
def service(service):
    """The service, which hears the messages of `DOUBTFUL` and `NEAREST` as that."""

    def understand(text, hint=""):
        if text in NEAREST:
            intent, second = NEAREST[text]
            return Understanding(hint, intent, 0.5, second=second)
        alarms = DOUBTFUL.get(text)
        return Understanding(hint, OUT_OF_SCOPE, 0.2, alarms) if alarms else service.understand(text, hint)

    return replace(service, understand=understand)


def pattern(service, tag, text_id, sms):
    """What an answer must hold: the text, its arguments left open."""
    names = service.texts.arguments(tag, text_id)
    sample = service.texts.text(tag, text_id, dict.fromkeys(names, 7), sms=sms)
    sample = fold_gsm(sample) if sms else sample
    words = re.findall(r"[^\W\d_]{3,}", sample)
    return words if names else [sample]


def check_answer(service, tag, channel, answer, turn):
    sms = channel is ChannelKind.SMS
    text = "\n".join(out["text"] for out in answer["out"])
    for text_id in turn.get("out", ()):
        for part in pattern(service, tag, text_id, sms):
            assert part in text, f"{text_id} is missing"
    if "out" in turn and not turn["out"]:
        assert not text
    if "state" in turn:
        assert answer["state"] == turn["state"]
    if "case" in turn:
        assert (answer["case"] or {}).get("urgency") == turn["case"]
    for out in answer["out"]:
        assert gives_away(out["text"], tag) is None, "a lock screen shows a give-away word"
        if sms:
            assert parts(out["text"]).parts <= 3


async def take(service, talk, desk, tag, turn, *, by_number):
    """Take one turn of a conversation; return the answer."""
    if "desk" in turn:
        return await work(talk, desk, turn["desk"])
    if "say" in turn:
        said = turn["say"]
        return await talk.write(said if isinstance(said, str) else said[tag])
    label = service.texts.text(tag, turn["pick"], sms=talk.phone.kind is ChannelKind.SMS)
    offered = [each for each, _ in talk.buttons()]
    assert label in offered, f"{turn['pick']} is not offered"
    return await talk.write(str(offered.index(label) + 1) if by_number else label)


async def work(talk, desk, act):
    """Do what an advocate does."""
    before = {shown.id for shown in talk.phone.phone(talk.address).shown}
    match act:
        case "open":
            await desk.open()
        case "claim":
            desk.case = await desk.next()
            assert desk.case is not None
        case "read":
            assert (await desk.look(desk.case.id)).context
            await desk.line.read(desk.case.id, desk.staff.id)
        case "nothing to read":
            assert not (await desk.look(desk.case.id)).context
        case "reply":
            await desk.line.reply(desk.case.id, desk.staff.id, f"m{len(before)}", "Yes.")
        case "give back":
            await desk.line.give_back(desk.case.id, desk.staff.id)
        case "close":
            await desk.line.close_case(desk.case.id, desk.staff.id, Outcome.SUPPORTED)
        case _:
            raise AssertionError(act)
    await talk.settle()
    session = await talk.session()
    shown = [each for each in talk.phone.phone(talk.address).shown if each.id not in before]
    return {"out": [{"text": each.text} for each in shown], "state": await talk.state(session), "case": None}


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_conversation(service, begin, desk, name, tag):
    """On each channel, answering with labels and with numbers."""
    conversation = CONVERSATIONS[name]
    for channel in map(ChannelKind, conversation.get("channels", list(ChannelKind))):
        for by_number in (False, True):
            talk = await begin(channel, tag)
            for place, turn in enumerate(conversation["turns"]):
                try:
                    answer = await take(service, talk, desk, tag, turn, by_number=by_number)
                    check_answer(service, tag, channel, answer, turn)
                except AssertionError as error:
                    raise AssertionError(f"{name}, turn {place}, {channel}: {error}") from error
            await talk.write("0")  # nobody stays in the queue before the next one


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("name", CONVERSATIONS)
async def test_one_word_leaves_from_every_state_of_it(service, begin, desk, name, tag):
    turns = CONVERSATIONS[name]["turns"]
    if name == "cover":
        turns = turns[:7]  # what was written and said while covered stays on the phone: nobody remembers it
    last_line = service.texts.text(tag, "last-line")
    for length in range(1, len(turns) + 1):
        talk = await begin(ChannelKind.TELEGRAM, tag)
        for turn in turns[:length]:
            await take(service, talk, desk, tag, turn, by_number=False)
        if (await talk.book()).cover or await talk.session() is None:
            continue  # in cover no word leaves but the way-back word, and who has left cannot leave again
        answer = await talk.write("0" if length % 2 else EXIT_WORDS[tag])
        language = last_line if "language" not in name and "unserved" not in name else answer["out"][0]["text"]
        assert [out["text"] for out in answer["out"]] == [language], f"turn {length}"
        assert answer["erased"]
        assert [shown.text for shown in talk.phone.phone(talk.address).shown] == [language], "both sides are deleted"
        book = await talk.book()
        assert {key.kind for key in book.rows} <= ENDED
        assert not await service.records.open_cases(), "every case is closed"


def test_every_flow_has_a_conversation(service):
    """A flow that nobody walked in words is a flow that nobody read."""
    walked = {turn["state"].split("/")[1] for each in CONVERSATIONS.values() for turn in each["turns"] if "state" in turn}
    assert not set(service.library.flows) - walked
