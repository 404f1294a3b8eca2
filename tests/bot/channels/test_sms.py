"""Sending and erasing by SMS against a pretended Twilio: exact requests, errors by remedy, and nothing that leaks."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import traceback
from collections.abc import Callable

import pytest

from bot.channels.sms import SmsChannel, remedy
from bot.channels.sms_http import MAX_PAUSE_SECONDS, Wire
from bot.ports import BusyError, Channel, GoneError, Outbound, RefusedError, SendError, UnsureError
from tests.fakes.twilio_messages import ACCOUNT, SENDER, SERVICE
from tests.fakes.twilio_server import FakeTwilio

pytest_plugins = ["tests.fixtures_twilio"]

PERSON = "+12025550101"
CANARY = "canary-word-4711"
GONE_SID = "SM" + "f" * 32


def message(text: str = CANARY, address: str = PERSON) -> Outbound:
    return Outbound(address, text)


async def failure_of(channel: SmsChannel, outbound: Outbound | None = None) -> SendError:
    with pytest.raises(SendError) as caught:
        await channel.send(outbound or message())
    return caught.value


async def test_one_message_is_one_call_with_exactly_these_fields(twilio: FakeTwilio, sms: SmsChannel) -> None:
    port: Channel = sms
    sent = await port.send(message("Hi. Can you write now?\n1 yes 2 later"))
    [call] = twilio.calls
    assert (call.method, call.path) == ("POST", f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json")
    assert call.fields == {
        "To": PERSON,
        "From": SENDER,
        "Body": "Hi. Can you write now?\n1 yes 2 later",
        "ValidityPeriod": "600",
        "StatusCallback": "https://line.example.org/channels/sms/status",
        "SmartEncoded": "false",
    }
    assert sent.ids == tuple(twilio.messages.held)


async def test_a_messaging_service_sends_instead_of_a_number(twilio: FakeTwilio, new_sms: Callable[..., SmsChannel]) -> None:
    await new_sms(sender=SERVICE, public_url="https://line.example.org/").send(message())
    [call] = twilio.calls
    assert call.fields["MessagingServiceSid"] == SERVICE
    assert "From" not in call.fields
    assert call.fields["StatusCallback"] == "https://line.example.org/channels/sms/status"


@pytest.mark.parametrize(
    "text", ["é ñ ü € ^{}[]~|\\", "مرحبا، هل يمكنك الكتابة الآن؟", "\N{RIGHT-TO-LEFT OVERRIDE}x\x00y", "😀" * 400, " + & = % ; \r\n\t"]
)
async def test_words_arrive_as_they_were_reviewed(text: str, twilio: FakeTwilio, sms: SmsChannel) -> None:
    await sms.send(message(text))
    assert twilio.calls[0].fields["Body"] == text


@pytest.mark.parametrize(
    ("how", "kind", "code"),
    [
        ({"status": 400, "code": 21610}, GoneError, ""),
        ({"status": 400, "code": 21211}, RefusedError, "21211"),
        ({"status": 400, "code": 21614}, RefusedError, "21614"),
        ({"status": 400, "code": 21217}, RefusedError, "21217"),
        ({"status": 400, "code": 21408}, RefusedError, "21408"),
        ({"status": 400, "code": 21617}, RefusedError, "21617"),
        ({"status": 404, "code": 20404}, RefusedError, "20404"),
        ({"status": 302, "code": 0}, RefusedError, "302"),
        ({"status": 401, "code": 20003}, RefusedError, "auth"),
        ({"status": 403, "code": 20005}, RefusedError, "auth"),
        ({"status": 429, "code": 20429}, BusyError, ""),
        ({"status": 400, "code": 21611}, BusyError, ""),
        ({"status": 408, "code": 0}, UnsureError, ""),
        ({"status": 500, "code": 20500}, UnsureError, ""),
        ({"status": 503, "code": 20503}, UnsureError, ""),
        ({"lost": True}, UnsureError, ""),
        ({"garbage": True}, UnsureError, ""),
    ],
)
async def test_each_failure_says_what_to_do(
    how: dict[str, object], kind: type[SendError], code: str, twilio: FakeTwilio, sms: SmsChannel
) -> None:
    twilio.fault(**how)
    failure = await failure_of(sms)
    assert type(failure) is kind
    if isinstance(failure, RefusedError):
        assert failure.code == code
    if isinstance(failure, GoneError):
        assert failure.alarm


@pytest.mark.parametrize(
    ("header", "seconds"), [("7", 7.0), ("", 5.0), ("0", 1.0), ("99999", MAX_PAUSE_SECONDS), ("soon", 5.0), ("-3", 5.0), ("٣", 5.0)]
)
async def test_a_pause_is_honoured_within_bounds(header: str, seconds: float, twilio: FakeTwilio, sms: SmsChannel) -> None:
    twilio.fault(status=429, code=20429, retry_after=header if header.isascii() else "")
    failure = await failure_of(sms)
    assert isinstance(failure, BusyError)
    assert failure.retry_after_seconds == seconds


async def test_who_opted_out_is_gone_and_the_operator_is_told(twilio: FakeTwilio, sms: SmsChannel) -> None:
    twilio.messages.opted_out.add(PERSON)
    failure = await failure_of(sms)
    assert isinstance(failure, GoneError)
    assert failure.alarm


async def test_a_lost_answer_is_unsure_although_the_message_went_out(twilio: FakeTwilio, sms: SmsChannel) -> None:
    twilio.fault(lost=True)
    assert isinstance(await failure_of(sms), UnsureError)
    assert [held.body for held in twilio.messages.held.values()] == [CANARY]
    assert len(twilio.calls) == 1, "a repeat is the outbox's decision, never the adapter's"


async def test_a_slow_answer_counts_as_lost(twilio: FakeTwilio, new_sms: Callable[..., SmsChannel]) -> None:
    twilio.fault(hang_seconds=0.5)
    assert isinstance(await failure_of(new_sms(total_seconds=0.1)), UnsureError)


async def test_no_connection_was_certainly_not_sent(new_sms: Callable[..., SmsChannel]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        failure = await failure_of(new_sms(api_base=f"http://127.0.0.1:{free.getsockname()[1]}"))
    assert isinstance(failure, BusyError)


@pytest.mark.parametrize(
    ("outbound", "code"),
    [
        (message(address="whatsapp:+12025550101"), "address"),
        (message(address="12025550101"), "address"),
        (message(address=""), "address"),
        (message("\ud800"), "text"),
        (message(""), "text"),
    ],
)
async def test_what_can_never_be_sent_makes_no_call(outbound: Outbound, code: str, twilio: FakeTwilio, sms: SmsChannel) -> None:
    failure = await failure_of(sms, outbound)
    assert isinstance(failure, RefusedError)
    assert failure.code == code
    assert twilio.calls == []


async def test_a_cancelled_send_stays_cancelled(twilio: FakeTwilio, sms: SmsChannel) -> None:
    twilio.fault(hang_seconds=0.3)
    task = asyncio.create_task(sms.send(message()))
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("how", [{"status": 400, "code": 21211}, {"status": 500}, {"lost": True}, {"garbage": True}, {"status": 429}])
async def test_nothing_of_a_failure_gets_out(how: dict[str, object], twilio: FakeTwilio, sms: SmsChannel) -> None:
    twilio.fault(**how)
    failure = await failure_of(sms)
    assert failure.__context__ is None, "the library's exception holds the whole request"
    assert failure.__cause__ is None
    told = str(failure) + repr(failure) + "".join(traceback.format_exception(failure))
    assert PERSON not in told
    assert CANARY not in told


async def test_no_logger_says_a_number_or_a_word(twilio: FakeTwilio, sms: SmsChannel, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    sent = await sms.send(message())
    twilio.fault(status=400, code=21211)
    await failure_of(sms)
    await sms.copies(0.0, max_pages=1)
    await sms.erase(PERSON, sent.ids, whole=True)
    logging.getLogger("bot.channels.sms").debug("the capture works")
    assert "the capture works" in caplog.text
    for secret in (PERSON, PERSON[1:], CANARY, sent.ids[0], SENDER[1:]):
        assert secret not in caplog.text


async def test_nothing_of_a_request_is_kept(sms: SmsChannel) -> None:
    await sms.send(message())
    assert not hasattr(sms._wire, "_test_only_last_request"), "the library's own clients keep the last request"
    assert CANARY not in repr(vars(sms._wire))


@pytest.mark.parametrize("state", ["queued", "sending", "sent"])
async def test_a_message_that_is_not_final_is_erased_later(state: str, twilio: FakeTwilio, sms: SmsChannel) -> None:
    [sid] = (await sms.send(message())).ids
    twilio.messages.held[sid].state = state
    for whole in (False, True):
        assert (await sms.erase(PERSON, [sid], whole=whole)).later == (sid,)
    twilio.settle(sid)
    assert (await sms.erase(PERSON, [sid], whole=False)).gone == (sid,)
    assert twilio.messages.held[sid].body == ""
    assert (await sms.erase(PERSON, [sid], whole=True)).gone == (sid,)
    assert sid not in twilio.messages.held


@pytest.mark.parametrize("sid", [GONE_SID, "MM" + "f" * 32])
async def test_what_twilio_does_not_know_is_gone(sid: str, sms: SmsChannel) -> None:
    for whole in (False, True):
        assert (await sms.erase(PERSON, [sid], whole=whole)).gone == (sid,)


@pytest.mark.parametrize(
    "how",
    [
        {"status": 500},
        {"status": 401, "code": 20003},
        {"status": 429},
        {"status": 404, "code": 404},
        {"lost": True},
        {"garbage": True},
    ],
)
@pytest.mark.parametrize("whole", [False, True])
async def test_an_erase_that_failed_is_never_claimed(how: dict[str, object], whole: bool, twilio: FakeTwilio, sms: SmsChannel) -> None:
    held = twilio.write(PERSON, CANARY)
    twilio.fault(**how)
    assert (await sms.erase(PERSON, [held.sid], whole=whole)).later == (held.sid,)
    assert (await sms.erase(PERSON, [held.sid], whole=whole)).gone == (held.sid,)


@pytest.mark.parametrize("change", [{"body": CANARY}, {"sid": GONE_SID}])
async def test_an_answer_that_does_not_prove_it_is_no_proof(
    change: dict[str, str], twilio: FakeTwilio, sms: SmsChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = twilio.write(PERSON, CANARY)
    record = twilio.messages.record
    monkeypatch.setattr(twilio.messages, "record", lambda message: record(message) | change)
    assert (await sms.erase(PERSON, [held.sid], whole=False)).later == (held.sid,)


async def test_a_proxy_of_the_environment_is_not_used(
    twilio: FakeTwilio, new_sms: Callable[..., SmsChannel], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert (await new_sms().send(message())).ids


async def test_an_answer_that_drips_counts_as_lost(new_sms: Callable[..., SmsChannel]) -> None:
    over = asyncio.Event()

    async def drip(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n\r\n")
        with contextlib.suppress(OSError):
            while not writer.is_closing():
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.02)
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
        over.set()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    channel = new_sms(api_base=f"http://127.0.0.1:{port}", total_seconds=0.3)
    async with asyncio.timeout(5):
        assert isinstance(await failure_of(channel), UnsureError)
        await channel.close()
        await over.wait()
    server.close()


async def test_an_id_that_is_none_is_kept_and_never_put_into_a_path(twilio: FakeTwilio, sms: SmsChannel) -> None:
    odd = ("../../Calls", "", "SM12", GONE_SID + "/Media")
    assert (await sms.erase(PERSON, odd, whole=True)).kept == odd
    assert twilio.calls == []


@pytest.mark.parametrize("whole", [False, True])
async def test_pictures_go_with_the_words(whole: bool, twilio: FakeTwilio, sms: SmsChannel) -> None:
    held = twilio.write(PERSON, CANARY, media=3)
    assert (await sms.erase(PERSON, [held.sid], whole=whole)).gone == (held.sid,)
    assert held.media == []
    if not whole:
        assert held.body == ""


async def test_words_wait_until_the_pictures_are_gone(twilio: FakeTwilio, sms: SmsChannel) -> None:
    held = twilio.write(PERSON, CANARY, media=2)
    twilio.fault(status=500, method="DELETE", path_part="/Media/")
    assert (await sms.erase(PERSON, [held.sid], whole=True)).later == (held.sid,)
    assert held.sid in twilio.messages.held, "without its record nobody could list the pictures again"
    assert (await sms.erase(PERSON, [held.sid], whole=True)).gone == (held.sid,)


async def test_pictures_are_dropped_at_once_by_their_sids(twilio: FakeTwilio, sms: SmsChannel) -> None:
    held = twilio.write(PERSON, CANARY, media=2)
    assert await sms.drop_media(held.sid, held.media.copy())
    assert held.media == []
    assert held.body == CANARY
    assert [call.method for call in twilio.calls] == ["DELETE", "DELETE"]
    assert await sms.drop_media(held.sid, ["ME" + "0" * 32]), "what is unknown is gone"
    assert await sms.drop_media(GONE_SID)
    assert not await sms.drop_media("nonsense")


async def test_many_are_erased_at_a_time_and_each_is_answered_for(twilio: FakeTwilio, sms: SmsChannel) -> None:
    sids = [twilio.write(PERSON, f"{CANARY} {index}").sid for index in range(40)]
    twilio.fault(times=3, status=500)
    erased = await sms.erase(PERSON, sids, whole=True)
    assert len(erased.later) == 3
    assert sorted(erased.gone + erased.later) == sorted(sids)
    assert set(erased.later) == set(twilio.messages.held)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"sender": "HELPLINE"}, "SMS sender"),
        ({"sender": ""}, "SMS sender"),
        ({"validity_minutes": 0}, "SMS_VALIDITY_MINUTES"),
        ({"validity_minutes": 601}, "SMS_VALIDITY_MINUTES"),
        ({"api_base": "http://example.org"}, "TWILIO_API_BASE"),
        ({"api_base": "https://"}, "TWILIO_API_BASE"),
    ],
)
def test_settings_that_cannot_work_are_refused(changes: dict[str, object], rule: str, new_sms: Callable[..., SmsChannel]) -> None:
    with pytest.raises(ValueError, match=rule):
        new_sms(**changes)


async def test_credentials_go_to_the_configured_server_only(twilio: FakeTwilio) -> None:
    wire = Wire(twilio.url)
    for url in ("https://api.twilio.com/2010-04-01/a.json?x=1", "https://elsewhere.example/2010-04-01/a.json?x=1", "//elsewhere.example/a"):
        assert wire._redirect(url).startswith(twilio.url + "/")
    assert wire._redirect("https://elsewhere.example/a.json?To=1&b=").endswith("/a.json?To=1&b=")
    await wire.close()


def test_a_failure_of_ours_passes_through_and_a_strange_one_is_unsure() -> None:
    busy = BusyError(3)
    assert remedy(busy) is busy
    assert isinstance(remedy(ValueError(CANARY)), UnsureError)
