"""The process itself: a crash, a reboot, a page to the operator, a provider that hangs, and the way down."""

from __future__ import annotations

import time
from threading import Thread

from tests.e2e.conftest import TEXTS, World
from tests.e2e.desk import Line
from tests.e2e.instance import Instance, for_telegram, wait
from tests.fakes.telegram_server import FakeTelegram

ASK = "there is a blue door by the canal, I want to talk to a person"
MAX_START_SECONDS = 60.0  # some seconds on a quiet machine; a busy one must not fail for it
MAX_MEMORY_MB = 700


def messages(world: World) -> int:
    """How many messages the service has sent, on both channels."""
    by_sms = [call for call in world.twilio.calls if call.method == "POST" and call.path.endswith("/Messages.json")]
    return len(world.telegram.calls_of("sendMessage")) + len(by_sms)


def test_it_comes_up_soon_and_stays_small(world):
    assert world.instance.start_seconds < MAX_START_SECONDS
    assert world.instance.memory_mb() < MAX_MEMORY_MB


def test_a_case_of_now_that_nobody_takes_is_paged_about_without_content(world):
    maria = world.person()
    world.say(maria, "he is going to kill me tonight")
    wait(world.instance.cases, "the envelope")
    [case] = world.instance.cases()
    world.instance.let_pass(case["id"], 100)
    time.sleep(6)  # a round: not yet
    assert world.alerts.taken == []
    world.instance.let_pass(case["id"], 25)
    wait(lambda: world.alerts.taken, "the page")
    time.sleep(6)
    assert world.alerts.taken == [{"alarm": "case_now_unclaimed"}]  # once, and nothing else in it
    maria.says("0")
    wait(lambda: not world.instance.cases(), "the case closes")


def test_a_busy_or_hanging_provider_keeps_nobody_else_waiting_and_exit_commits_at_once(world):
    slow, quick = world.person(), world.person()
    world.say(slow, "hi")
    world.say(quick, "hi")
    fault = world.telegram.fail("delay", "sendMessage", chat=slow.id, seconds=8.0)
    slow.says("1")
    wait(lambda: fault.times == 0, "the send hangs")
    began = time.monotonic()
    world.say(quick, "1")
    assert time.monotonic() - began < 5
    slow.says("0")
    wait(lambda: [shown.text for shown in slow.screen()] == [TEXTS.text("en", "last-line")], "she is out, and nothing stays", 30)
    time.sleep(max(0.0, 9 - (time.monotonic() - began)))  # what hung has come through by now, and is deleted too
    wait(lambda: [shown.text for shown in slow.screen()] == [TEXTS.text("en", "last-line")], "nothing came after", 10)

    world.telegram.fail("busy", "sendMessage", chat=quick.id, retry_after=3)
    other = world.person()
    before = len(quick.replies())
    quick.says("menu")
    began = time.monotonic()
    world.say(other, "hi")
    assert time.monotonic() - began < 2.5
    wait(lambda: len(quick.replies()) > before, "the answer comes after the pause")
    assert time.monotonic() - began > 2.5


def test_after_a_crash_all_that_was_accepted_is_answered_once(world):
    people = [world.person() for _ in range(5)]
    for person in people:
        person.says("hi")
    before = len(world.telegram.webhook.attempts)
    wait(lambda: len(world.telegram.webhook.attempts) > before, "some are accepted")
    world.instance.kill()
    world.instance.start()
    wait(lambda: all(person.replies() for person in people), "everybody is answered", 60)
    time.sleep(1)
    assert all(1 <= len(person.replies()) <= 2 for person in people)  # a send whose answer was lost may be repeated
    assert len({person.replies()[0].text for person in people}) == 1


def test_after_a_reboot_the_queue_is_there_the_words_are_not_and_nobody_is_written_to(world):
    desk = world.line()
    stays, leaves = world.ask_by_telegram(ASK), world.ask_by_telegram(ASK)
    number = world.ask_by_sms(ASK)
    wait(lambda: len(world.instance.cases()) == 3 and all(each["words"] == "held" for each in world.instance.cases()), "three cases")
    time.sleep(1)
    world.instance.kill()
    world.instance.forget_ram()
    sent = messages(world)
    world.instance.start()
    assert [each["words"] for each in world.instance.cases()] == ["lost"] * 3
    time.sleep(6)  # a round and more
    assert messages(world) == sent
    leaves.says("0")
    wait(lambda: leaves.replies()[-1].text == TEXTS.text("en", "last-line"), "exit works without a session")
    wait(lambda: len(world.instance.cases()) == 2, "her case closes")
    world.telegram.wait(lambda: messages(world) == sent + 1)

    desk = Line(world.instance, world.hire())
    world.lines.append(desk)
    case = desk.take()
    assert case["words"] == "lost"
    by_phone, by_sms = TEXTS.text("en", "knock-line"), TEXTS.text("en", "knock-line", sms=True)
    wait(lambda: stays.replies()[-1].text == by_phone or world.sent(number)[-1] == by_sms, "a knock and no content")
    desk.reply(case["id"], "I am Ana, how are you?")
    time.sleep(1.5)
    assert messages(world) == sent + 2  # still the knock alone
    if case["channel"] == "telegram":
        stays.says("1")
        wait(lambda: any("I am Ana" in shown.text for shown in stays.replies()), "the content after her answer")
    else:
        world.twilio.write(number, "1")
        wait(lambda: any("I am Ana" in text for text in world.sent(number)), "the content after her answer")
    assert "blue door" not in str(desk.look(case["id"]))
    desk.act("close", case=case["id"], outcome="supported")
    second = desk.take()
    desk.act("close", case=second["id"], outcome="supported")


def test_asked_to_end_it_ends_soon_with_a_desk_open_and_a_send_hanging(world):
    """The last test of this file: the service is gone after it."""
    desk = world.line()
    mark = desk.act("pulse", paused=False, active=True, case=None)["mark"]
    held = Thread(target=lambda: desk.act("pulse", paused=False, active=True, case=None, seen=mark))
    held.start()
    maria = world.person()
    world.telegram.fail("delay", "sendMessage", chat=maria.id, seconds=25.0)
    maria.says("hi")
    time.sleep(1.5)
    status, seconds = world.instance.stop()
    held.join(10)
    assert (status, seconds < 10) == (0, True), f"{status} after {seconds:.1f} s"
    assert not held.is_alive()
    assert "Traceback" not in world.instance.log
    assert "fault" not in world.instance.log


def test_by_polling_a_message_is_answered_and_an_exit_deletes(tmp_path):
    with FakeTelegram() as telegram, Instance(tmp_path, for_telegram(telegram, "polling")) as instance:
        maria = telegram.person(5001)
        maria.says("hi")  # before it is there: it waits at Telegram
        instance.start()
        telegram.wait(maria.replies)
        maria.says("0")
        telegram.wait(lambda: [shown.text for shown in maria.screen()] == [TEXTS.text("en", "last-line")])
        assert instance.stop()[0] == 0
