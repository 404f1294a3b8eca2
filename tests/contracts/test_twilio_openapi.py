"""Every call to Twilio against Twilio's own OpenAPI description, and the judge itself against calls that are wrong.

The pretended server judges each call of each test in this way; here it is shown that the judge notices, and that the tour below makes
every kind of call that the service makes. `prism.sh` beside this file shows the same calls to Twilio's usual tool.
"""

from __future__ import annotations

import json
import time
from urllib.parse import parse_qsl

import httpx
import pytest

from bot.channels.reconcile import reconcile
from bot.channels.sms import SmsChannel
from bot.ports import Inbound, Outbound
from tests.fakes.twilio_channel import sms_channel
from tests.fakes.twilio_messages import ACCOUNT, SENDER, SERVICE, TOKEN
from tests.fakes.twilio_openapi import DESCRIPTION, FORM, Description
from tests.fakes.twilio_server import FakeTwilio

pytest_plugins = ["tests.fixtures_twilio"]

PERSON = "+12025550101"
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
SID = "SM" + "0c" * 16
GOOD = {
    "To": PERSON,
    "From": SENDER,
    "Body": "Hi",
    "ValidityPeriod": "600",
    "SmartEncoded": "false",
    "StatusCallback": "https://line.example.org/s",
}


async def tour(twilio: FakeTwilio, channel: SmsChannel) -> None:
    """Make every kind of call once: send, empty, delete, list in pages, pictures."""

    async def accept(inbound: Inbound) -> bool:
        return True

    async def is_live(address: str) -> bool:
        return False

    twilio.page_limit = 2
    [sid] = (await channel.send(Outbound(PERSON, "Hi. Can you write now?\n1 yes 2 later"))).ids
    twilio.settle(sid)
    for age in range(5):
        twilio.write(PERSON, f"hello {age}", at=time.time() - 3600 - age)
    picture = twilio.write(PERSON, "", media=2)
    assert await channel.drop_media(picture.sid)
    found = await reconcile(channel, now=time.time(), accept=accept, is_live=is_live)
    assert found.complete
    assert found.emptied == 6
    assert (await channel.erase(PERSON, [sid, picture.sid], whole=True)).gone == (sid, picture.sid)


@pytest.mark.parametrize("sender", [SENDER, SERVICE])
async def test_every_call_that_is_made_is_described(sender: str, twilio: FakeTwilio) -> None:
    twilio.service = SERVICE if sender == SERVICE else None
    channel = sms_channel(twilio, sender=sender)
    await tour(twilio, channel)
    await channel.close()
    made = {operation.name for call in twilio.calls if (operation := twilio.description.operation(call.method, call.path))}
    assert made == {"CreateMessage", "ListMessage", "UpdateMessage", "DeleteMessage", "ListMedia", "DeleteMedia"}
    assert {call.status for call in twilio.calls} <= {200, 201, 204}
    assert twilio.violations == []


def faults_of(change: dict[str, str], *, without: str = "", content_type: str = FORM, signed_in: bool = True) -> list[str]:
    form = {name: value for name, value in (GOOD | change).items() if name != without}
    return Description().judge_call("POST", MESSAGES, [], list(form.items()), content_type, signed_in=signed_in)


def test_a_right_call_passes() -> None:
    assert faults_of({}) == []


@pytest.mark.parametrize(
    "change",
    [
        {"Bdoy": "Hi"}, {"To": "hello"}, {"To": "2025550101"}, {"MessagingServiceSid": "MG12"}, {"MessagingServiceSid": SID}, {"ValidityPeriod": "ten"},
        {"ValidityPeriod": "10.5"}, {"SmartEncoded": "False"}, {"StatusCallback": "line.example.org/s"}, {"StatusCallback": "https://my_line/s"},
        {"ContentRetention": "forget"}, {"ScheduleType": "later"}, {"SendAt": "tomorrow"}, {"From": "whatsapp:+1"},
    ],
)  # fmt: skip
def test_a_wrong_field_is_noticed(change: dict[str, str]) -> None:
    faults = faults_of(change)
    assert faults
    assert all(next(iter(change)) in fault for fault in faults)


def test_what_is_missing_is_noticed() -> None:
    assert faults_of({}, without="To") == ["CreateMessage: To is missing"]
    assert faults_of({}, signed_in=False) == ["CreateMessage: no sign-in"]
    assert "content type" in faults_of({}, content_type="application/json")[0]


@pytest.mark.parametrize(
    ("method", "path", "query"),
    [
        ("PUT", MESSAGES, ""),
        ("GET", MESSAGES.replace(".json", ""), ""),
        ("GET", MESSAGES, "PageSize=1001"),
        ("GET", MESSAGES, "PageSize=0"),
        ("GET", MESSAGES, "DateSent%3E=yesterday"),
        ("GET", MESSAGES, "Form=%2B12025550101"),
        ("GET", MESSAGES, "PageSize=5&PageSize=6"),
        ("DELETE", MESSAGES.replace(".json", f"/{ACCOUNT}.json"), ""),
        ("DELETE", MESSAGES.replace(".json", f"/{SID}/Media/{SID}.json"), ""),
        ("GET", "/2010-04-01/Accounts/AC12/Messages.json", ""),
    ],
)
def test_a_wrong_path_or_query_is_noticed(method: str, path: str, query: str) -> None:
    assert Description().judge_call(method, path, parse_qsl(query), [], "", signed_in=True)


def test_a_wrong_answer_of_the_pretended_server_is_noticed() -> None:
    judge = Description().judge_answer
    record = {"sid": SID, "status": "queued", "direction": "outbound-api", "num_media": "0", "date_sent": None}
    assert judge("POST", MESSAGES, 201, json.dumps(record)) == []
    for change in ({"sid": "SM12"}, {"status": "lost"}, {"num_media": 0}, {"date_sent": "2026-11-23"}, {"direction": "in"}):
        problems = judge("POST", MESSAGES, 201, json.dumps(record | change))
        assert problems
        assert all(next(iter(change)) in problem for problem in problems)
    assert judge("POST", MESSAGES, 200, json.dumps(record)) == ["CreateMessage: answers 200, which is not described"]
    assert judge("DELETE", MESSAGES.replace(".json", f"/{SID}.json"), 204, "{}")


def test_a_wrong_call_is_refused_on_the_wire_too() -> None:
    with FakeTwilio() as twilio:
        answer = httpx.post(twilio.url + MESSAGES, data={"Bdoy": "x"}, auth=(ACCOUNT, TOKEN), trust_env=False)
        assert answer.status_code == 422
        assert twilio.violations == ["CreateMessage: To is missing", "CreateMessage: Bdoy is not described"]
        assert twilio.messages.held == {}


def test_the_description_names_its_source_and_carries_its_licence() -> None:
    whole = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    assert "MIT" in whole["info"]["description"]
    assert "Twilio" in DESCRIPTION.with_suffix(".LICENSE").read_text(encoding="utf-8")
    assert len(whole["paths"]) == 4
