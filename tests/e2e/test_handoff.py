"""From a person's first message to an advocate's browser and back to silence, over the real process, two advocates in two browsers."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import TEXTS
from tests.e2e.instance import wait

pytestmark = pytest.mark.browser

ASK = "there is a blue door by the canal, I want to talk to a person"


def test_by_telegram_one_of_two_advocates_gets_her_and_nothing_stays(world, chromium):
    first, second = world.screen(chromium), world.screen(chromium)
    maria = world.ask_by_telegram(ASK)
    for desk in (first, second):
        expect(desk.page.locator("#waiting")).not_to_have_text("")
    first.page.locator("#next").click()
    second.page.locator("#next").click()
    first.see("#context", "blue door")
    expect(second.page.locator("#ready-note")).to_have_text(TEXTS.text("en", "desk-nobody"))
    expect(second.page.locator("#work")).to_be_hidden()
    assert "blue door" not in second.page.content()
    [case] = world.instance.cases()
    wait(lambda: world.instance.case(case["id"])["words"] == "read", "the browser acknowledges the context")

    wait(lambda: maria.replies()[-1].text == TEXTS.text("en", "person-claimed"), "she is told that somebody is here")
    first.write("Hello, I read you.")
    wait(lambda: maria.replies()[-1].text.endswith("Hello, I read you."), "the advocate's words")
    expect(first.page.locator(".fate").last).to_have_text(TEXTS.text("en", "desk-sent"))
    maria.says("good to hear")
    first.see("#log", "good to hear")
    assert first.page.locator("#log").inner_text().count("good to hear") == 1

    first.close_case()
    wait(lambda: maria.replies()[-1].text.startswith(TEXTS.text("en", "person-closed")), "she is told that it ended")
    wait(lambda: not world.instance.case(case["id"]), "the case closes")
    assert not any(word in first.page.content() for word in ("blue door", "good to hear", "I read you"))
    assert not [screen.complaints for screen in (first, second) if screen.complaints]
    assert ASK in [shown.text for shown in maria.screen()]  # a chat that was closed stays hers; one that she leaves does not


def test_by_sms_and_the_provider_keeps_nothing(world, chromium):
    desk = world.screen(chromium)
    number = world.ask_by_sms(ASK)
    desk.take()
    desk.see("#context", "blue door")
    wait(lambda: TEXTS.text("en", "person-claimed", sms=True) in world.sent(number)[-1], "she is told that somebody is here")
    desk.write("Hello, I read you.")
    wait(lambda: world.sent(number)[-1].endswith("Hello, I read you."), "the advocate's words")
    world.twilio.write(number, "good to hear")
    desk.see("#log", "good to hear")
    desk.close_case()
    wait(lambda: world.sent(number)[-1].startswith(TEXTS.text("en", "person-closed", sms=True)), "she is told that it ended")

    def kept() -> list[str]:
        return [each.body for each in list(world.twilio.messages.held.values()) if each.person == number]

    try:
        wait(lambda: not any(kept()), "no body is left at the provider", 30)
    except AssertionError:
        pytest.fail(f"still at the provider: {kept()}")
    wait(lambda: len(kept()) <= 1, "the records of the talk are deleted", 30)  # the words that said it ended are only emptied
    assert all(word not in desk.page.content() for word in ("blue door", "good to hear"))


def test_she_leaves_the_live_chat_and_both_sides_are_deleted(world, chromium):
    desk = world.screen(chromium)
    maria = world.ask_by_telegram(ASK)
    desk.take()
    desk.see("#context", "blue door")
    desk.write("I am here.")
    wait(lambda: maria.replies()[-1].text.endswith("I am here."), "the advocate's words")
    maria.says("0")
    expect(desk.page.locator("#over-title")).to_have_text(TEXTS.text("en", "desk-left-title"))
    wait(lambda: len(maria.screen()) == 1, "both sides' messages are deleted")
    assert maria.screen()[0].text == TEXTS.text("en", "last-line")
    assert not any(word in desk.page.content() for word in ("blue door", "I am here"))
    time.sleep(1)
    said = [call.params["text"] for call in world.telegram.calls_of("sendMessage") if call.params["chat_id"] == maria.id]
    assert said.count(TEXTS.text("en", "last-line")) == 1
    assert [shown.text for shown in maria.screen()] == [TEXTS.text("en", "last-line")]


def test_an_advocates_browser_dies_and_the_other_gets_her_without_words(world, chromium):
    dying, other = world.screen(chromium), world.screen(chromium)
    maria = world.ask_by_telegram(ASK)
    dying.take()
    dying.see("#context", "blue door")
    [case] = world.instance.cases()
    wait(lambda: world.instance.case(case["id"])["words"] == "read", "the browser acknowledges the context")
    wait(lambda: maria.replies()[-1].text == TEXTS.text("en", "person-claimed"), "she is told that somebody is here")
    dying.end()
    world.instance.let_pass(case["id"], 40)
    time.sleep(6)  # a round: 46 seconds of silence are not enough
    assert world.instance.case(case["id"])["status"] == "claimed"
    world.instance.let_pass(case["id"], 25)
    wait(lambda: world.instance.case(case["id"])["status"] == "waiting", "the case is back in front")
    answer = world.say(maria, "are you there?")
    assert TEXTS.text("en", "person-returned") in [shown.text for shown in maria.replies()] or TEXTS.text("en", "person-returned") in answer
    other.take()
    expect(other.page.locator("#words-note")).to_have_text(TEXTS.text("en", "desk-words-read"))
    expect(other.page.locator("#came-back")).to_be_visible()
    assert "blue door" not in other.page.content()
    other.close_case()


def test_arabic_at_the_desk_and_on_the_phone(world, chromium, request):
    for width, height in ((360, 740), (1280, 800)):
        desk = world.screen(chromium, locale="ar", width=width, height=height)
        amal = world.ask_by_telegram("أريد التحدث مع شخص، هناك باب أزرق قرب القناة", "ar")
        desk.take()
        desk.see("#context", "باب أزرق")
        desk.write("مرحبا، أنا هنا وأقرأ ما تكتبين.")
        wait(lambda amal=amal: amal.replies()[-1].text.endswith("تكتبين."), "the advocate's words")
        amal.says("شكرا لك، رقمي في العمل 4021 هو call-centre")
        desk.see("#log", "4021")
        assert desk.page.locator("html").get_attribute("dir") == "rtl"
        assert desk.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        if shots := request.config.getoption("--basetemp"):
            desk.page.screenshot(path=f"{shots}/ar-{width}.png")
        desk.close_case()
        desk.end()
        world.screens.remove(desk)
