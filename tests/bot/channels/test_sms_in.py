"""Reading Twilio's forms: signatures, messages, command words, status callbacks; and whatever a stranger may post."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from bot.channels.sms_in import (
    ALGORITHMS,
    EMPTY_ANSWER,
    BadFormError,
    State,
    check_signature,
    command,
    is_number,
    looks_signed,
    media_sids,
    read_inbound,
    read_status,
)
from bot.ports import ChannelKind, Inbound, InboundKind
from tests.fakes.twilio_messages import TOKEN
from tests.fakes.twilio_server import FakeTwilio

pytest_plugins = ["tests.fixtures_twilio"]

PERSON = "+12025550101"
SID = "SM" + "0c" * 16
CANARY = "canary-word-4711"
URL = "https://line.example.org/channels/sms"
FORM = {"MessageSid": SID, "From": PERSON, "Body": "hello", "NumMedia": "0"}

names = st.text(st.characters(codec="utf-8", exclude_categories=()), max_size=8)
pairs = st.lists(st.tuples(names, names), max_size=8)
urls = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(("https", "http")),
    st.sampled_from(("line.example.org", "127.0.0.1", "xn--bcher-kva.example")),
    st.sampled_from(("", ":443", ":80", ":8443")),
    st.sampled_from(("/channels/sms", "/channels/sms/status", "/", "")),
    st.sampled_from(("", "?a=1&b=", "?q=%20x")),
)


# Signatures


def own_signature(url: str, items: list[tuple[str, str]], token: str, name: str) -> str:
    """Sign a second time, from Twilio's prose and sharing nothing with the code under test."""
    text = url
    for key in sorted({key for key, _ in items}):
        for value in sorted({value for other, value in items if other == key}):
            text += key + value
    digest = hashlib.sha1 if name == "HMAC_SHA1" else hashlib.sha256
    return base64.b64encode(hmac.new(token.encode(), text.encode(), digest).digest()).decode()


@given(urls, pairs, st.sampled_from(sorted(ALGORITHMS)))
@example("https://line.example.org/channels/sms", [("Body", ""), ("Body", " x "), ("New", "")], "HMAC_SHA1")
def test_it_agrees_with_an_independent_signature_and_with_twilios_own_check(url: str, items: list[tuple[str, str]], name: str) -> None:
    signature = own_signature(url, items, TOKEN, name)
    form = MultiDict(items)
    assert RequestValidator(TOKEN).validate(url, form, signature, name) is True
    assert check_signature(url, items, signature, TOKEN, [name])
    other = "HMAC_SHA256" if name == "HMAC_SHA1" else "HMAC_SHA1"
    assert not check_signature(url, items, signature, TOKEN, [other]), "an algorithm that is not allowed"
    assert check_signature(url, items, signature, TOKEN, [other, name])


@given(pairs, st.data())
def test_any_change_breaks_it(items: list[tuple[str, str]], data: st.DataObject) -> None:
    items = [*items, ("Body", "hello")]
    signature = own_signature(URL, items, TOKEN, "HMAC_SHA1")
    changed = list(items)
    match data.draw(st.sampled_from(("drop", "add", "value", "name"))):
        case "drop":
            del changed[-1]
        case "add":
            changed.append(("Extra", "1"))
        case "value":
            changed[-1] = ("Body", "hello ")
        case "name":
            changed[-1] = ("body", "hello")
    same = set(changed) == set(items)
    assert check_signature(URL, changed, signature, TOKEN) is same
    assert RequestValidator(TOKEN).validate(URL, MultiDict(changed), signature) is same


@given(
    st.one_of(st.none(), st.text(max_size=60), st.binary(min_size=20, max_size=20).map(lambda raw: base64.b64encode(raw).decode())), pairs
)
def test_a_forged_signature_is_refused_and_nothing_is_raised(header: str | None, items: list[tuple[str, str]]) -> None:
    assert check_signature(URL, items, header, TOKEN) is False


@pytest.mark.parametrize(
    "header", [None, "", " ", "x" * 28, "ä" * 28, base64.b64encode(b"x" * 19).decode(), base64.b64encode(b"x" * 21).decode()]
)
def test_what_cannot_be_a_signature_is_refused_before_the_body_is_read(header: str | None) -> None:
    assert not looks_signed(header)
    assert not check_signature(URL, [], header, TOKEN)


