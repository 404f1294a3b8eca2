"""What Telegram delivers, read: each kind of update, and whatever a stranger may send in its place."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.channels.telegram_in import (
    MAX_BODY_BYTES,
    BadUpdateError,
    Read,
    check_secret,
    mend,
    read_body,
    read_update,
    require_secret,
    update_id_of,
    utf16_units,
)
from bot.ports import ChannelKind, Inbound, InboundKind
from tests.fakes.telegram_reader import read_update_again

NOW = 1_795_000_000.0
CHAT = {"id": 5001, "type": "private", "first_name": "Marisol", "last_name": "Secret", "username": "mari"}
SENDER = {"id": 5001, "is_bot": False, "first_name": "Marisol", "last_name": "Secret", "username": "mari", "language_code": "es-419"}
GROUP = {"id": -100200, "type": "supergroup", "title": "Neighbours"}
MEMBER = {"user": {"id": 9, "is_bot": True, "first_name": "Notes"}, "status": "member"}
KICKED = {**MEMBER, "status": "kicked", "until_date": 0}


def message(**content: Any) -> dict[str, Any]:
    body = {"message_id": 77, "date": 1_794_999_000, "chat": CHAT, "from": SENDER, **content}
    return {"update_id": 1001, "message": {key: value for key, value in body.items() if value is not None}}


def press(**content: Any) -> dict[str, Any]:
    on = {"message_id": 70, "date": 1_794_990_000, "chat": CHAT, "from": MEMBER["user"], "text": "Hi"}
    body = {"id": "4000000001", "from": SENDER, "chat_instance": "-1", "message": on, "data": "e1:0", **content}
    return {"update_id": 1002, "callback_query": {key: value for key, value in body.items() if value is not None}}


def membership(chat: dict[str, Any], status: dict[str, Any]) -> dict[str, Any]:
    change = {"chat": chat, "from": SENDER, "date": 1_794_999_000, "old_chat_member": MEMBER, "new_chat_member": status}
    return {"update_id": 1003, "my_chat_member": change}


def inbound(kind: InboundKind, **fields: Any) -> Inbound:
    known = {"id": "tg-1001", "address": "5001", "at": 1_794_999_000.0, "message_id": "77", "hint": "es-419", **fields}
    return Inbound(kind=kind, channel=ChannelKind.TELEGRAM, **known)


VOICE = {"duration": 4, "file_id": "AwAC", "file_unique_id": "Ag"}
PHOTO = [{"file_id": "AgAC", "file_unique_id": "AQ", "width": 90, "height": 67}]
PLACE = {"latitude": 41.1, "longitude": 2.2}

CASES: dict[str, tuple[dict[str, Any], Read]] = {
    "text": (message(text="hola 👋"), Read(inbound(InboundKind.TEXT, text="hola 👋"))),
    "start": (message(text="/start"), Read(inbound(InboundKind.START))),
    "start with a payload": (message(text="/start ref_1"), Read(inbound(InboundKind.START, text="ref_1"))),
    "start with a cry for help": (message(text="/start he hits me"), Read(inbound(InboundKind.START, text="he hits me"))),
    "start by name": (message(text="/start@notes_bot x"), Read(inbound(InboundKind.START, text="x"))),
    "not quite start": (message(text="/started"), Read(inbound(InboundKind.TEXT, text="/started"))),
    "voice": (message(voice=VOICE), Read(inbound(InboundKind.MEDIA))),
    "photo with words": (message(photo=PHOTO, caption="help"), Read(inbound(InboundKind.MEDIA, text="help"))),
    "location": (message(location=PLACE), Read(inbound(InboundKind.MEDIA))),
    "something of a newer Bot API": (message(hologram={"x": 1}), Read(inbound(InboundKind.MEDIA))),
    "timer set by the person": (message(message_auto_delete_timer_changed={"message_auto_delete_time": 86400}), Read()),
    "no language": (message(text="x", **{"from": {**SENDER, "language_code": None}}), Read(inbound(InboundKind.TEXT, text="x", hint=""))),
    "no sender": (message(text="x", **{"from": None}), Read(inbound(InboundKind.TEXT, text="x", hint=""))),
    "a bot": (message(text="x", **{"from": {**SENDER, "is_bot": True}}), Read()),
    "no date": (message(text="x", date=None), Read(inbound(InboundKind.TEXT, text="x", at=NOW))),
    "group": (message(text="x", chat=GROUP), Read(leave="-100200")),
    "group with a number like a person's": (message(text="x", chat={**GROUP, "id": 44}), Read(leave="44")),
    "private with a number like a group's": (message(text="x", chat={**CHAT, "id": -44}), Read(leave="-44")),
    "channel": ({"update_id": 1, "channel_post": {"message_id": 1, "date": 1, "chat": {"id": -7, "type": "channel"}}}, Read(leave="-7")),
    "edit": (
        {"update_id": 1001, "edited_message": {**message(text="now exit")["message"], "edit_date": 1_794_999_500}},
        Read(inbound(InboundKind.EDITED, text="now exit", at=1_794_999_500.0)),
    ),
    "edit of a caption": (
        {"update_id": 1001, "edited_message": {**message(photo=PHOTO, caption="help")["message"], "edit_date": 1_794_999_500}},
        Read(inbound(InboundKind.EDITED, text="help", at=1_794_999_500.0)),
    ),
    "moving location": ({"update_id": 1001, "edited_message": {**message(location=PLACE)["message"], "edit_date": 5}}, Read()),
    "edit in a group": ({"update_id": 1001, "edited_message": message(text="x", chat=GROUP)["message"]}, Read(leave="-100200")),
    "press": (
        press(),
        Read(inbound(InboundKind.CHOICE, id="tg-1002", text="e1:0", message_id="70", at=NOW), answer="4000000001"),
    ),
    "press on an old message": (
        press(message={"message_id": 70, "date": 0, "chat": CHAT}),
        Read(inbound(InboundKind.CHOICE, id="tg-1002", text="e1:0", message_id="70", at=NOW), answer="4000000001"),
    ),
    "press on nothing": (press(message=None, inline_message_id="A"), Read(answer="4000000001")),
    "press of a game": (press(data=None, game_short_name="g"), Read(answer="4000000001")),
    "press with 65 bytes": (press(data="é" * 32 + "x"), Read(answer="4000000001")),
    "press in a group": (press(message={"message_id": 70, "date": 0, "chat": GROUP}), Read(answer="4000000001", leave="-100200")),
    "blocked": (membership(CHAT, KICKED), Read(inbound(InboundKind.BLOCKED, id="tg-1003", message_id="", hint=""))),
    "unblocked": (membership(CHAT, MEMBER), Read()),
    "added to a group": (membership(GROUP, MEMBER), Read(leave="-100200")),
    "thrown out of a group": (membership(GROUP, KICKED), Read()),
    "unknown kind": ({"update_id": 5, "hologram": {"chat": GROUP}}, Read()),
    "unknown and empty": ({"update_id": 5}, Read()),
}


@pytest.mark.parametrize("name", CASES)
def test_each_kind_of_update_is_read(name: str) -> None:
    update, expected = CASES[name]

    assert read_update(update, received_at=NOW) == expected
    assert read_body(json.dumps(update).encode(), received_at=NOW) == expected


@pytest.mark.parametrize("name", [name for name in CASES if name not in ("something of a newer Bot API", "no date")])
def test_the_second_reader_reads_the_same_updates(name: str) -> None:
    update, expected = CASES[name]
    again = read_update_again(update)

    if expected.inbound is not None and expected.inbound.kind is not InboundKind.BLOCKED:
        assert again.effective_chat is not None
        assert expected.inbound.address == str(again.effective_chat.id)
        assert again.effective_message is not None
        assert expected.inbound.message_id == str(again.effective_message.message_id)


def test_names_do_not_get_in() -> None:
    for update, _ in CASES.values():
        read = read_update(update, received_at=NOW)
        assert "Marisol" not in repr(read)
        assert "Secret" not in repr(read)
        assert "mari" not in repr(read)
        assert "Neighbours" not in repr(read)


BAD: dict[str, Any] = {
    "no object": [1, 2],
    "no id": {"message": {}},
    "id of text": {"update_id": "7"},
    "id true": {"update_id": True},
    "id beyond 64 bits": {"update_id": 1 << 64},
    "message of text": {"update_id": 1, "message": "x"},
    "chat missing": {"update_id": 1, "message": {"message_id": 1, "text": "x"}},
    "chat id of text": {"update_id": 1, "message": {"message_id": 1, "chat": {"id": "5001", "type": "private"}}},
    "chat id of a float": {"update_id": 1, "message": {"message_id": 1, "chat": {"id": 5001.0, "type": "private"}}},
    "text of a number": message(text=5),
    "message id missing": message(text="x", message_id=None),
    "query id missing": press(id=None),
    "query id too long": press(id="9" * 65),
    "query id of other letters": press(id="９"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_update_is_refused_by_its_rule_alone(name: str) -> None:
    with pytest.raises(BadUpdateError) as caught:
        read_update(BAD[name], received_at=NOW)

    assert "5001" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "body", [b"", b"x", b"{", b"[" * 100_000, b'{"update_id":' + b"9" * 5000 + b"}", b"\xff\xfe", b" " * (MAX_BODY_BYTES + 1), b"null"]
)
def test_a_body_that_is_no_update_is_refused_without_a_trace_of_it(body: bytes) -> None:
    with pytest.raises(BadUpdateError) as caught:
        read_body(body, received_at=NOW)

    assert caught.value.__context__ is None


def test_half_an_emoji_is_replaced_and_the_rest_is_read() -> None:
    body = json.dumps(message(text="a")).replace('"a"', '"help \\ud83d me"').encode()

    read = read_body(body, received_at=NOW)

    assert read.inbound is not None
    assert read.inbound.text == "help \ufffd me"
    assert mend("\ud83d\ude00") == "😀"  # halves that belong together


def test_a_byte_that_is_no_utf8_does_not_hide_the_message() -> None:
    read = read_body(json.dumps(message(text="help")).encode().replace(b"help", b"help \xff"), received_at=NOW)

    assert read.inbound is not None
    assert read.inbound.text == "help \ufffd"


def test_nul_and_direction_characters_pass_as_they_are() -> None:
    text = "\x00 \u202e \u2066x\u2069 \u200f"
    read = read_update(message(text=text), received_at=NOW)

    assert read.inbound is not None
    assert read.inbound.text == text


@pytest.mark.parametrize(("text", "kept"), [("x" * 5000, 4096), ("😀" * 10_000, 2048), ("x" + "😀" * 2048, 2048), ("😀" * 2048, 2048)])
def test_text_is_cut_where_telegram_cuts_and_never_within_a_character(text: str, kept: int) -> None:
    read = read_update(message(text=text), received_at=NOW)

    assert read.inbound is not None
    assert read.inbound.text == text[:kept]
    assert utf16_units(read.inbound.text) <= 4096


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=()), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
NAMES = ["message", "edited_message", "channel_post", "callback_query", "my_chat_member", "chat", "from", "id", "type", "text", "caption",
         "data", "date", "edit_date", "message_id", "new_chat_member", "status", "language_code", "is_bot"]  # fmt: skip


def damaged(update: dict[str, Any], path: list[str], rubbish: Any) -> dict[str, Any]:
    """A real update with one part of it replaced."""
    copy = json.loads(json.dumps(update))
    place = copy
    for name in path:
        if not isinstance(place.get(name), dict):
            place[name] = rubbish
            return copy
        place = place[name]
    place[path[-1] if path else "update_id"] = rubbish
    return copy


def survives(read: Any) -> None:
    """Whatever was read can be kept and sent on."""
    assert isinstance(read, Read)
    for value in (read.answer, read.leave, *(dataclasses.astuple(read.inbound) if read.inbound else ())):
        str(value).encode()
    if read.inbound:
        assert read.inbound.address.isdigit()
        assert utf16_units(read.inbound.text) <= 4096


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(CASES)), st.lists(st.sampled_from(NAMES), max_size=4), anything)
@example("press", ["callback_query", "data"], "\ud800")
@example("text", ["message", "text"], "\ud800\x00")
def test_a_damaged_update_is_read_or_refused_and_nothing_else(name: str, path: list[str], rubbish: Any) -> None:
    with contextlib.suppress(BadUpdateError):
        survives(read_update(damaged(CASES[name][0], path, rubbish), received_at=NOW))


@settings(max_examples=300, deadline=None)
@given(anything)
def test_any_value_is_read_or_refused(value: Any) -> None:
    update_id_of(value)
    with contextlib.suppress(BadUpdateError):
        survives(read_update(value, received_at=NOW))


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=200)
    | st.builds(lambda a, b: json.dumps(CASES["text"][0]).encode()[:a] + b, st.integers(0, 300), st.binary(max_size=20))
)
def test_any_body_is_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(BadUpdateError):
        survives(read_body(body, received_at=NOW))


def test_secrets_are_compared_whole() -> None:
    secret = require_secret("a-secret_0123456")

    assert check_secret("a-secret_0123456", secret)
    for wrong in (None, "", "a-secret_012345", "a-secret_01234567", "A-secret_0123456", "ä", "\udc80"):
        assert not check_secret(wrong, secret)


@pytest.mark.parametrize("secret", ["", "short", "with space 0123456", "ü" * 20, "x" * 257])
def test_a_webhook_without_a_fit_secret_is_not_built(secret: str) -> None:
    with pytest.raises(ValueError, match="secret") as caught:
        require_secret(secret)

    assert not secret or secret not in str(caught.value)


def test_an_open_door_is_an_error_and_not_a_yes() -> None:
    with pytest.raises(ValueError, match="secret"):
        check_secret("", "")


def test_reading_costs_little() -> None:
    body = json.dumps(message(text="help me please, he is coming back soon. " * 4)).encode()

    def seconds_each() -> float:
        start = time.perf_counter()
        for _ in range(200):
            read_body(body, received_at=NOW)
        return (time.perf_counter() - start) / 200

    assert min(seconds_each() for _ in range(20)) < 60e-6
