"""Webhooks over real HTTP: what the pretended Twilio posts is signed, read, repeated and told as the real one does it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import pytest

from bot.channels.sms import SmsChannel
from bot.channels.sms_in import EMPTY_ANSWER, EMPTY_ANSWER_TYPE, Status, check_signature, media_sids, read_inbound, read_status
from bot.ports import GoneError, Inbound, InboundKind, Outbound
from tests.fakes.twilio_messages import TOKEN
from tests.fakes.twilio_server import PUBLIC_URL, FakeTwilio

pytest_plugins = ["tests.fixtures_twilio"]

PERSON = "+12025550101"


class Receiver:
    """The smallest service that answers Twilio: it checks, reads, remembers."""

    def __init__(self) -> None:
        self.inbound: list[Inbound] = []
        self.statuses: list[Status] = []
        self.media: list[str] = []
        self.answers: list[int] = []  # statuses to answer with first
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                items = parse_qsl(body, keep_blank_values=True)
                status = (
                    receiver.answers.pop(0) if receiver.answers else receiver.take(self.path, items, self.headers["X-Twilio-Signature"])
                )
                self.send_response(status)
                self.send_header("Content-Type", EMPTY_ANSWER_TYPE)
                self.end_headers()
                self.wfile.write(EMPTY_ANSWER if status == 200 else b"")

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    def take(self, path: str, items: list[tuple[str, str]], signature: str | None) -> int:
        if not check_signature(PUBLIC_URL + path, items, signature, TOKEN):
            return 403
        form = dict(items)
        if path == "/channels/sms":
            self.inbound.append(read_inbound(form, 1.0))
            self.media += media_sids(form)
        else:
            self.statuses.append(read_status(form))
        return 200


@pytest.fixture
def receiver(twilio: FakeTwilio) -> Iterator[Receiver]:
    it = Receiver()
    thread = threading.Thread(target=it.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    twilio.connect_to = f"http://127.0.0.1:{it.server.server_address[1]}"
    yield it
    it.server.shutdown()
    it.server.server_close()
    thread.join(5)


@pytest.mark.parametrize("text", ["hello", "  spaces stay \n", "", "مرحبا &=+%", "😀", "a\x00b"])
def test_a_message_arrives_as_it_was_written(text: str, twilio: FakeTwilio, receiver: Receiver) -> None:
    message = twilio.write(PERSON, text)
    assert [(inbound.id, inbound.text) for inbound in receiver.inbound] == [(message.sid, text)]
    assert twilio.deliveries[-1].status == 200
    assert twilio.deliveries[-1].content_type == EMPTY_ANSWER_TYPE
    assert twilio.deliveries[-1].body == EMPTY_ANSWER


def test_fields_that_twilio_adds_one_day_are_signed_and_ignored(twilio: FakeTwilio, receiver: Receiver) -> None:
    twilio.write(PERSON, "hello", NewField="1", Empty="", ChannelMetadata='{"type": "rcs"}')
    assert len(receiver.inbound) == 1


def test_pictures_are_named(twilio: FakeTwilio, receiver: Receiver) -> None:
    message = twilio.write(PERSON, "look", media=2)
    assert receiver.media == message.media
    assert receiver.inbound[0].kind is InboundKind.MEDIA


def test_a_forged_webhook_is_refused(twilio: FakeTwilio, receiver: Receiver) -> None:
    delivery = twilio.post("/channels/sms", {"MessageSid": "SM" + "0" * 32, "From": PERSON, "Body": "hello"}, signature="A" * 27 + "=")
    assert delivery is not None
    assert delivery.status == 403
    assert receiver.inbound == []


def test_twilio_comes_again_once_and_then_never(twilio: FakeTwilio, receiver: Receiver) -> None:
    receiver.answers = [503]
    twilio.write(PERSON, "again")
    assert [inbound.text for inbound in receiver.inbound] == ["again"]
    receiver.answers = [503, 503]
    twilio.write(PERSON, "never")
    assert [inbound.text for inbound in receiver.inbound] == ["again"]


def test_a_repeat_carries_the_same_id(twilio: FakeTwilio, receiver: Receiver) -> None:
    twilio.write(PERSON, "hello", again=2)
    assert len(receiver.inbound) == 3
    assert len({inbound.id for inbound in receiver.inbound}) == 1


async def test_each_state_of_a_message_is_told(twilio: FakeTwilio, receiver: Receiver, sms: SmsChannel) -> None:
    [sid] = (await sms.send(Outbound(PERSON, "Hi"))).ids
    twilio.settle(sid)
    assert [(status.state, status.final) for status in receiver.statuses] == [("sending", False), ("sent", False), ("delivered", True)]
    assert {(status.sid, status.address) for status in receiver.statuses} == {(sid, PERSON)}


async def test_a_failure_is_told_with_its_number(twilio: FakeTwilio, receiver: Receiver, sms: SmsChannel) -> None:
    [sid] = (await sms.send(Outbound(PERSON, "Hi"))).ids
    twilio.settle(sid, until="failed", error_code=21610)
    assert receiver.statuses[-1].opted_out
    assert receiver.statuses[-1].final


async def test_who_wrote_stop_cannot_be_written_to_until_start(twilio: FakeTwilio, receiver: Receiver, sms: SmsChannel) -> None:
    twilio.write(PERSON, "stop")
    with pytest.raises(GoneError):
        await sms.send(Outbound(PERSON, "Hi"))
    twilio.write(PERSON, "Start")
    assert (await sms.send(Outbound(PERSON, "Hi"))).ids
    assert [inbound.kind for inbound in receiver.inbound] == [InboundKind.OPT_OUT, InboundKind.OPT_IN]
