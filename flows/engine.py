"""Take one step of a conversation: `advance` turns what was heard into a new state and the effects that follow.

Rules, in the order in which they hold:

1. In cover nothing is said. The service answers it without this engine.
2. A whole message that is an exit word of any language, or `0`, leaves. Nothing comes before it.
3. *Now* triggers, and every other trigger: somebody else at the phone (cover), then watched (short answers), then the alarms.
4. An advocate has the conversation: what is written is relayed.
5. A choice of the present question, by number or label; a doubtful trigger (one gentle question); what the question reads.
6. What was meant, if understanding is sure; the two nearest guesses as a question; at last "I did not understand", at most
   `MAX_MISSES` times before a person is offered.

Pure: no clock, no chance, no look-up; the same values give the same step. A state from another version is never an exception.
"""

from __future__ import annotations

from dataclasses import replace

from flows import alarms, brief, live, news, shown
from flows.answers import agreed_word, leaves, means, pick
from flows.definition import FlowKind, Library, ReaderKind
from flows.directory.countries import names_country, read_country, read_language
from flows.ports import Texts
from flows.values import MAX_MISSES, Exit, Found, Heard, HeardKind, Hush, Mode, SetSecret, State, Step, UseLanguage
from flows.walk import OPENING, PENDING, Walk

LIMITS = ("opening", "limits")
"""What everybody hears before anything else is asked."""

NEAREST = ("lost", "nearest")
"""Where what is guessed is offered under its name."""

NEWS = {
    HeardKind.CLAIMED, HeardKind.RETURNED, HeardKind.CLOSED, HeardKind.LAPSED, HeardKind.UNDELIVERED, HeardKind.LOST_WORDS,
}  # fmt: skip
"""What comes from the service rather than from the person."""

ANSWERED_IN_PLACE = {"about": "about-short", "privacy": "privacy-short", "thanks": "sys-thanks", "offer_help": "offer-short"}
"""Intents that a sentence answers; then the present question stands again."""


def advance(library: Library, texts: Texts, state: State, heard: Heard, found: Found | None = None) -> Step:
    """Return the step that follows.

    When the last effect of a step is a `Query`, call again with that step's state, the same `heard`, and what was found: the effects of
    all rounds, the queries left out, are the turn. Only the state of the last round is to be kept.
    """
    walk = Walk(library, texts.languages, state)
    if state.mode is Mode.COVER:
        return walk.step
    if found is not None and walk.slot(PENDING):
        shown.take(walk, found)
        return walk.step
    walk.set(**{PENDING: ""})
    if heard.kind in NEWS:
        news.hear(walk, heard.kind)
    elif heard.kind is HeardKind.TEXT:
        _hear_text(walk, texts, heard)
    else:
        _hear_touch(walk, heard)
    return walk.step


def _hear_text(walk: Walk, texts: Texts, heard: Heard) -> None:
    """Take a written message."""
    if leaves(heard.text) or (heard.word and heard.intent == "exit"):
        walk.leave(Exit())
        return
    agreed = agreed_word(heard.text, texts, walk.slot("words"))
    plain = _answers_plainly(walk, texts, heard)
    if plain:
        heard = replace(heard, triggers=(), doubtful=())  # a typed label is an answer, whatever else its words could mean
    if _sets_secret(walk) and not walk.state.brief:
        heard = replace(heard, doubtful=())  # a word of her own choice says nothing of her; what is sure still sounds its alarm
    if "other_person" in heard.triggers and not walk.state.flow:
        alarms.begin_again(walk)  # nobody was told of a way back, and there is nothing to hide yet: the neutral first line
        return
    if agreed == "not-alone" or "other_person" in heard.triggers:
        walk.leave(Exit(last_line=False, cover=True))
        return
    if walk.state.mode is Mode.LIVE:
        live.hear(walk, texts, heard)
    elif walk.state.brief or "watched" in heard.triggers:
        brief.hear(walk, heard, alone=agreed == "alone")
    elif not plain and (raised := alarms.raised(walk, heard)):  # "No person", typed as it is offered, asks for none
        alarms.sound(walk, raised)
    elif agreed == "alone":
        walk.ask_again()
    else:
        _hear_answer(walk, texts, heard)


def _answers_plainly(walk: Walk, texts: Texts, heard: Heard) -> bool:
    """Say whether the message is a plain answer to the present question: a label as offered, its number, or the name that was asked for."""
    reader = walk.node.reader if walk.node is not None else None
    if reader is not None and reader.kind is ReaderKind.COUNTRY and names_country(heard.text):
        return True
    return pick(walk.offered(), texts, heard) is not None


def _sets_secret(walk: Walk) -> bool:
    """Say whether the present question takes a word that the person makes up."""
    reader = walk.node.reader if walk.node is not None else None
    return reader is not None and reader.kind is ReaderKind.SECRET


def _hear_answer(walk: Walk, texts: Texts, heard: Heard) -> None:
    """Take a message that raised no alarm: a choice, something to read, something meant."""
    choices = walk.offered()
    chosen = pick(choices, texts, heard)
    if chosen is None and (heard.sure or heard.word):
        chosen = means(choices, heard.intent)
    if chosen is not None:
        walk.act(choices[chosen])
    elif doubt := alarms.doubted(walk, heard):
        alarms.doubt(walk, doubt)
    elif walk.node is not None and walk.node.waits:
        walk.ask_again()
    elif not _read(walk, texts, heard):
        _hear_meaning(walk, heard)