@pytest.mark.parametrize(
    ("configured", "signed"),
    [
        ("https://line.example.org/channels/sms", "https://line.example.org:443/channels/sms"),
        ("https://line.example.org:443/channels/sms", "https://line.example.org/channels/sms"),
        ("https://line.example.org:8443/channels/sms", "https://line.example.org/channels/sms"),
        ("https://line.example.org/channels/sms#rc=3&rp=all", "https://line.example.org/channels/sms"),
        ("http://[::1]:8080/channels/sms", "http://[::1]/channels/sms"),
    ],
)
def test_the_port_may_be_signed_or_not_and_connection_overrides_never_are(configured: str, signed: str) -> None:
    items = [("Body", "hello")]
    assert check_signature(configured, items, own_signature(signed, items, TOKEN, "HMAC_SHA1"), TOKEN)


@pytest.mark.parametrize(
    "url", ["http://line.example.org/channels/sms", "https://line.example.org/channels/sms/", "https://other.example.org/channels/sms"]
)
def test_another_url_is_another_signature(url: str) -> None:
    assert not check_signature(URL, [], own_signature(url, [], TOKEN, "HMAC_SHA1"), TOKEN)


@pytest.mark.parametrize("algorithms", [(), ("HMAC_MD5",), ("HMAC_SHA1", "none")])
def test_an_unknown_algorithm_is_a_fault_of_the_settings(algorithms: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="signature algorithms"):
        check_signature(URL, [], None, TOKEN, algorithms)


def test_a_lone_surrogate_was_never_signed() -> None:
    assert not check_signature(URL, [("Body", "\ud800")], own_signature(URL, [], TOKEN, "HMAC_SHA1"), TOKEN)


def test_what_the_pretended_twilio_posts_is_signed(twilio: FakeTwilio) -> None:
    items = list(twilio.inbound_items(twilio.messages.receive(PERSON, "  hello\n", 1.0, media=2)).items())
    assert check_signature(URL, items, twilio.sign(URL, items), TOKEN)
    assert not check_signature(URL, items, twilio.sign(URL, items, "another-token"), TOKEN)


# Messages


def test_a_message_becomes_one_value_and_the_rest_is_dropped(twilio: FakeTwilio) -> None:
    form = twilio.inbound_items(twilio.messages.receive(PERSON, " Can you help me? ", 1.0))
    inbound = read_inbound(form, 1000.0)
    assert inbound == Inbound(
        id=form["MessageSid"], kind=InboundKind.TEXT, channel=ChannelKind.SMS, address=PERSON, at=1000.0, text=" Can you help me? ",
        message_id=form["MessageSid"],
    )  # fmt: skip
    assert "WASHINGTON" not in repr(inbound)
    assert "20500" not in repr(inbound)


@pytest.mark.parametrize("word", ["STOP", "stop", " Stop \n", "STOPALL", "unsubscribe", "Cancel", "END", "quit", "revoke", "OptOut"])
def test_one_word_opts_out(word: str) -> None:
    assert read_inbound(FORM | {"Body": word}, 0).kind is InboundKind.OPT_OUT


@pytest.mark.parametrize(
    ("word", "kind"),
    [("START", InboundKind.OPT_IN), ("unstop", InboundKind.OPT_IN), ("Help", InboundKind.HELP), ("INFO ", InboundKind.HELP)],
)
def test_one_word_opts_in_or_asks(word: str, kind: InboundKind) -> None:
    assert read_inbound(FORM | {"Body": word}, 0).kind is kind


@pytest.mark.parametrize(
    "text", ["YES", "yes", "please stop", "STOP now", "opt out", "stop.", "quıt", "ＳＴＯＰ", "", "0", "help me", "endé"]
)
def test_everything_else_is_a_text(text: str) -> None:
    assert command(text) is None
    assert read_inbound(FORM | {"Body": text}, 0).kind is InboundKind.TEXT


@pytest.mark.parametrize(
    ("told", "kind"),
    [("STOP", InboundKind.OPT_OUT), ("START", InboundKind.OPT_IN), ("HELP", InboundKind.HELP), ("stop", InboundKind.OPT_OUT)],
)
@pytest.mark.parametrize("body", ["ARRET", "yes", "help"])
def test_what_advanced_opt_out_says_counts_whatever_the_word(told: str, kind: InboundKind, body: str) -> None:
    assert read_inbound(FORM | {"Body": body, "OptOutType": told}, 0).kind is kind


def test_an_unknown_opt_out_type_changes_nothing() -> None:
    assert read_inbound(FORM | {"OptOutType": "PAUSE"}, 0).kind is InboundKind.TEXT


def test_media_is_named_and_not_opened(twilio: FakeTwilio) -> None:
    message = twilio.messages.receive(PERSON, CANARY, 1.0, media=3)
    form = twilio.inbound_items(message)
    inbound = read_inbound(form, 0)
    assert inbound.kind is InboundKind.MEDIA
    assert inbound.text == CANARY
    assert media_sids(form) == tuple(message.media)
    assert read_inbound(form | {"Body": "stop"}, 0).kind is InboundKind.OPT_OUT, "leaving beats a picture"


