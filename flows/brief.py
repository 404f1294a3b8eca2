"""Answer somebody who is watched: a few plain words, no menu, nothing that gives away what this is.

Rules: every text here is at most `LONGEST` characters in every language; leaving needs no `0` when she also means it; a case is opened
for whatever else was raised; `1` or the agreed word ends it.
"""

from __future__ import annotations

from dataclasses import replace

from flows import alarms
from flows.answers import leaves
from flows.values import Exit, Heard, Hush, Mode, Query
from flows.walk import PENDING, Walk
from locales import digits

LONGEST = 70
"""Characters of one answer."""

TEXTS = ("brief-ok", "brief-noted", "brief-number", "brief-here")


def hear(walk: Walk, heard: Heard, *, alone: bool) -> None:
    """Take a message of somebody who is, or was a moment ago, not alone."""
    if heard.intent == "exit" and (heard.sure or heard.word) and not leaves(heard.text):
        walk.leave(Exit())
        return
    # No question can be asked here, so what is doubtful and pressing counts: it opens an envelope, and passes no words.
    raised = alarms.raised(walk, replace(heard, triggers=(*heard.triggers, *(sign for sign in heard.doubtful if sign in alarms.NOW))))
    watched = "watched" in heard.triggers
    if not watched and (alone or digits(heard.text).strip() == "1"):
        end(walk)
        return
    if not walk.state.brief:
        walk.go_brief()
    if raised:
        alarms.owe(walk, raised)
        walk.set(**{PENDING: f"brief:{','.join((*raised, 'watched') if watched else raised)}"})
        walk.effects.append(Query("staffed"))
        return
    walk.say("brief-ok")
    if watched:
        walk.effects.append(Hush())


def end(walk: Walk) -> None:
    """She can write again: the limits first, or the truth about who is there."""
    walk.state = replace(walk.state, brief=False)
    if walk.state.mode is Mode.TALK:
        walk.enter(("opening", "limits"))
    else:
        walk.enter(("person", "told"), opened=True)


def touch(walk: Walk) -> None:
    """Take a button or a picture: the same few words."""
    walk.say("brief-ok")
