"""The second engine is asked when it can be, and a person is answered, in time and in silence, when it cannot."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.app import open_service
from bot.channels.simulator import Simulator
from bot.ports import ChannelKind
from bot.rasa import (
    FAILURES,
    MAX_CHARACTERS,
    PARSE_SECONDS,
    PAUSE_SECONDS,
    Breaker,
    RasaClassifier,
    choose_classifier,
    look_at_rasa,
    read_answer,
)
from bot.settings import Settings, SettingsError, broken_rules
from nlu.model import Trigger
from tests.fakes import rasa_server
from tests.fakes.rasa_server import FakeRasa

HERE = ("privacy", 0.25)
"""What the fall-back of these tests answers: nothing that the server says."""

CANARY = "zebrafinch is at my door"
WAYS = [*rasa_server.FAILURES]


class FallBack:
    """Another classifier, which counts how often it is asked."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    def classify(self, text: str, language: str) -> tuple[str, float]:
        self.heard.append((text, language))
        return HERE


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    with FakeRasa() as server:
        yield server


@pytest.fixture
def fall_back() -> FallBack:
    return FallBack()


@pytest.fixture
def classifier(rasa, fall_back, clock) -> Iterator[RasaClassifier]:
    made = RasaClassifier(rasa.url, lambda: fall_back, clock.now)
    yield made
    made.close()


@pytest.fixture
def timed(rasa, fall_back) -> Iterator[RasaClassifier]:
    """One that reads the real time."""
    made = RasaClassifier(rasa.url, lambda: fall_back, time.monotonic)
    yield made
    made.close()


# the server answers


def test_an_intent_of_the_server_is_taken(classifier, rasa, fall_back):
    rasa.intent = ("find_shelter", 0.83)
    assert classifier.classify("I have nowhere to sleep", "en") == ("find_shelter", 0.83)
    assert rasa.calls == [("/model/parse", {"text": "I have nowhere to sleep"})]
    assert fall_back.heard == []


@pytest.mark.parametrize("name", ["trigger_danger", "trigger_human", "nlu_fallback", "order_pizza", "", None])
def test_what_is_no_intent_of_ours_is_told_by_the_fall_back(classifier, rasa, fall_back, name):
    rasa.intent = (name, 0.99)
    for _ in range(FAILURES + 2):
        assert classifier.classify("something else", "es") == HERE
    assert fall_back.heard == [("something else", "es")] * (FAILURES + 2)
    assert len(rasa.heard) == FAILURES + 2  # it did answer: nothing is wrong with the server


def test_out_of_scope_is_an_answer(classifier, rasa):
    rasa.intent = ("out_of_scope", 0.7)
    assert classifier.classify("who won the match", "en") == ("out_of_scope", 0.7)


def test_a_confidence_a_hair_above_one_is_one(classifier, rasa):
    rasa.intent = ("greet", 1.0000001)
    assert classifier.classify("good morning", "en") == ("greet", 1.0)


@pytest.mark.parametrize("text", ["", "  ", "7", "ok", "+34 600 12 34 56", "👍👍👍👍", "1️⃣"])
def test_a_number_or_a_sign_is_never_sent(classifier, rasa, text):
    assert classifier.classify(text, "") == HERE
    assert rasa.heard == []


def test_a_long_message_is_cut(classifier, rasa):
    assert classifier.classify("help me " * 50_000, "en") == ("greet", 0.9)
    assert len(rasa.heard[0]) == MAX_CHARACTERS


# the server fails


@pytest.mark.parametrize("fail", WAYS)
def test_a_server_that_fails_is_not_believed(timed, rasa, fail):
    with FakeRasa() as other:
        rasa.fail, rasa.other = fail, other.url
        start = time.monotonic()
        assert timed.classify(CANARY, "en") == HERE
        assert time.monotonic() - start < 2 * PARSE_SECONDS + 0.5
        assert rasa.heard == [CANARY]
        assert other.heard == []
    rasa.fail = ""
    assert timed.classify(CANARY, "en") == ("greet", 0.9)


@pytest.mark.parametrize("way", ["slow", "drips"])
def test_a_slow_server_is_not_waited_for(timed, rasa, way):
    rasa.slow_seconds, rasa.drips = (3.0, False) if way == "slow" else (0.0, True)
    start = time.monotonic()
    assert timed.classify(CANARY, "en") == HERE
    assert PARSE_SECONDS - 0.1 < time.monotonic() - start < 2 * PARSE_SECONDS + 0.5


def test_a_server_that_is_not_there(fall_back, clock):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, nobody listens
        made = RasaClassifier(f"http://127.0.0.1:{taken.getsockname()[1]}", lambda: fall_back, clock.now)
        assert made.classify(CANARY, "en") == HERE
        made.close()


def test_after_closing_it_still_answers(classifier):
    classifier.close()
    assert classifier.classify(CANARY, "en") == HERE


