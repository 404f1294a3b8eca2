"""Turn a country's file of rights cards into a flow: topics, up to three short screens each, one next step.

Rules: every screen names its source, its date and how sure it is; a screen marked doubtful is refused; the sentences are in Fluent.
"""

from __future__ import annotations

import re

import yaml

from flows.definition import Choice, Fact, Flow, FlowKind, Line, Node, Target
from flows.source import Source

MAX_SCREENS = 3
STATUSES = {"source", "secondary", "knowledge"}
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")

FILE_FIELDS = {"country", "say", "topics"}
TOPIC_FIELDS = {"label", "screens", "next_step"}
SCREEN_FIELDS = {"text", "source", "as_of", "status", "police_risk"}


def card_flow(source: Source) -> tuple[Flow, dict[str, Fact]]:
    """Return the flow `rights_<cc>` of a file, and its facts by text."""
    if source.root is None:
        return Flow(source.file, FlowKind.MAIN, "topics", {}), {}
    fields = source.mapping(source.root, "the file", FILE_FIELDS)
    country = source.text(fields.get("country"), "country").lower()
    nodes: dict[str, Node] = {}
    facts: dict[str, Fact] = {}
    choices: list[Choice] = []
    for topic, value in source.mapping(fields.get("topics"), "topics").items():
        parts = source.mapping(value, topic, TOPIC_FIELDS)
        choices.append(Choice(source.text(parts.get("label"), f"{topic}.label"), Target("", f"{topic}-1")))
        screens = [_fact(source, topic, item) for item in source.items(parts.get("screens"), f"{topic}.screens")]
        if not 1 <= len(screens) <= MAX_SCREENS:
            source.fault(value, f"{topic}.screens", f"one to {MAX_SCREENS} screens", str(len(screens)))
        facts |= {fact.text: fact for fact in screens}
        step = source.mapping(parts.get("next_step"), f"{topic}.next_step", {"label", "to", "set"})
        flow, _, node = source.text(step.get("to"), "next_step.to").partition("/")
        sets = source.texts(step["set"], "next_step.set") if "set" in step else {}
        nodes |= _screens(topic, screens, Choice(source.text(step.get("label"), "next_step.label"), Target(flow, node), sets=sets))
    choices.append(Choice("do-menu", Target("menu", "")))
    say = source.text(fields.get("say"), "say")
    nodes["topics"] = Node("topics", says=(Line(say),), choices=tuple(choices), again=Line(say))
    return Flow(f"rights_{country}", FlowKind.MAIN, "topics", nodes, resumes=True), facts


def read_facts(source: Source) -> dict[str, Fact]:
    """Return the facts of a file that holds nothing else, by text."""
    facts = [_fact(source, "facts", item) for item in source.items(source.root, "the file")]
    return {fact.text: fact for fact in facts}


def _fact(source: Source, topic: str, node: yaml.Node) -> Fact:
    """Read one screen."""
    fields = source.mapping(node, f"{topic}.screens", SCREEN_FIELDS)
    as_of = source.text(fields.get("as_of"), f"{topic}.as_of")
    if not _MONTH.fullmatch(as_of):
        source.fault(fields.get("as_of", node), f"{topic}.as_of", "a month as YYYY-MM", as_of or "nothing")
    status = source.word(fields.get("status"), f"{topic}.status", STATUSES) or "knowledge"
    cited = source.text(fields.get("source"), f"{topic}.source")
    if not cited.strip():
        source.fault(node, f"{topic}.source", "where it can be read", "nothing")
    risk = "police_risk" in fields and source.word(fields["police_risk"], f"{topic}.police_risk", {"true", "false"}) == "true"
    return Fact(source.text(fields.get("text"), f"{topic}.text"), cited, as_of, status, risk)


def _screens(topic: str, facts: list[Fact], step: Choice) -> dict[str, Node]:
    """Return one node a screen: the next screen, or the one next step; then other topics or a person."""
    nodes: dict[str, Node] = {}
    for place, fact in enumerate(facts, start=1):
        onward = step if place == len(facts) else Choice("do-more", Target("", f"{topic}-{place + 1}"))
        name = f"{topic}-{place}"
        lines = [Line(fact.text, literal={"asof": fact.as_of})]
        if fact.police_risk:
            lines.append(Line("rights-first-ask"))
        others = (Choice("do-topics", Target("", "topics")), Choice("do-person", Target("person", "")))
        nodes[name] = Node(name, says=tuple(lines), choices=(onward, *others))
    return nodes
