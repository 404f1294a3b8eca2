"""Simulated phones: how many there are, when they go, and what a hand can do on them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.simulator import Simulator
from bot.channels.sms_in import is_number
from bot.demo.acts import MAX_TEXT, Act, CannotError, Done, perform
from bot.demo.news import show_screen
from bot.demo.phones import IDLE_SECONDS, MAX_PHONES, MAX_SHOWN, Phones
from bot.ports import Button, ChannelKind, GoneError, InboundKind, Outbound

TELEGRAM, SMS = ChannelKind.TELEGRAM, ChannelKind.SMS


class Hands:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = 1_800_000_000.0

    def now(self) -> float:
        return self.time


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def phones(hands) -> Phones:
    return Phones({kind: Simulator(kind) for kind in ChannelKind}, hands)


async def do(phones: Phones, handset, act: Act, text: str = "", **more: str):
    return await perform(phones.simulators[handset.kind], handset, Done(act, text, **more), 1_800_000_000.5)


def test_a_phone_has_an_address_of_its_kind_and_a_token_that_says_nothing_of_it(phones):
    telegram, sms = phones.add(TELEGRAM), phones.add(SMS)
    assert telegram.address.isdigit()
    assert is_number(sms.address)
    assert telegram.address not in telegram.token
    assert len({phones.add(SMS).address for _ in range(50)}) == 50


def test_the_number_of_phones_is_bounded_and_the_longest_unused_goes_first(phones, hands):
    first, second = phones.add(TELEGRAM), phones.add(TELEGRAM)
    for _ in range(MAX_PHONES - 2):
        hands.time += 1
        phones.add(SMS)
    hands.time += 1
    assert phones.find(first.token) is first  # used again just now
    phones.add(SMS)
    assert len(phones) == MAX_PHONES
    assert phones.find(first.token) is first
    assert phones.find(second.token) is None


def test_the_phone_of_a_closed_page_is_put_away_with_what_lies_on_it(phones, hands):
    left = phones.add(TELEGRAM)
    phones.simulators[TELEGRAM].phone(left.address)
    hands.time += IDLE_SECONDS + 1
    kept = phones.add(TELEGRAM)
    assert phones.find(left.token) is None
    assert left.address not in phones.simulators[TELEGRAM].phones
    assert phones.find(kept.token) is kept


async def test_a_late_message_to_a_phone_that_is_gone_does_not_stay(phones):
    handset = phones.add(SMS)
    phones.drop(handset.token)
    await phones.simulators[SMS].send(Outbound(handset.address, "late"))
    phones.add(SMS)
    assert phones.simulators[SMS].phones == {}


async def test_a_phone_shows_a_bounded_number_of_messages(phones):
    handset = phones.add(SMS)
    for number in range(MAX_SHOWN + 5):
        await do(phones, handset, Act.WRITE, str(number))
    shown = phones.screen(handset).shown
    assert [shown[0].text, shown[-1].text, len(shown)] == ["5", str(MAX_SHOWN + 4), MAX_SHOWN]


@pytest.mark.parametrize(
    ("act", "text", "kind", "heard"),
    [
        (Act.WRITE, "hola", InboundKind.TEXT, "hola"),
        (Act.WRITE, "/start", InboundKind.START, ""),
        (Act.VOICE, "", InboundKind.MEDIA, ""),
        (Act.PHOTO, "", InboundKind.MEDIA, ""),
        (Act.BLOCK, "", InboundKind.BLOCKED, ""),
    ],
)
async def test_what_a_hand_does_on_telegram_is_read_by_telegrams_reader(phones, act, text, kind, heard):
    handset = phones.add(TELEGRAM)
    inbound = await do(phones, handset, act, text, hint="ar", seen_as="media")
    assert (inbound.kind, inbound.text, inbound.address, inbound.channel) == (kind, heard, handset.address, TELEGRAM)
    assert inbound.hint == ("" if act is Act.BLOCK else "ar")
    if act is not Act.BLOCK:
        assert inbound.message_id == phones.screen(handset).shown[-1].id


@pytest.mark.parametrize(
    ("text", "kind"),
    [("hola", InboundKind.TEXT), ("Stop", InboundKind.OPT_OUT), ("START", InboundKind.OPT_IN), ("help", InboundKind.HELP)],
)
async def test_what_a_hand_does_on_sms_is_read_by_twilios_reader(phones, text, kind):
    handset = phones.add(SMS)
    inbound = await do(phones, handset, Act.WRITE, text)
    assert (inbound.kind, inbound.address, inbound.message_id) == (kind, handset.address, phones.screen(handset).shown[-1].id)
    assert (await do(phones, handset, Act.PHOTO, seen_as="media")).kind is InboundKind.MEDIA


async def test_only_a_button_that_is_there_can_be_pressed(phones):
    handset = phones.add(TELEGRAM)
    sent = await phones.simulators[TELEGRAM].send(Outbound(handset.address, "Hi", (Button("A", "e.q.0"),)))
    inbound = await do(phones, handset, Act.PRESS, message=sent.ids[0], payload="e.q.0")
    assert (inbound.kind, inbound.text, inbound.message_id) == (InboundKind.CHOICE, "e.q.0", sent.ids[0])
    for message, payload in ((sent.ids[0], "e.q.1"), ("99", "e.q.0")):
        with pytest.raises(CannotError):
            await do(phones, handset, Act.PRESS, message=message, payload=payload)


async def test_only_ones_own_message_can_be_edited(phones):
    handset = phones.add(TELEGRAM)
    own = (await do(phones, handset, Act.WRITE, "one")).message_id
    theirs = (await phones.simulators[TELEGRAM].send(Outbound(handset.address, "Hi"))).ids[0]
    inbound = await do(phones, handset, Act.EDIT, "two", message=own)
    assert (inbound.kind, inbound.text, inbound.message_id) == (InboundKind.EDITED, "two", own)
    assert phones.screen(handset).shown[0].text == "two"
    for message in (theirs, "99", ""):
        with pytest.raises(CannotError):
            await do(phones, handset, Act.EDIT, "three", message=message)


async def test_who_is_blocked_can_neither_write_nor_delete(phones):
    handset = phones.add(TELEGRAM)
    phone = phones.simulators[TELEGRAM]
    message = (await do(phones, handset, Act.WRITE, "one")).message_id
    await do(phones, handset, Act.BLOCK)
    with pytest.raises(CannotError):
        await do(phones, handset, Act.WRITE, "two")
    with pytest.raises(GoneError):
        await phone.send(Outbound(handset.address, "Hi"))
    assert (await phone.erase(handset.address, [message], whole=True)).kept == (message,)
    assert len(phones.screen(handset).shown) == 1
    assert await do(phones, handset, Act.UNBLOCK) is None  # the service is not told, as with the real one
    assert (await do(phones, handset, Act.WRITE, "two")).text == "two"


@pytest.mark.parametrize("act", [Act.VOICE, Act.PRESS, Act.EDIT, Act.BLOCK, Act.UNBLOCK])
async def test_sms_has_words_and_pictures_only(phones, act):
    handset = phones.add(SMS)
    own = (await do(phones, handset, Act.WRITE, "one")).message_id
    with pytest.raises(CannotError):
        await do(phones, handset, act, "two", message=own, payload="x")
    assert [message.text for message in phones.screen(handset).shown] == ["one"]


@pytest.mark.parametrize("kind", list(ChannelKind))
@pytest.mark.parametrize("over", ["empty", "blank", "long"])
async def test_nothing_and_too_much_cannot_be_sent(phones, kind, over):
    handset = phones.add(kind)
    text = {"empty": "", "blank": " \n\t", "long": "a" * (MAX_TEXT[kind] + 1)}[over]
    with pytest.raises(CannotError):
        await do(phones, handset, Act.WRITE, text)
    assert phones.screen(handset).shown == []


@given(text=st.text(max_size=300), kind=st.sampled_from(list(ChannelKind)), act=st.sampled_from(list(Act)), payload=st.text(max_size=70))
async def test_whatever_a_hand_does_is_read_or_cannot_be_done(text, kind, act, payload):
    phones = Phones({each: Simulator(each) for each in ChannelKind}, Hands())
    handset = phones.add(kind)
    try:
        inbound = await do(phones, handset, act, text, message=text[:5], payload=payload, hint="en", seen_as="media")
    except CannotError:
        return
    assert inbound is None or (inbound.address == handset.address and inbound.channel is kind)


async def test_the_screen_tells_what_a_lock_screen_would_show(phones):
    handset = phones.add(TELEGRAM)
    phone = phones.simulators[TELEGRAM]
    assert show_screen(phones.screen(handset), TELEGRAM)["preview"] == ""
    await phone.send(Outbound(handset.address, "x" * 100 + "y", (Button("A", "p"), Button("×", "x"))))
    await do(phones, handset, Act.WRITE, "mine is not shown")
    screen = show_screen(phones.screen(handset), TELEGRAM)
    assert screen["preview"] == "x" * 100
    assert [button["leaves"] for button in screen["shown"][0]["buttons"]] == [False, True]


async def test_sms_shows_no_buttons_but_what_a_message_costs(phones):
    handset = phones.add(SMS)
    await phones.simulators[SMS].send(Outbound(handset.address, "ü" * 161, (Button("A", ""),)))
    [message] = show_screen(phones.screen(handset), SMS)["shown"]
    assert (message["buttons"], message["parts"]) == ([], 2)
