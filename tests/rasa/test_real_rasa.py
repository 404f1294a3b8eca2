"""A real Rasa, trained on our examples, is understood by our client; with its figures. Run by `make test-rasa` only."""

from __future__ import annotations

import json
import statistics
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from bot.rasa import FAILURES, RasaClassifier, read_answer
from nlu.model import INTENTS, Trigger
from nlu.pipeline import Pipeline
from nlu.rasa.export import Line, read_lines
from tests.rasa.conftest import PROJECT, Server

LANGUAGES = ("en", "es", "ar")
HELD_BACK = Path(__file__).parents[1] / "nlu" / "heldback"
CANARY = "zebrafinch quartzite"
MIN_ACCURACY = 0.3
"""Of intents, with the few examples of the default `make rasa`: what is lower was trained on something else."""


class NoFallBack:
    """Notes what Rasa left to it."""

    def __init__(self) -> None:
        self.asked = 0

    def classify(self, text: str, language: str) -> tuple[str, float]:
        self.asked += 1
        return "", 0.0


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return list(read_lines((tag, HELD_BACK / f"{tag}.yml") for tag in LANGUAGES))


def show(capsys: pytest.CaptureFixture[str], text: str) -> None:
    with capsys.disabled():
        print(f"\n{text}", end="")


def test_what_it_knows_of_the_held_back_messages(server: Server, lines: list[Line], capsys: pytest.CaptureFixture[str]) -> None:
    """Prints what Rasa answers, and what it would answer without its own fall-back (the first of its ranking)."""
    found: Counter[tuple[str, str]] = Counter()
    with httpx.Client(trust_env=False, timeout=10) as client:
        for line in lines:
            answer = client.post(f"{server.url}/model/parse", json={"text": line.text}).content
            name, confidence = read_answer(answer)
            assert 0 <= confidence <= 1
            first = next(each["name"] for each in json.loads(answer)["intent_ranking"] if each["name"] != "nlu_fallback")
            kind = "intents" if line.name in INTENTS else "triggers"
            found.update({(line.language, f"all {kind}"): 1})
            found.update({(line.language, kind): name == line.name, (line.language, f"first {kind}"): first == line.name})
    for tag in LANGUAGES:
        for kind in ("intents", "triggers"):
            every = found[tag, f"all {kind}"]
            answered, first_of_all = found[tag, kind] / every, found[tag, f"first {kind}"] / every
            show(capsys, f"Rasa, {tag}, {every} {kind}: answered right {answered:.3f}, ranked first {first_of_all:.3f}")
        assert found[tag, "first intents"] / found[tag, "all intents"] >= MIN_ACCURACY


def test_the_seam_beside_the_builtin_engine(server: Server, lines: list[Line], capsys: pytest.CaptureFixture[str]) -> None:
    builtin = Pipeline()
    made = RasaClassifier(server.url, lambda: builtin, time.monotonic)
    scores: Counter[str] = Counter()
    asked = [line for line in lines if line.name in INTENTS]
    for line in asked:
        scores["rasa"] += made.classify(line.text, line.language)[0] == line.name
        scores["builtin"] += builtin.classify(line.text, line.language)[0] == line.name
    made.close()
    show(capsys, ", ".join(f"{name} {count / len(asked):.3f}" for name, count in scores.items()) + f" right of {len(asked)} intents")
    assert scores["rasa"] / len(asked) >= MIN_ACCURACY


def test_every_held_back_message_is_answered_in_time(server: Server, lines: list[Line], capsys: pytest.CaptureFixture[str]) -> None:
    nobody = NoFallBack()
    made = RasaClassifier(server.url, lambda: nobody, time.monotonic)
    seconds = []
    for line in lines:
        start = time.perf_counter()
        made.classify(line.text, line.language)
        seconds.append(time.perf_counter() - start)
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda line: made.classify(line.text, line.language), lines))
    pace = len(lines) / (time.perf_counter() - start)
    made.close()
    cuts = statistics.quantiles(seconds, n=100)
    show(capsys, f"one by one p50 {cuts[49] * 1000:.1f} ms, p99 {cuts[98] * 1000:.1f} ms; two threads {pace:.0f} a second; ")
    show(
        capsys,
        f"started in {server.start_seconds:.1f} s; {server.memory_mb():.0f} MB; {nobody.asked / len(lines) / 2:.2f} left to the fall-back",
    )
    assert made._breaker.allows()
    assert max(seconds) < 1.2


def test_triggers_and_doubt_are_left_to_the_builtin_engine(server: Server) -> None:
    nobody = NoFallBack()
    made = RasaClassifier(server.url, lambda: nobody, time.monotonic)
    names = {line.name for line in read_lines([("en", HELD_BACK / "en.yml")])}
    assert {f"trigger_{trigger}" for trigger in Trigger if trigger is not Trigger.HUMAN} <= names
    found = {made.classify(line.text, "en")[0] for line in read_lines([("en", HELD_BACK / "en.yml")])}
    made.close()
    assert nobody.asked > FAILURES
    assert found <= {*INTENTS, ""}


@pytest.mark.parametrize(
    "text",
    ["a\x00b\x01c", "\ud800\udfff lone halves", "\u202eabc\u202c", "[hidden](entity) words", "\\n\\n\\n words", "x" * 5000, "صفر" * 900],
)
def test_it_survives_any_text(server: Server, text: str) -> None:
    nobody = NoFallBack()
    made = RasaClassifier(server.url, lambda: nobody, time.monotonic)
    for _ in range(FAILURES):
        assert made.classify(text, "")[0] in {*INTENTS, ""}
    assert made.classify("where can I sleep tonight", "en")[0] != "" or nobody.asked
    assert made._breaker._failures == 0, "a text made the server fail"
    made.close()


def test_it_keeps_and_says_nothing(server: Server) -> None:
    made = RasaClassifier(server.url, NoFallBack, time.monotonic)
    for _ in range(3):
        made.classify(f"{CANARY} where can I sleep", "en")
    made.close()
    httpx.post(f"{server.url}/model/parse", content=json.dumps({"txt": CANARY}).encode(), trust_env=False, timeout=10)  # an error, too
    time.sleep(0.5)
    found = [
        path
        for path in [server.said, *PROJECT.rglob("*")]
        if path.is_file() and any(word.encode() in path.read_bytes() for word in CANARY.split())
    ]
    assert found == []
    assert server.said.stat().st_size > 0
