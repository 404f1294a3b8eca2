"""Play the golden conversations against the engine, the state serialised and re-read between every two turns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from flows.definition import Library
from flows.directory.store import load_seed
from flows.engine import advance
from flows.load import load_library
from flows.values import (
    MAX_ROUNDS,
    DropCase,
    Effect,
    Erase,
    Exit,
    Found,
    Heard,
    HeardKind,
    Hush,
    Offer,
    OpenCase,
    PassWords,
    Query,
    Relay,
    Say,
    SetSecret,
    State,
    UseLanguage,
)  # fmt: skip
from locales import Texts, load_texts

FOLDER = Path(__file__).parents[1] / "conversations" / "en"
FIELDS = {"in", "event", "means", "out", "choices", "does", "state"}


@cache
def library() -> Library:
    return load_library()


@cache
def texts() -> Texts:
    return load_texts()


@dataclass
class World:
    desk: Any

    def look(self, query: Query) -> Found:
        if query.what == "staffed":
            return Found(failed=True) if self.desk == "failed" else Found(staffed=bool(self.desk))
        return load_seed().find(query, show_unverified=True, language="en")


def take(state: State, heard: Heard, world: World) -> tuple[State, list[Effect]]:
    step = advance(library(), texts(), state, heard)
    effects = list(step.effects)
    for _ in range(MAX_ROUNDS):
        if not effects or not isinstance(effects[-1], Query):
            break
        query = effects.pop()
        assert isinstance(query, Query)
        step = advance(library(), texts(), step.state, heard, world.look(query))
        effects += step.effects
    assert not any(isinstance(effect, Query) for effect in effects)
    return step.state, effects


def does(effect: Effect) -> str:
    match effect:
        case PassWords():
            return "pass_words" if effect.yes else "no_words"
        case Exit():
            return "cover" if effect.cover else "exit"
        case OpenCase() | DropCase() | Erase() | Hush() | Relay() | SetSecret() | UseLanguage():
            return {
                OpenCase: "open_case",
                DropCase: "drop_case",
                Erase: "erase",
                Hush: "hush",
                Relay: "relay",
                SetSecret: "set_secret",
                UseLanguage: "use_language",
            }[type(effect)]
        case _:
            return ""


def heard_of(turn: dict[str, Any]) -> Heard:
    if "event" in turn:
        return Heard(HeardKind(turn["event"]))
    means = turn.get("means", {})
    lists = {name: tuple(means[name]) for name in ("triggers", "doubtful") if name in means}
    return Heard(HeardKind.TEXT, text=turn["in"], **{**means, **lists})


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yaml")), ids=lambda file: file.stem)
def test_conversation(file: Path) -> None:
    script = yaml.safe_load(file.read_text("utf-8"))
    world = World(script["desk"])
    state = State(slots={"channel": script.get("channel", "sms")})
    for number, turn in enumerate(script["turns"], start=1):
        assert set(turn) <= FIELDS, f"turn {number}: unknown field"
        state = msgspec.json.decode(msgspec.json.encode(state), type=State)
        state, effects = take(state, heard_of(turn), world)
        shown = {
            "out": [effect.text for effect in effects if isinstance(effect, Say)],
            "choices": [label for effect in effects if isinstance(effect, Offer) for label in effect.labels],
            "does": [name for effect in effects if (name := does(effect))],
            "state": state.path,
        }
        expected = {field: turn[field] for field in ("out", "choices", "does", "state") if field in turn}
        assert {field: shown[field] for field in expected} == expected, f"turn {number} of {file.name}"
        for written in (turn.get("in", ""), *turn.get("in", "").split()):
            if len(written) > 5:  # what was written is in no slot and in no effect
                assert written not in repr(state.slots)
                assert written not in repr([effect for effect in effects if not isinstance(effect, Say | Offer)])