def _read(walk: Walk, texts: Texts, heard: Heard) -> bool:
    """Read what the present node waits for. Only a coded result is kept."""
    node = walk.node
    if node is None or node.reader is None:
        return False
    match node.reader.kind:
        case ReaderKind.COUNTRY:
            code = read_country(heard.text)
            if code:
                walk.set(country=code)
        case ReaderKind.LANGUAGE:
            code = read_language(heard.text, texts.languages)
            if code:
                walk.effects.append(UseLanguage(code))
        case ReaderKind.SECRET:
            code = "taken"
            walk.effects.append(SetSecret())
    if code:
        walk.follow(node.reader.then)
    return bool(code)


def _hear_meaning(walk: Walk, heard: Heard) -> None:
    """Take what understanding says was meant, or say that it was not understood."""
    acts = heard.sure or heard.word
    if heard.unserved and not heard.word and not (heard.sure and walk.state.flow):
        # Somebody's first words, however clear: they see that we read them and cannot answer in their language, and may choose one.
        if not walk.state.flow:
            walk.state = replace(walk.state, flow=LIMITS[0], node=LIMITS[1])  # where the question of the language returns to
        walk.say("unserved-line", tag=heard.unserved.split("-")[0])
        walk.enter(walk.library.start("unserved"))
    elif heard.intent == "greet" and acts:
        walk.ask_again()
    elif acts and _move(walk, heard.intent):
        return
    elif heard.intent == "exit":
        walk.enter(walk.library.start("leaving"))
    elif heard.intent == "human":
        walk.enter((alarms.DOUBT, "human"))
    elif acts and heard.intent in walk.library.hearings:
        _go(walk, heard.intent)
    elif not walk.state.flow:
        walk.enter(OPENING)
    else:
        _miss(walk, *_guesses(walk, heard))


def _guesses(walk: Walk, heard: Heard) -> tuple[str, str]:
    """Return the two intents to offer, "" for one that has no name to be shown under; two of the same name are one."""
    if heard.sure or heard.word:
        # "Yes" to two guesses does not say to which: they are offered again.
        again = heard.intent == "yes" and walk.place == NEAREST
        return (walk.slot("guess"), walk.slot("second")) if again else ("", "")
    first, second = (hearing.label if (hearing := walk.library.hearings.get(intent)) else "" for intent in (heard.intent, heard.second))
    return heard.intent if first else "", heard.second if first and second not in {"", first} else ""


def _move(walk: Walk, intent: str) -> bool:
    """Take a word that moves through the conversation. Returns False for any other."""
    if intent in ANSWERED_IN_PLACE and walk.state.flow:
        walk.say(ANSWERED_IN_PLACE[intent])
        walk.offer_again()
        return True
    match intent:
        case "back":
            _back(walk)
        case "repeat" | "more":
            walk.ask_again()
        case "skip" if walk.state.flow:
            walk.give_back()
        case "later":
            walk.say("sys-later")
            walk.effects.append(Hush())
        case _:
            return False
    return True


def _back(walk: Walk) -> None:
    """Go to the start of the flow; from there to whoever waits, or the menu."""
    flow = walk.library.flows.get(walk.state.flow)
    if flow is None or walk.state.flow == OPENING[0]:
        walk.enter(OPENING)
    elif walk.state.node == flow.start or flow.kind is not FlowKind.MAIN:
        walk.give_back()
    else:
        walk.enter((flow.name, flow.start))


def _go(walk: Walk, intent: str) -> None:
    """Enter the flow that an intent asks for. Somebody's first word gets the limits in one line before."""
    hearing = walk.library.hearings[intent]
    if not walk.state.flow or walk.place == OPENING:
        walk.say("opening-limits-line")
    walk.enter(hearing.to, fill=hearing.sets)


def _miss(walk: Walk, guess: str = "", second: str = "") -> None:
    """Say that it was not understood: first again, then the nearest or the menu and a person, at the cap a person."""
    node = walk.node
    if node is not None and node.otherwise is not None and not guess:
        walk.follow(node.otherwise)
        return
    misses = min(walk.state.misses + 1, MAX_MISSES)
    if misses >= MAX_MISSES:
        walk.enter(("lost", "person"))
    elif guess:
        walk.enter(NEAREST, fill={"guess": guess, "second": second})
    elif misses == 1 or walk.place == OPENING:
        if walk.place != OPENING:
            walk.say("sys-miss")
        walk.offer_again(asked=True)
    else:
        walk.enter(("lost", "choose"))
    walk.state = replace(walk.state, misses=misses)


def _begin(walk: Walk) -> None:
    """Begin as with a stranger: whoever opens the chat anew may be somebody else. With an advocate there, what they write waits."""
    walk.state = State(mode=walk.state.mode, slots=walk.kept())
    if walk.state.mode is Mode.LIVE:
        walk.state = replace(walk.state, flow=live.TALKING[0], node=live.TALKING[1], brief=True)
        walk.say("opening-hello")
    else:
        walk.enter(OPENING)


def _hear_touch(walk: Walk, heard: Heard) -> None:
    """Take what is not a text: a button, a picture, /start."""
    if heard.kind is HeardKind.START:
        _begin(walk)
        return
    if walk.state.mode is Mode.LIVE:
        live.touch(walk, heard)
        return
    if walk.state.brief:
        brief.touch(walk)
        return
    choices = walk.offered()
    if heard.kind is HeardKind.CHOICE and 0 <= heard.choice < len(choices):
        walk.act(choices[heard.choice])
        return
    if heard.kind is HeardKind.NOTHING and walk.state.flow:
        walk.say("media-not-opened")
        walk.offer_again()
        return
    walk.ask_again()
