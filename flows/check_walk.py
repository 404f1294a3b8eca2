"""Walk every state that a conversation can be in, with every input and every answer of the world, and see that nobody is left standing.

Rules: breadth first from the states that the service can begin with. A state is mode, flow, node, return stack, misses, brief, and those
slots that flows branch on (`TOLD_APART`). Of the stack the flows that wait are told apart; that each waits at a question is a rule of its
own, and entering a question is walked anyway. In every state: each choice, nothing, an unknown text, every trigger, exit, a person. At
every mode and node at least once: every event, every intent, every doubtful sign. Each must be answered, end at a question, raise no
alarm to the operator and no exception.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from itertools import permutations

from flows.alarms import ORDER
from flows.definition import Library, ReaderKind
from flows.engine import advance
from flows.ports import Texts
from flows.values import (
    MAX_MISSES,
    MAX_ROUNDS,
    MAX_STACK,
    Alert,
    Effect,
    Erase,
    Exit,
    Found,
    Heard,
    HeardKind,
    Mode,
    Offer,
    OpenCase,
    PassWords,
    Query,
    Relay,
    Say,
    Service,
    State,
    Step,
)  # fmt: skip
from flows.walk import HOME

MAX_STATES = 400_000
"""More than this means that flows multiply without bound: an issue, not a longer wait."""

TOLD_APART = ("country", "consent", "lost", "limits", "page", "more", "pending", "second")
"""Slots that some node branches on, or that add a choice. `need` and `guess` only go into a query or name a flow; `words` and `channel`
are tried beside, and so is every pair of guesses."""

Turn = tuple[Effect, ...]
Fault = tuple[str, str, str]

_LINE = Service("Example phone line (long name of it)", "0800 123 456 78; 0800 123", "", "24/7", "English", "charity", verified=True)
_LOOKS: dict[str, tuple[Found, ...]] = {
    "staffed": (Found(staffed=True), Found(staffed=False), Found(failed=True)),
    "find": (Found(), Found(services=(_LINE,)), Found(services=(_LINE,) * 4), Found(failed=True)),
}
_UNKNOWN = Heard(HeardKind.TEXT, text="qwertz asdf")
_COUNTRIES = ("United States", "Germany", "Fiji")
"""Two with cards and an emergency number; one with neither."""

_MOVES = (
    "greet",
    "yes",
    "no",
    "thanks",
    "menu",
    "back",
    "repeat",
    "skip",
    "more",
    "later",
    "change_language",
    "erase",
    "about",
    "privacy",
    "exit",
)


@dataclass(frozen=True, slots=True)
class _Taken:
    """One turn that was taken."""

    library: Library
    state: State
    heard: Heard
    turn: Turn
    after: State


@dataclass(slots=True)
class Walked:
    """What the walk saw."""

    states: int = 0
    steps: int = 0
    faults: list[Fault] = field(default_factory=list)
    places: set[tuple[str, str]] = field(default_factory=set)
    turns: dict[Hashable, Turn] = field(default_factory=dict)


def walk_states(library: Library, texts: Texts) -> Walked:
    """Walk all states. Returns what was seen."""
    walked = Walked()
    todo = deque(_beginnings())
    seen = {_key(state) for state in todo}
    always = (_UNKNOWN, Heard(HeardKind.NOTHING), *_signs())
    once = (*_events(), *_words(library), *_doubts())
    told: set[tuple[Mode, str, str, bool, bool]] = set()
    while todo:
        state = todo.popleft()
        walked.states += 1
        walked.places.add((state.flow, state.node))
        if walked.states > MAX_STATES:
            walked.faults.append(("flows", f"the walk must end within {MAX_STATES} states", "more"))
            break
        _must(library, texts, state, walked)
        here = (state.mode, state.flow, state.node, state.brief, "second" in state.slots)
        rare = once if here not in told else ()
        told.add(here)
        for heard in (*always, *rare, *_answers(library, texts, state)):
            for turn, after in _ways(library, texts, state, heard, walked, thorough=bool(rare)):
                _look(library, state, heard, turn, after, walked)
                key = _key(after)
                if key not in seen:
                    seen.add(key)
                    todo.append(after)
    _guess(library, texts, walked)
    return walked


def _beginnings() -> Iterator[State]:
    """Yield what the service can begin with: a new session of each channel, and one restored after a restart."""
    slots = {"channel": "telegram"}
    yield State(slots=slots)
    yield State(mode=Mode.QUEUE, slots=slots)
    yield State(mode=Mode.AFTER_HOURS, slots=slots)
    yield State(mode=Mode.COVER)


def _signs() -> Iterator[Heard]:
    """Yield every trigger, and the worst of them with somebody near."""
    for trigger in (*ORDER, "watched", "other_person"):
        yield Heard(HeardKind.TEXT, text="sign", triggers=(trigger,))
    yield Heard(HeardKind.TEXT, text="sign", triggers=("danger", "watched"))
    yield Heard(HeardKind.TEXT, text="sign", triggers=("danger", "child"))


def _events() -> Iterator[Heard]:
    """Yield everything that is not a text."""
    for kind in HeardKind:
        if kind not in {HeardKind.TEXT, HeardKind.CHOICE}:
            yield Heard(kind)
    yield Heard(HeardKind.CHOICE, choice=99)


def _words(library: Library) -> Iterator[Heard]:
    """Yield words that move, and sentences that say what is wanted, sure and unsure."""
    for intent in _MOVES:
        yield Heard(HeardKind.TEXT, text=intent, intent=intent, sure=True, word=True)
    for intent in library.hearings:
        yield Heard(HeardKind.TEXT, text="what I want", intent=intent, sure=True)
    yield Heard(HeardKind.TEXT, text="what I want", intent="find_shelter")
    yield Heard(HeardKind.TEXT, text="what I want", intent="find_shelter", second="rights_pay")
    yield Heard(HeardKind.TEXT, text="I would go", intent="exit")
    yield Heard(HeardKind.TEXT, text="autre", unserved="fr")
    yield Heard(HeardKind.TEXT, text="0")


def _doubts() -> Iterator[Heard]:
    """Yield every doubtful sign, and combinations that have rules of their own."""
    for trigger in (*ORDER, "watched", "other_person"):
        yield Heard(HeardKind.TEXT, text="sign", doubtful=(trigger,))
    yield Heard(HeardKind.TEXT, text="sign", triggers=("watched",), intent="exit")
    yield Heard(HeardKind.TEXT, text="sign", triggers=("child",), intent="report_concern")


def _answers(library: Library, texts: Texts, state: State) -> Iterator[Heard]:
    """Yield each choice of the state, typed and touched, and what its reader can read."""
    from flows.walk import Walk  # noqa: PLC0415 - only to ask which choices stand

    walk = Walk(library, texts.languages, state)
    for place, _ in enumerate(walk.offered()):
        yield Heard(HeardKind.CHOICE, choice=place)
    node = walk.node
    if node is not None and node.reader is not None:
        names = {ReaderKind.COUNTRY: _COUNTRIES, ReaderKind.LANGUAGE: ("English",), ReaderKind.SECRET: ("bluebird",)}
        yield from (Heard(HeardKind.TEXT, text=name) for name in names[node.reader.kind])


def _ways(
    library: Library, texts: Texts, state: State, heard: Heard, walked: Walked, *, thorough: bool = True
) -> Iterator[tuple[Turn, State]]:
    """Yield every way a turn can go, over all answers of the world. Not `thorough`: a failed look at the desk counts as nobody there."""
    todo: list[tuple[Step, Turn, int]] = [(advance(library, texts, state, heard), (), 0)]
    while todo:
        step, before, rounds = todo.pop()
        walked.steps += 1
        if not step.effects or not isinstance(step.effects[-1], Query):
            yield (*before, *step.effects), step.state
            continue
        query = step.effects[-1]
        said = (*before, *step.effects[:-1])
        if rounds >= MAX_ROUNDS:
            walked.faults.append((state.path, f"a turn must ask at most {MAX_ROUNDS} times", query.what))
            continue
        looks = _LOOKS[query.what] if thorough or query.what == "find" else _LOOKS["staffed"][:2]
        todo += [(advance(library, texts, step.state, heard, found), said, rounds + 1) for found in looks]


def _look(library: Library, state: State, heard: Heard, turn: Turn, after: State, walked: Walked) -> None:
    """Note what is wrong with one turn, and remember its words for measuring."""
    words = tuple(effect for effect in turn if isinstance(effect, Say | Offer))
    walked.turns.setdefault(_words_key(words), words)
    taken = _Taken(library, state, heard, turn, after)
    for rule, broken in _RULES.items():
        if broken(taken):
            walked.faults.append((state.path, rule, f"{heard.kind} {heard.intent} {' '.join(heard.triggers)}".strip()))


def _guess(library: Library, texts: Texts, walked: Walked) -> None:
    """Take every two intents as guesses beside each other, so that the longest two labels are measured too."""
    asked = State(flow=HOME[0], node=HOME[1], slots={"channel": "telegram"})
    for intent, second in permutations(library.hearings, 2):
        heard = Heard(HeardKind.TEXT, text="what I want", intent=intent, second=second)
        for turn, after in _ways(library, texts, asked, heard, walked):
            _look(library, asked, heard, turn, after, walked)


def _must(library: Library, texts: Texts, state: State, walked: Walked) -> None:
    """From every state but cover: `0` leaves; a word for a person opens a case, or reaches the one who is there; the agreed word hides."""
    if state.mode is Mode.COVER:
        return
    for turn, _ in _ways(library, texts, state, Heard(HeardKind.TEXT, text="٠"), walked):
        if not any(isinstance(effect, Exit) for effect in turn):
            walked.faults.append((state.path, "one message must leave", "0"))
    hidden = replace(state, slots={**state.slots, "words": "1"})
    for turn, after in _ways(library, texts, hidden, Heard(HeardKind.TEXT, text=texts.text("en", "word-1-not-alone")), walked):
        if after.mode is not Mode.COVER or any(isinstance(effect, Say) for effect in turn):
            walked.faults.append((state.path, "the agreed word must hide everything at once", "not-alone"))
    asked = Heard(HeardKind.TEXT, text="a person", intent="human", sure=True, word=True)
    for turn, _ in _ways(library, texts, state, asked, walked):
        if not any(isinstance(effect, OpenCase | Relay) for effect in turn):
            walked.faults.append((state.path, "one message must reach a person", "human"))


def _alarmed(taken: _Taken) -> bool:
    return any(isinstance(effect, Alert) for effect in taken.turn)


def _silent(taken: _Taken) -> bool:
    quiet = taken.state.mode is Mode.COVER or taken.heard.kind is HeardKind.LAPSED
    live = taken.state.mode is Mode.LIVE and any(isinstance(effect, Relay) for effect in taken.turn)
    return not quiet and not live and not any(isinstance(effect, Say | Offer | Exit | Erase) for effect in taken.turn)


def _stranded(taken: _Taken) -> bool:
    node = taken.library.node((taken.after.flow, taken.after.node))
    return bool(taken.after.flow) and (node is None or not node.rests)


def _offer_not_last(taken: _Taken) -> bool:
    places = [place for place, effect in enumerate(taken.turn) if isinstance(effect, Offer)]
    return len(places) > 1 or bool(places and any(isinstance(effect, Say) for effect in taken.turn[places[-1] :]))


def _lost_waiting(taken: _Taken) -> bool:
    nodes = [taken.library.node(place) for place in taken.after.stack]
    return any(node is None or not node.rests for node in nodes)


def _unbounded(taken: _Taken) -> bool:
    return len(taken.after.stack) > MAX_STACK or taken.after.misses > MAX_MISSES or "pending" in taken.after.slots


def _consent_outlives(taken: _Taken) -> bool:
    return "consent" in taken.after.slots and taken.after.mode is Mode.TALK


def _words_unasked(taken: _Taken) -> bool:
    asked = (taken.state.flow, taken.state.node) == ("person", "consent")
    return any(isinstance(effect, PassWords) for effect in taken.turn) and not asked


_RULES: dict[str, Callable[[_Taken], bool]] = {
    "no flow may be broken": _alarmed,
    "every input must be answered": _silent,
    "a turn must end at a question": _stranded,
    "choices must be offered once, last": _offer_not_last,
    "whoever waits for a return must stand at a question": _lost_waiting,
    "a state must stay within its bounds": _unbounded,
    "consent must end with its case": _consent_outlives,
    "words must pass only after the one question": _words_unasked,
}


def _key(state: State) -> Hashable:
    slots = tuple((name, state.slots[name]) for name in TOLD_APART if name in state.slots)
    return (state.mode, state.flow, state.node, tuple(place[0] for place in state.stack), slots, state.misses, state.brief)


def _words_key(words: tuple[Say | Offer, ...]) -> Hashable:
    return tuple((w.text, tuple(sorted(w.args.items()))) if isinstance(w, Say) else w.labels for w in words)
