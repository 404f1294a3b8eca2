"""The check finds what is broken; the flows of the package have nothing to find in the fallback language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.check import check
from flows.check_walk import walk_states
from flows.definition import Choice, Library, Target
from flows.load import load_library
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


def test_a_question_without_an_answer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.check_walk.MAX_STATES", 40)
    texts = load_texts(["en"])
    broken = _with(load_library(), "opening", "limits", choices=(), says=(), waits=True)
    assert "every input must be answered" in {rule for _, rule, _ in walk_states(broken, texts).faults}
