"""Take what the service has to tell: an advocate came, went, closed; a message was not read; the machine forgot.

Rules: nobody in the queue is written to unasked, so a lapse is told with the next answer; a person who is watched gets a few plain words.
"""

from __future__ import annotations

from dataclasses import replace

from flows.values import HeardKind, Mode, State
from flows.walk import OPENING, Walk


def hear(walk: Walk, kind: HeardKind) -> None:
    """Change the mode and say so where it is allowed."""
    brief = walk.state.brief
    match kind:
        case HeardKind.CLAIMED:
            walk.state = replace(walk.state, mode=Mode.LIVE, flow="person", node="live", stack=(), misses=0)
            walk.say("brief-here" if brief else "person-claimed")
        case HeardKind.RETURNED:
            walk.state = replace(walk.state, mode=Mode.QUEUE, flow="person", node="waiting", stack=(), misses=0)
            walk.say("brief-ok" if brief else "person-returned")
        case HeardKind.CLOSED:
            walk.state = State()
            walk.say("person-closed")
        case HeardKind.LAPSED:
            walk.state = State(slots=walk.kept(), brief=brief)
            walk.set(consent="", limits="")
            walk.state = replace(walk.state, flow="opening", node="lapsed")
        case HeardKind.UNDELIVERED:
            walk.say("brief-ok" if brief else "not-delivered")
        case HeardKind.LOST_WORDS:
            mode = walk.state.mode if walk.state.mode is not Mode.TALK else Mode.QUEUE
            walk.state = State(mode=mode, slots=walk.kept())
            walk.set(consent="")
            walk.enter(OPENING, fill={"lost": "yes"})
        case _:
            pass