@pytest.mark.parametrize("count", ["x", "-1", "99999999999", "1e3", "١"])
def test_a_media_count_that_is_none_counts_as_media(count: str) -> None:
    assert read_inbound(FORM | {"NumMedia": count}, 0).kind is InboundKind.MEDIA


@pytest.mark.parametrize(
    "change",
    [
        {"From": ""}, {"From": "12025550101"}, {"From": "whatsapp:+12025550101"}, {"From": "+1202555XXXX"}, {"From": "HELPLINE"}, {"From": "22395"},
        {"From": "+١٢٠٢٥٥٥٠١٠١"}, {"From": "+1202555010199999"}, {"From": "+999123456789"}, {"From": "+1 202 555 0101"}, {"From": "+12025550101\n"},
        {"MessageSid": ""}, {"MessageSid": "SM12"}, {"MessageSid": "CA" + "0" * 32}, {"MessageSid": SID + "0"}, {"MessageSid": "../" + SID},
    ],
)  # fmt: skip
def test_what_twilio_would_never_post_is_refused_without_a_quote(change: dict[str, str]) -> None:
    with pytest.raises(BadFormError) as caught:
        read_inbound(FORM | {"Body": CANARY} | change, 0)
    told = str(caught.value) + repr(caught.value)
    assert CANARY not in told
    assert not next(iter(change.values())) or next(iter(change.values())) not in told
    assert PERSON not in told


@pytest.mark.parametrize(
    "number", ["+12025550101", "+447700900123", "+525512345678", "+5215512345678", "+380501234567", "+967712345678", "+15005550006"]
)
def test_numbers_that_could_exist_pass(number: str) -> None:
    assert is_number(number)


# Status callbacks


@pytest.mark.parametrize(
    ("word", "final"),
    [
        ("queued", False),
        ("sending", False),
        ("sent", False),
        ("delivered", True),
        ("undelivered", True),
        ("failed", True),
        ("canceled", True),
        ("later-invented", False),
    ],
)
def test_a_status_says_whether_it_is_the_last(word: str, final: bool) -> None:
    status = read_status({"MessageSid": SID, "To": PERSON, "MessageStatus": word})
    assert status.final is final
    assert status.sid == SID
    assert status.address == PERSON
    assert PERSON not in repr(status)
    assert status.state == (word if word in set(State) else State.OTHER)


def test_a_status_tells_of_an_opt_out() -> None:
    status = read_status({"MessageSid": SID, "To": PERSON, "SmsStatus": "failed", "ErrorCode": "21610"})
    assert status.opted_out
    assert status.error_code == 21610


def test_a_status_with_a_hidden_number_still_counts() -> None:
    assert read_status({"MessageSid": SID, "To": "+1202555XXXX", "MessageStatus": "delivered"}).address == ""


# Whatever is posted

RULES = {
    "Twilio's form: MessageSid must be SM or MM and 32 hex digits",
    "Twilio's form: From must be a number in E.164",
    "Twilio's form: MessageStatus is missing",
}  # all that a refusal may say: nothing of what was posted

fields = st.dictionaries(
    st.sampled_from(
        ("MessageSid", "From", "Body", "NumMedia", "OptOutType", "MediaUrl0", "To", "MessageStatus", "SmsStatus", "ErrorCode", "x")
    ),
    st.one_of(
        st.text(st.characters(exclude_categories=())),
        st.sampled_from((SID, PERSON, "STOP", "3", "delivered", "21610", "https://x/ME" + "0" * 32, "\ud800", "\x00", "😀" * 10_000)),
    ),
)


@given(fields)
@example({**FORM, "Body": "\ud800\x00\N{RIGHT-TO-LEFT OVERRIDE}"})
@example({**FORM, "Body": "😀" * 10_000})
def test_any_form_is_read_or_refused_without_a_quote(form: Mapping[str, str]) -> None:
    told = []
    for read in (lambda: read_inbound(form, 0.0), lambda: read_status(form)):
        try:
            read()
        except BadFormError as error:
            told.append(str(error))
    assert set(told) <= RULES
    assert all(len(sid) == 34 for sid in media_sids(form))
    if set(FORM) <= set(form) and form["MessageSid"] == SID and form["From"] == PERSON:
        read_inbound(form, 0.0).text.encode()


def test_an_upload_in_place_of_text_is_refused() -> None:
    form: dict[str, object] = {**FORM, "Body": b"upload"}
    with pytest.raises(BadFormError, match="Body must be text"):
        read_inbound(form, 0.0)  # type: ignore[arg-type]


def test_the_empty_answer_says_nothing() -> None:
    assert EMPTY_ANSWER == b'<?xml version="1.0" encoding="UTF-8"?><Response/>'