# the breaker


def test_a_failing_server_is_left_alone_then_tried_once(classifier, rasa, clock):
    rasa.fail = "500"
    for _ in range(FAILURES + 3):
        assert classifier.classify(CANARY, "en") == HERE
    assert len(rasa.heard) == FAILURES
    clock.pass_seconds(PAUSE_SECONDS - 1)
    classifier.classify(CANARY, "en")
    assert len(rasa.heard) == FAILURES
    clock.pass_seconds(1)
    for _ in range(3):
        assert classifier.classify(CANARY, "en") == HERE
    assert len(rasa.heard) == FAILURES + 1  # one trial, which failed
    clock.pass_seconds(PAUSE_SECONDS)
    rasa.fail = ""
    for _ in range(3):
        assert classifier.classify(CANARY, "en") == ("greet", 0.9)
    assert len(rasa.heard) == FAILURES + 4


def test_failures_that_are_not_in_a_row_leave_it_closed(classifier, rasa):
    for _ in range(3):
        rasa.fail = "garbage"
        for _ in range(FAILURES - 1):
            classifier.classify(CANARY, "en")
        rasa.fail = ""
        assert classifier.classify(CANARY, "en") == ("greet", 0.9)


def test_of_many_threads_one_makes_the_trial(clock):
    breaker = Breaker(clock.now)
    for _ in range(FAILURES):
        breaker.failed()
    clock.pass_seconds(PAUSE_SECONDS)
    together = threading.Barrier(8)

    def ask(_: int) -> bool:
        together.wait()
        return breaker.allows()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(8))) == 1


def test_a_trial_that_never_comes_back_is_not_the_last(clock):
    breaker = Breaker(clock.now)
    for _ in range(FAILURES):
        breaker.failed()
    clock.pass_seconds(PAUSE_SECONDS)
    assert breaker.allows()
    clock.pass_seconds(PAUSE_SECONDS)
    assert breaker.allows()


def test_many_threads_get_their_own_answers(timed, rasa):
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda place: timed.classify(f"message number {place}", "en"), range(40)))
    assert found == {("greet", 0.9)}
    assert sorted(rasa.heard) == sorted(f"message number {place}" for place in range(40))


# nothing leaks


@pytest.mark.parametrize("fail", [*WAYS, ""])
def test_no_log_line_holds_words(classifier, rasa, fail, caplog):
    rasa.fail = fail
    with capture_logs() as lines, caplog.at_level(logging.DEBUG):
        for _ in range(FAILURES + 1):
            classifier.classify(CANARY, "en")
    assert "zebrafinch" not in repr(lines) + caplog.text
    assert [line["event"] for line in lines] == (["rasa_left_alone"] if fail else [])


def test_an_operator_hears_that_it_failed_and_that_it_is_back(classifier, rasa, clock):
    with capture_logs() as lines:
        rasa.fail = "closed_early"
        for _ in range(FAILURES + 3):
            classifier.classify(CANARY, "en")
        clock.pass_seconds(PAUSE_SECONDS)
        rasa.fail = ""
        classifier.classify(CANARY, "en")
    assert [(line["event"], line.get("code")) for line in lines] == [("rasa_left_alone", "RemoteProtocolError"), ("rasa_back", None)]


@pytest.fixture(scope="module")
def any_text() -> Iterator[tuple[RasaClassifier, FakeRasa]]:
    with FakeRasa() as server:
        made = RasaClassifier(server.url, FallBack, time.monotonic)
        yield made, server
        made.close()


@trials(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=st.text(st.characters(), max_size=60) | st.text(st.characters(categories=["L", "Cs"]), min_size=3, max_size=20))
def test_any_text_is_answered(any_text, text):
    made, server = any_text
    before = len(server.heard)
    found = made.classify(text, "ar")
    assert found in {HERE, ("greet", 0.9)}
    assert (found == HERE) == (len(server.heard) == before)
    for heard in server.heard[before:]:
        heard.encode()  # raises for half of a surrogate pair, which a server may fail on


@trials(max_examples=300, deadline=None)
@given(
    answer=st.binary(max_size=80)
    | st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["intent", "name", "confidence"]), inner, max_size=3),
        max_leaves=8,
    ).map(lambda value: rasa_server.json.dumps(value).encode())
)
def test_any_answer_is_read_or_refused(answer):
    try:
        name, confidence = read_answer(answer)
    except ValueError as error:
        refusal = error
    else:
        assert isinstance(name, str)
        assert 0 <= confidence <= 1
        return
    assert str(refusal).startswith("Rasa's ")  # words of ours, none of the answer
    assert refusal.__suppress_context__ or refusal.__context__ is None


def test_an_answer_that_nests_without_end_is_refused_like_any_other():
    with pytest.raises(ValueError, match="must be JSON"):
        read_answer(rasa_server.DEEP)


