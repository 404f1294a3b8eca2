"""The check finds what is broken; the flows of the package have nothing to find in the fallback language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.check import check
from flows.check_walk import Walked, walk_states
from flows.definition import Choice, Library, Target
from flows.load import load_library
from flows.values import Offer
from locales import load_texts

MOST_SECONDS = 60


@pytest.mark.slow
def test_every_state_is_walked_and_nothing_is_broken() -> None:
    texts = load_texts(["en"])
    checked = check(load_library(), texts, ["en"])
    assert [issue for issue in checked.issues if issue.language in {"", "en"}] == []
    assert 5_000 < checked.states < 50_000


def _with(library: Library, flow: str, node: str, **changes: object) -> Library:
    old = library.flows[flow]
    nodes = {**old.nodes, node: replace(old.nodes[node], **changes)}  # type: ignore[arg-type] # the fields of Node by name
    return replace(library, flows={**library.flows, flow: replace(old, nodes=nodes)})


def test_a_broken_flow_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.check_walk.MAX_STATES", 40)
    texts = load_texts(["en"])
    broken = _with(
        load_library(), "opening", "hello", choices=(Choice("do-yes-now", Target("", "nowhere")), Choice("do-later", Target("", "hello")))
    )
    assert "no flow may be broken" in {rule for _, rule, _ in walk_states(broken, texts).faults}


def test_guesses_that_cannot_be_told_apart_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.check.walk_states", lambda *_: Walked())
    library, texts = load_library(), load_texts(["en"])
    rule = "the choices of a question must differ"
    assert rule not in {issue.rule for issue in check(library, texts, ["en"]).issues}
    heard = replace(library.hearings["find_medical"], label="do-person")
    library = replace(library, hearings={**library.hearings, "find_medical": heard})
    assert [issue.where for issue in check(library, texts, ["en"]).issues if issue.rule == rule] == ["lost/nearest"]


def test_two_guesses_are_walked_beside_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.check_walk.MAX_STATES", 40)
    turns = walk_states(load_library(), load_texts(["en"])).turns.values()
    offered = {effect.labels[:2] for turn in turns for effect in turn if isinstance(effect, Offer)}
    assert {("do-need-place", "do-rights"), ("do-rights", "do-need-place")} <= offered


def test_a_question_without_an_answer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.check_walk.MAX_STATES", 40)
    texts = load_texts(["en"])
    broken = _with(load_library(), "opening", "limits", choices=(), says=(), waits=True)
    assert "every input must be answered" in {rule for _, rule, _ in walk_states(broken, texts).faults}
