"""Files of flows that break a rule are refused with file, line, field, rule and what was there: all faults at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.load import build_library, load_library
from flows.source import LibraryError, Source

GOOD = """
flow: tiny
nodes:
  first:
    say: some-text
    choices:
      - {label: do-go-on, to: second}
  second:
    say: other-text
    next: first
"""


def faults(text: str) -> list[str]:
    try:
        build_library([Source("library/tiny.yaml", text)], [], {})
    except LibraryError as error:
        return [str(fault) for fault in error.faults]
    return []


def test_the_flows_of_the_package_load() -> None:
    library = load_library()
    assert {"opening", "menu", "person", "rights_us", "rights_de"} <= set(library.flows)
    assert library.emergency["US"] == "911"
    assert library.emergency["ZA"] == "10111 / 10177"


def test_a_good_file_has_no_fault() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ("to: second", "to: third", "library/tiny.yaml, line 5: first must be a node with targets that exist (got third)"),
        ("say: other-text", "sya: other-text", "library/tiny.yaml, line 9: second.sya must be one of "),
        ("next: first", "do: dance", "library/tiny.yaml, line 10: second.do must be one of "),
        (
            "    next: first\n",
            "",
            "library/tiny.yaml, line 9: second must be a node that leads on: choices, read, find, go, do or next (got a mapping)",
        ),
        ("flow: tiny", "flow: [tiny]", "library/tiny.yaml, line 2: flow must be a text (got a list of 1)"),
        (
            "label: do-go-on, to: second",
            "label: do-go-on",
            "library/tiny.yaml, line 7: first.choices must be a choice with `to` or `do` (got a mapping)",
        ),
        (
            "{label: do-go-on, to: second}",
            '{label: "@second", do: guess}',
            "library/tiny.yaml, line 7: first.choices must be a choice that does what its label @second offers: `do: second` (got guess)",
        ),
        (
            "label: do-go-on,",
            'label: "@guess",',
            "library/tiny.yaml, line 7: first.choices must be a choice that does what its label @guess offers: `do: guess` (got nothing)",
        ),
        ("nodes:", "nodes: {", "library/tiny.yaml, line"),
    ],
)
def test_a_fault_says_where_and_what(was: str, becomes: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(GOOD.replace(was, becomes))), faults(GOOD.replace(was, becomes))


def test_all_faults_are_said_at_once() -> None:
    broken = GOOD.replace("to: second", "to: third").replace("say: other-text", "sya: other-text").replace("next: first", "do: dance")
    assert len(faults(broken)) >= 3


CARD = """
country: FR
say: rights-topics
topics:
  help:
    label: do-law-help
    screens:
      - {text: rights-fr-help-1, source: "a law", as_of: 2026-01, status: source}
    next_step: {label: do-need-any, to: start}
"""


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ("as_of: 2026-01", "as_of: lately", "as_of must be a month as YYYY-MM (got lately)"),
        ("status: source", "status: doubtful", "status must be one of knowledge, secondary, source (got doubtful)"),
        ('source: "a law"', 'source: ""', "source must be where it can be read"),
    ],
)
def test_a_card_without_source_date_or_status_is_refused(was: str, becomes: str, fault: str) -> None:
    with pytest.raises(LibraryError) as refused:
        build_library([], [Source("rights/fr.yaml", CARD.replace(was, becomes))], {})
    assert fault in str(refused.value)


@given(st.text())
def test_whatever_a_file_holds_only_faults_come_of_it(text: str) -> None:
    with pytest.raises(LibraryError) as refused:
        build_library([Source("library/any.yaml", text)], [Source("rights/any.yaml", text)], {})
    assert refused.value.faults
