"""Prove what can be proved about flows before a release: every state is walked, every turn is measured, every fact has its source.

Rules: gives issues and mends nothing; an issue names where, in which language, which rule and what was there (ids only). Bounded and
deterministic: the same library gives the same number of states.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flows.check_turns import check_turns
from flows.check_walk import walk_states
from flows.definition import GUESSED, Library
from flows.load import targets
from flows.walk import HOME, OPENING
from locales import Texts, fold
from locales.lint import CARRIER_WORDS

SAID_BY_CODE = (
    "try-again", "media-not-opened", "not-delivered", "unserved-line", "opening-limits-line", "find-service", "last-line",
    "sys-miss", "sys-later", "sys-thanks", "about-short", "privacy-short", "offer-short",
    "brief-ok", "brief-noted", "brief-number", "brief-here",
    "person-claimed", "person-returned", "person-closed", "live-leave", "live-emergency", "live-emergency-unknown", "live-go-on",
    "word-1-alone", "word-1-not-alone", "word-2-alone", "word-2-not-alone",
)  # fmt: skip
"""Texts that the engine says itself, besides those of the flows."""


ENTERED_BY_CODE = (
    OPENING, HOME, ("opening", "lapsed"), ("person", "live"), ("person", "asked"),
    ("lost", "choose"), ("lost", "nearest"), ("lost", "person"),
    ("leaving", "offer"), ("unserved", "ask"),
)  # fmt: skip
"""Places that the engine goes to itself."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One broken rule."""

    where: str
    language: str
    rule: str
    got: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found, how many states were walked for it, and how many steps they took."""

    issues: tuple[Issue, ...]
    states: int
    steps: int
    turns: int


def check(library: Library, texts: Texts, languages: Sequence[str]) -> Checked:
    """Check the flows for the given languages."""
    walked = walk_states(library, texts)
    found = [
        *_texts_there(library, texts, languages),
        *_reachable(library, walked.places),
        *_facts(library),
        *_answer_words(library, texts, languages),
        *(Issue(where, "", rule, got) for where, rule, got in walked.faults),
        *(Issue(where, tag, rule, got) for where, tag, rule, got in check_turns(texts, languages, walked.turns)),
    ]  # fmt: skip
    return Checked(tuple(found), walked.states, walked.steps, len(walked.turns))


def said(library: Library) -> frozenset[str]:
    """Return the ids of all texts that can be said or offered."""
    nodes = [node for flow in library.flows.values() for node in flow.nodes.values()]
    lines = (line.text for node in nodes for line in (*node.says, *filter(None, [node.again])))
    return frozenset(lines) | library.labels | frozenset(SAID_BY_CODE)


def _texts_there(library: Library, texts: Texts, languages: Sequence[str]) -> Iterator[Issue]:
    """Every text is there in every language, and a language has its own name."""
    for tag in languages:
        for id_ in sorted(said(library) | {f"language-{other}" for other in languages}):
            if not texts.has(tag, id_):
                yield Issue("flows", tag, "every text of a flow must be there in every language", id_)


def _reachable(library: Library, places: Iterable[tuple[str, str]]) -> Iterator[Issue]:
    """Every node can be reached, and leads on."""
    walked = set(places)
    reached = _reach(library)
    for flow in library.flows.values():
        for node in flow.nodes.values():
            if (flow.name, node.name) not in reached:
                yield Issue(f"{flow.name}/{node.name}", "", "every node must be reachable", node.name)
            elif node.rests and (flow.name, node.name) not in walked:
                yield Issue(f"{flow.name}/{node.name}", "", "every question must be asked in some state", node.name)


def _reach(library: Library) -> set[tuple[str, str]]:
    """Return the places that some choice, branch, intent, trigger or event leads to."""
    todo = [*ENTERED_BY_CODE]
    todo += [hearing.to for hearing in library.hearings.values()]
    todo += [library.start(flow) for flow in library.alarms.values()]
    todo += [("doubt", node) for node in library.flows["doubt"].nodes]
    found: set[tuple[str, str]] = set()
    while todo:
        place = todo.pop()
        node = library.node(place)
        if node is None or place in found:
            continue
        found.add(place)
        for target in targets(node):
            flow = target.flow or place[0]
            name = target.node or library.flows[flow].start
            todo.append((flow, name))
    return found


def _facts(library: Library) -> Iterator[Issue]:
    """Every legal or medical text has its source, and every source its text."""
    texts = said(library)
    for fact in library.facts.values():
        if fact.text not in texts:
            yield Issue("flows/rights", "", "every fact must belong to a text", fact.text)
    for text in sorted(texts):
        if text.startswith("rights-") and text not in {*library.facts, "rights-topics", "rights-ask-country"}:
            yield Issue("flows/rights", "", "every legal text must have a source, a date and a status", text)
    if not library.emergency:
        yield Issue("flows/directory", "", "emergency numbers must be there", "none")


def answer_words(library: Library, texts: Texts, languages: Sequence[str]) -> dict[str, str]:
    """Return every word or label that a person can answer with, folded, and the text it comes from. None may be an exit word."""
    ids = sorted(library.labels | {id_ for id_ in SAID_BY_CODE if id_.startswith("word-")})
    return {fold(texts.text(tag, id_, sms=sms)): id_ for tag in languages for id_ in ids for sms in (False, True) if texts.has(tag, id_)}


def _answer_words(library: Library, texts: Texts, languages: Sequence[str]) -> Iterator[Issue]:
    """No choice, and no agreed word, is a word that a carrier takes for itself; words that mean different things differ."""
    swallowed = {fold(word) for word in CARRIER_WORDS}
    agreed = sorted(id_ for id_ in SAID_BY_CODE if id_.startswith("word-"))
    meant: dict[str, str] = {}
    for tag in languages:
        for label in sorted(library.labels | set(agreed)):
            if texts.has(tag, label) and fold(texts.text(tag, label)) in swallowed:
                yield Issue("flows", tag, "no choice may be a word that a carrier swallows", label)
        for flow in library.flows.values():
            for node in flow.nodes.values():
                labels = [choice.label for choice in node.choices]
                guesses = library.guessed if GUESSED.keys() & set(labels) else frozenset()
                shown = [fold(texts.text(tag, label)) for label in (*labels, *guesses) if label not in GUESSED]
                if len(set(shown)) != len(shown):
                    yield Issue(f"{flow.name}/{node.name}", tag, "the choices of a question must differ", str(len(shown)))
    for tag in languages:
        for id_ in (*agreed, *sorted(library.labels)):
            if (
                texts.has(tag, id_)
                and meant.setdefault(fold(texts.text(tag, id_)), id_) != id_
                and meant[fold(texts.text(tag, id_))] in agreed
            ):
                yield Issue("flows", tag, "an agreed word must mean nothing else in any language", id_)
