"""The service as a child process between a pretended Telegram and a pretended Twilio, started once for a file of tests."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from locales.texts import load_texts
from tests.e2e.desk import Line, Member, Screen, hire
from tests.e2e.instance import Alerts, Instance, for_telegram, for_twilio, wait
from tests.fakes.telegram_person import Person
from tests.fakes.telegram_reader import second_read
from tests.fakes.telegram_server import FakeTelegram
from tests.fakes.twilio_server import FakeTwilio

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
TEXTS = load_texts()


@dataclass
class World:
    """Everything around the service."""

    instance: Instance
    telegram: FakeTelegram
    twilio: FakeTwilio
    alerts: Alerts
    people: int = 0
    screens: list[Screen] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def person(self, language: str = "en") -> Person:
        """Return somebody new on Telegram."""
        self.people += 1
        return self.telegram.person(5000 + self.people, language=language)

    def number(self) -> str:
        """Return somebody new on SMS."""
        self.people += 1
        return f"+12025550{self.people:03d}"

    def hire(self, languages: str = "en,ar") -> Member:
        self.people += 1
        return hire(self.instance, f"advocate{self.people}", languages)

    def screen(self, chromium: Browser, **how: object) -> Screen:
        """Return a new advocate's browser, signed in."""
        self.screens.append(Screen.sign_in(chromium, self.instance, self.hire(), **how))  # type: ignore[arg-type]
        return self.screens[-1]

    def line(self) -> Line:
        """Return a new advocate without a screen, signed in."""
        self.lines.append(Line(self.instance, self.hire()))
        return self.lines[-1]

    def say(self, person: Person, text: str) -> str:
        """Write, and return the answer."""
        before = len(person.replies())
        person.says(text)
        wait(lambda: len(person.replies()) > before, f"an answer to {text[:20]!r}")
        return person.replies()[-1].text

    def press(self, person: Person, label: str) -> str:
        """Press a button, and return the answer."""
        before = len(person.replies())
        person.presses(label)
        wait(lambda: len(person.replies()) > before, f"an answer to the button {label!r}")
        return person.replies()[-1].text

    def sent(self, number: str) -> list[str]:
        """Return every SMS that a number was sent, also those whose record is gone."""
        calls = [call for call in list(self.twilio.calls) if call.method == "POST" and call.path.endswith("/Messages.json")]
        return [call.fields["Body"] for call in calls if call.fields.get("To") == number and call.status == 201]

    def text(self, number: str, text: str) -> str:
        """Write by SMS, and return the answer."""
        before = len(self.sent(number))
        self.twilio.write(number, text)
        wait(lambda: len(self.sent(number)) > before, f"an SMS that answers {text[:20]!r}")
        return self.sent(number)[-1]

    def ask_by_telegram(self, words: str, language: str = "en") -> Person:
        """Somebody writes these words, asks for a person, and agrees that what she wrote is passed on."""
        person = self.person(language)
        self.say(person, words)
        for _ in range(4):
            labels = [label for row in person.replies()[-1].buttons for label, _ in row]
            if (agree := TEXTS.text(language, "do-pass-words")) in labels:
                self.press(person, agree)
                return person
            self.press(person, labels[0])
        raise AssertionError("never asked for consent")

    def ask_by_sms(self, words: str) -> str:
        number = self.number()
        answer = self.text(number, words)
        for _ in range(4):
            if (agree := TEXTS.text("en", "do-pass-words", sms=True)) in answer:
                place = answer[: answer.index(agree)].split()[-1].strip(".)")
                self.text(number, place)
                return number
            answer = self.text(number, "1")
        raise AssertionError("never asked for consent")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with FakeTelegram() as telegram, FakeTwilio(automatic=True) as twilio, Alerts() as alerts:
        settings = {**for_telegram(telegram), **for_twilio(twilio), "ALERT_URL": alerts.url}
        with Instance(tmp_path_factory.mktemp("e2e"), settings) as instance:
            twilio.connect_to = twilio.public_url = instance.url
            settle = twilio.settle

            def settle_soon(sid: str, **how: object) -> None:
                time.sleep(0.5)  # a carrier is never quicker than the answer to the call
                settle(sid, **how)  # type: ignore[arg-type]

            twilio.settle = settle_soon  # type: ignore[method-assign]
            instance.start()
            print(f"start to the first answer: {instance.start_seconds:.1f} s, memory {instance.memory_mb():.0f} MB")
            yield World(instance, telegram, twilio, alerts)
        second_read(telegram)
        assert twilio.violations == []


@pytest.fixture(autouse=True)
def desks_close(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close every advocate's browser at the end of a test, so that nobody serves the next one's cases."""
    yield
    if "world" in request.fixturenames:
        world = request.getfixturevalue("world")
        for each in [*world.screens, *world.lines]:
            each.end()
        world.screens.clear()
        world.lines.clear()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not shutil.which(CHROMIUM):
        pytest.skip("Debian's chromium is not installed")
    expect.set_options(timeout=30_000)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()
