"""What the engine does while an advocate has the conversation: pass on, and watch.

Rules: every text is relayed; a *now* trigger also gets the emergency line and raises the case; an exit meant in free text is answered
with `0`; changing the language and erasing stay one message away.
"""

from __future__ import annotations

from dataclasses import replace

from flows import alarms
from flows.answers import pick
from flows.ports import Texts
from flows.values import Exit, Heard, HeardKind, Relay
from flows.walk import Walk

TALKING = ("person", "live")
DETOURS = {"change_language", "erase"}
"""Words that are for the service and not for the advocate."""


def hear(walk: Walk, texts: Texts, heard: Heard) -> None:
    """Relay, and see to what cannot wait."""
    if walk.place != TALKING and (chosen := pick(walk.offered(), texts, heard)) is not None:
        walk.act(walk.offered()[chosen])
        return
    walk.state = replace(walk.state, flow=TALKING[0], node=TALKING[1], stack=())
    if heard.word and heard.intent in DETOURS:
        walk.enter(walk.library.hearings[heard.intent].to)
        return
    watched = "watched" in heard.triggers
    leaving = heard.intent == "exit" and (heard.sure or heard.word)  # the likeliest of many unlikely intents is no wish
    if watched and leaving:
        walk.leave(Exit())
        return
    walk.state = replace(walk.state, brief=watched)
    raised = alarms.raised(walk, heard)
    alarms.note(walk, (*raised, "watched") if watched else tuple(trigger for trigger in raised if trigger != "human"))
    walk.effects.append(Relay())
    if alarms.EMERGENCY & set(raised) and not watched:
        number = walk.number()
        walk.say("live-emergency", number=number) if number else walk.say("live-emergency-unknown")
    elif watched and alarms.EMERGENCY & set(raised):
        walk.say("brief-number", number=walk.number() or "112")
    elif leaving and not watched:
        walk.say("live-leave")


def touch(walk: Walk, heard: Heard) -> None:
    """Take a button or a picture."""
    choices = walk.offered()
    if heard.kind is HeardKind.CHOICE and walk.place != TALKING and 0 <= heard.choice < len(choices):
        walk.act(choices[heard.choice])
    else:
        walk.say("media-not-opened" if heard.kind is HeardKind.NOTHING else "live-go-on")