# where it may be, and the settings

GOOD = ("http://127.0.0.1:5005", "http://localhost:5005/", "http://[::1]:5005", "http://127.9.9.9", "https://rasa.example.org/prefix")
BAD = (
    "http://rasa.example.org:5005", "http://127.0.0.1.example.org", "http://localhost.example.org", "http://127.0.0.1@example.org",
    "http://10.0.0.4:5005", "http://0.0.0.0:5005", "ftp://127.0.0.1", "127.0.0.1:5005", "https://name:word@rasa.example.org",
    "https://rasa.example.org?token=1", "https://rasa.example.org#x", "http://", "https://", "http://127.0.0.1:port", "http://[::1", "rasa",
    "http://127.0.0.1:5005\n", "http://127.0.0.1\\@example.org",
)  # fmt: skip


def make(**values: object) -> Settings:
    return Settings(_env_file=None, demo=True, **values)  # type: ignore[arg-type,call-arg]


@pytest.mark.parametrize("url", GOOD)
def test_words_may_go_to_loopback_and_over_https(url, fall_back):
    assert broken_rules(make(nlu="rasa", rasa_url=url)) == ()
    RasaClassifier(url, lambda: fall_back, time.monotonic).close()


@pytest.mark.parametrize("url", BAD)
def test_words_go_nowhere_else(url, fall_back):
    (problem,) = broken_rules(make(nlu="rasa", rasa_url=url))
    assert problem.startswith("QUIETLINE_RASA_URL must be")
    with pytest.raises(ValueError, match="loopback"):
        RasaClassifier(url, lambda: fall_back, time.monotonic)
    with pytest.raises(SettingsError, match="QUIETLINE_RASA_URL"):
        choose_classifier(make(nlu="rasa", rasa_url=url), lambda: fall_back)


def test_a_proxy_of_the_machine_sees_nothing(monkeypatch, rasa, fall_back):
    with FakeRasa() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        made = RasaClassifier(rasa.url, lambda: fall_back, time.monotonic)
        assert made.classify(CANARY, "en") == ("greet", 0.9)
        made.close()
        assert proxy.heard == []
    assert rasa.heard == [CANARY]


def test_rasa_needs_an_address():
    (problem,) = broken_rules(make(nlu="rasa"))
    assert problem.startswith("QUIETLINE_RASA_URL is not set")
    assert broken_rules(make()) == ()
    assert broken_rules(make(nlu="builtin", rasa_url="rasa")) == ()


def test_the_builtin_engine_needs_no_second_one(fall_back):
    assert choose_classifier(make(), lambda: fall_back) is None


async def test_the_service_asks_it_and_safety_never_depends_on_it(rasa, settings, clock):
    phones = {kind: Simulator(kind) for kind in ChannelKind}
    chosen = settings.model_copy(update={"nlu": "rasa", "rasa_url": rasa.url, "languages": ("en",)})
    async with open_service(chosen, clock=clock, channels=phones) as service:
        rasa.intent = ("rights_pay", 0.9)
        assert service.understand("what about the weather then", "en").intent == "rights_pay"
        assert rasa.heard == ["what about the weather then"]
        rasa.intent = ("out_of_scope", 1.0)
        assert Trigger.DANGER in service.understand("he is going to kill me", "en").triggers
        rasa.fail = "500"
        assert Trigger.DANGER in service.understand("he is going to kill me", "en").triggers
        assert service.understand("I need a lawyer", "en").intent == "find_legal_help"  # the pipeline's own engine stands behind it


async def test_the_service_is_not_started_without_its_address(settings):
    with pytest.raises(SettingsError, match="QUIETLINE_RASA_URL is not set"):
        async with open_service(settings.model_copy(update={"nlu": "rasa"})):
            raise AssertionError("it must not get here")


# what `doctor` says


@pytest.mark.parametrize("name", ["greet", "trigger_danger", "nlu_fallback"])
def test_a_server_with_our_names_is_fine(rasa, name):
    rasa.intent = (name, 0.4)
    assert look_at_rasa(make(nlu="rasa", rasa_url=rasa.url)) == ""
    assert len(rasa.heard) == 1


def test_a_server_that_needs_something_is_told_of(rasa):
    chosen = make(nlu="rasa", rasa_url=rasa.url)
    rasa.intent = ("order_pizza", 0.4)
    assert look_at_rasa(chosen).startswith("Rasa answers with names that are not ours")
    rasa.fail = "500"
    assert look_at_rasa(chosen).startswith("Rasa does not answer (ValueError)")


def test_a_server_that_is_not_used_is_not_asked(rasa):
    assert look_at_rasa(make(rasa_url=rasa.url)) == ""
    assert look_at_rasa(make(nlu="rasa", rasa_url="http://example.org")) == ""
    assert rasa.heard == []
