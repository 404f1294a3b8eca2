"""A case at the desk, as a client sees it."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from escalation.model import Outcome, Urgency, Words
from escalation.ports import Said
from tests.fixtures_desk import NOW, a_case

CONTEXT = (Said("0", "person", b"no puedo hablar <b>", at=NOW - 60), Said("1", "bot", b"1 si 2 no", at=NOW - 50))


async def opened(desk, **values):
    await desk.records.open_case(a_case(**values), None)
    browser = await desk.signed_in()
    answer = await browser.post("next")
    assert answer.json()["case"]["id"] == "case-1"
    return browser


async def test_next_gives_the_envelope_and_nothing_else(desk):
    browser = await opened(desk, returns=2, words=Words.HELD)
    case = (await browser.post("next")).json()["case"]
    assert case["reasons"] == ["Danger or violence now", "Someone may be watching or reading"]
    assert case["language_name"] == "Spanish"
    assert case["urgency_text"] == "Now"
    assert case["returned"].startswith("2 times")
    assert set(case) == {
        "id", "urgency", "urgency_text", "reasons", "language", "language_name", "dir", "channel", "channel_text", "since", "returned",
        "words", "supervisor",
    }  # fmt: skip
    assert await desk.actions() == ["sign_in", "claim"]


async def test_nobody_waiting(desk):
    browser = await desk.signed_in()
    assert (await browser.post("next")).json() == {"case": None}
    assert (await browser.pulse()).json()["waiting"]["text"] == "Nobody is waiting."


async def test_the_context_comes_until_it_is_acknowledged_and_then_never(desk):
    desk.line.context = CONTEXT
    browser = await opened(desk, words=Words.HELD)
    for _ in range(2):
        news = (await browser.pulse(case="case-1")).json()
        assert [said["text"] for said in news["context"]] == ["no puedo hablar <b>", "1 si 2 no"]
    assert (await browser.post("read", case="case-1")).json() == {"taken": True}
    news = (await browser.pulse(case="case-1")).json()
    assert news["context"] == []
    assert news["case"]["words"] == "read"
    assert await desk.actions() == ["sign_in", "claim", "read"]


async def test_messages_come_until_they_are_acknowledged(desk):
    browser = await opened(desk)
    desk.line.write("hola", "r1")
    desk.line.write("estás ahí?", "r2")
    assert [said["id"] for said in (await browser.pulse(case="case-1")).json()["incoming"]] == ["r1", "r2"]
    await browser.post("taken", case="case-1", ids=["r1"])
    assert [said["id"] for said in (await browser.pulse(case="case-1")).json()["incoming"]] == ["r2"]


async def test_a_question_for_news_is_held_until_there_are_any(build_desk):
    desk = await build_desk(hold_seconds=10, look_seconds=5)
    browser = await opened(desk)
    mark = (await browser.pulse(case="case-1")).json()["mark"]
    held = asyncio.create_task(browser.pulse(case="case-1", seen=mark))
    await asyncio.sleep(0.1)
    assert not held.done()
    desk.line.write("hola", "r1")
    news = (await asyncio.wait_for(held, 2)).json()
    assert [said["text"] for said in news["incoming"]] == ["hola"]


async def test_held_questions_end_when_the_service_does(build_desk):
    desk = await build_desk(hold_seconds=10, look_seconds=5)
    browser = await opened(desk)
    mark = (await browser.pulse(case="case-1")).json()["mark"]
    held = asyncio.create_task(browser.pulse(case="case-1", seen=mark))
    await asyncio.sleep(0.1)
    desk.app.state.stopping.set()
    assert (await asyncio.wait_for(held, 2)).status_code == 200


async def test_words_are_not_handed_to_a_session_that_ended_during_the_wait(build_desk):
    desk = await build_desk(hold_seconds=10, look_seconds=5)
    browser = await opened(desk)
    mark = (await browser.pulse(case="case-1")).json()["mark"]
    held = asyncio.create_task(browser.pulse(case="case-1", seen=mark))
    await asyncio.sleep(0.1)
    await desk.records.disable_staff(desk.staff.id)
    desk.line.write("hola", "r1")
    answer = await asyncio.wait_for(held, 2)
    assert answer.status_code == 401
    assert "hola" not in answer.text


async def test_a_pulse_is_a_heartbeat(desk):
    browser = await opened(desk)
    desk.clock.at += 20
    await browser.pulse(case="case-1", paused=True)
    presence = await desk.presence()
    assert (presence.paused, presence.seen_at, presence.languages) == (True, NOW + 20, ("en", "es"))
    assert (await desk.case()).beat_at == NOW + 20


async def test_a_reply_repeated_is_one_reply_and_its_fate_is_told(desk):
    browser = await opened(desk)
    message = str(uuid4())
    for _ in range(3):
        assert (await browser.post("reply", case="case-1", id=message, text="Estoy aquí.")).status_code == 200
    assert desk.line.replies == {message: "Estoy aquí."}
    desk.line.fates[message] = "held"
    assert (await browser.pulse(case="case-1")).json()["fate"] == {message: "held"}


@pytest.mark.parametrize(("text", "status"), [("", 422), (" \n\t ", 422), ("\x00\x07", 422), ("x" * 1001, 400), ("x" * 1000, 200)])
async def test_replies_are_bounded(desk, text, status):
    browser = await opened(desk)
    assert (await browser.post("reply", case="case-1", id=str(uuid4()), text=text)).status_code == status


async def test_replies_lose_control_characters_and_keep_lines_and_direction(desk):
    browser = await opened(desk)
    await browser.post("reply", case="case-1", id=str(uuid4()), text="a\x00\r\nb\u200f\u2028c\x1b ")
    assert list(desk.line.replies.values()) == ["a\nb\u200f\nc"]


async def test_by_sms_a_reply_fits_into_one_message(desk):
    browser = await opened(desk, channel="sms")
    assert (await browser.post("reply", case="case-1", id=str(uuid4()), text="ع" * 200)).status_code == 200
    answer = await browser.post("reply", case="case-1", id=str(uuid4()), text="ع" * 210)
    assert (answer.status_code, answer.json()["detail"]) == (422, "too_long")


async def test_the_case_of_another_is_out_of_reach(desk, members):
    await opened(desk)
    desk.line.write("hola", "r1")
    other = await desk.signed_in(members[1])
    for path, body in (
        ("read", {}), ("taken", {"ids": ["r1"]}), ("reply", {"id": str(uuid4()), "text": "x"}), ("return", {}), ("close", {"outcome": "other"}),
    ):  # fmt: skip
        assert (await other.post(path, case="case-1", **body)).status_code == 409
    news = await other.pulse(case="case-1")
    assert news.json()["gone"] is True
    assert "hola" not in news.text
    assert desk.line.replies == {}


async def test_left_is_told_and_nothing_is_left(desk):
    browser = await opened(desk)
    desk.line.write("hola", "r1")
    await desk.line.leave("case-1")
    news = (await browser.pulse(case="case-1")).json()
    assert {key: news[key] for key in ("gone", "left")} == {"gone": True, "left": True}
    assert "hola" not in str(news)


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome not in {Outcome.LEFT, Outcome.EXPIRED}])
async def test_closing_takes_an_outcome_from_the_list(desk, outcome):
    browser = await opened(desk)
    assert (await browser.post("close", case="case-1", outcome=outcome.value)).status_code == 200
    assert desk.line.outcome is outcome
    assert (await desk.actions())[-1] == "close"


@pytest.mark.parametrize("outcome", ["left", "expired", "anything", ""])
async def test_closing_takes_nothing_else(desk, outcome):
    browser = await opened(desk)
    assert (await browser.post("close", case="case-1", outcome=outcome)).status_code == 400
    assert desk.line.outcome is None


async def test_giving_back(desk):
    browser = await opened(desk)
    assert (await browser.post("return", case="case-1")).status_code == 200
    assert (await desk.case()).returns == 1
    assert (await browser.pulse(case="case-1")).json()["gone"] is True
    assert (await browser.post("return", case="case-1")).status_code == 409
    assert (await desk.case()).returns == 1


async def test_a_page_loaded_again_finds_its_case(desk):
    browser = await opened(desk, words=Words.READ)
    news = (await browser.pulse()).json()
    assert news["open"]["id"] == "case-1"
    assert (await browser.post("next")).json()["case"]["id"] == "case-1"
    assert (await desk.actions()).count("claim") == 1


async def test_pause_is_noted_and_kept_over_a_reload(desk):
    browser = await desk.signed_in()
    await browser.post("pause", paused=True)
    assert (await desk.presence()).paused is True
    assert 'data-paused="yes"' in (await browser.client.get("/desk/")).text
    await browser.post("pause", paused=False)
    assert await desk.actions() == ["sign_in", "pause", "resume"]


async def test_the_overview_is_for_supervisors(desk, members):
    advocate = await desk.signed_in()
    assert (await advocate.client.get("/desk/queue")).status_code == 303
    assert (await advocate.post("queue/news")).status_code == 403
    await desk.records.open_case(a_case(), None)
    await desk.records.open_case(a_case("case-2", urgency=Urgency.NEXT, triggers=(), supervisor=True, opened_at=NOW - 900), None)
    await advocate.pulse()
    await advocate.post("next")
    supervisor = await desk.signed_in(members[1])
    assert (await supervisor.client.get("/desk/queue")).status_code == 200
    news = (await supervisor.post("queue/news")).json()
    assert news["counts"] == {"now": 0, "soon": 0, "next": 1}
    assert [(row["id"], row["status"], row["holder"]) for row in news["rows"]] == [("case-2", "waiting", ""), ("case-1", "claimed", "Noor")]
    assert [open_desk["name"] for open_desk in news["desks"]] == ["Noor"]
    assert news["oldest"] == NOW - 900


async def test_the_number_waiting_is_of_those_one_can_take(desk):
    await desk.records.open_case(a_case("case-1", language="vi"), None)
    await desk.records.open_case(a_case("case-2", supervisor=True), None)
    await desk.records.open_case(a_case("case-3"), None)
    browser = await desk.signed_in()
    waiting = (await browser.pulse()).json()["waiting"]
    assert (waiting["all"], waiting["text"], waiting["urgent_text"]) == (1, "One person is waiting.", "One of them now.")


async def test_audit_and_pages_carry_no_words(desk):
    desk.line.context = CONTEXT
    browser = await opened(desk, words=Words.HELD)
    desk.line.write("CANARY-4410", "r1")
    await browser.pulse(case="case-1")
    await browser.post("reply", case="case-1", id=str(uuid4()), text="CANARY-4411")
    page = (await browser.client.get("/desk/")).text
    assert "CANARY" not in page + str(await desk.records.read_audit(1000)) + desk.kept()
    assert all(len(entry.hour) == 13 for entry in await desk.records.read_audit(1000))
