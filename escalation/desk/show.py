"""What the browser is shown of a case, a message and the queue: worded on the server, plain JSON.

Rules: of a case only its envelope; no number, no name of a person; a message's body is decoded here and nowhere kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

import msgspec

from escalation.desk.texts import DeskTexts, direction, language_name
from escalation.model import Case, CaseStatus, Presence, Staff, StaffId, Urgency, Words
from escalation.policy import can_take, rank
from escalation.ports import CaseNow, Said

Json = dict[str, object]


def show_case(case: Case, texts: DeskTexts, tag: str) -> Json:
    """Return the envelope in the words of the desk's language."""
    return {
        "id": case.id,
        "urgency": case.urgency.name.lower(),
        "urgency_text": texts.say(tag, f"urgency-{case.urgency.name.lower()}"),
        "reasons": [texts.say(tag, f"trigger-{name.replace('_', '-')}") for name in case.triggers] or [texts.say(tag, "why-none")],
        "language": case.language,
        "language_name": language_name(case.language, tag) if case.language else texts.say(tag, "language-unknown"),
        "dir": direction(case.language),
        "channel": case.channel,
        "channel_text": texts.say(tag, f"channel-{case.channel}"),
        "since": case.opened_at,
        "returned": texts.say(tag, "returned", times=case.returns) if case.returns else "",
        "words": case.words.value,
        "supervisor": texts.say(tag, "for-supervisor") if case.supervisor else "",
    }


def show_said(said: Said) -> Json:
    """Return one message. Bytes that are no UTF-8 become replacement marks rather than an error: half a message is better than none."""
    return {"id": said.id, "who": said.who, "text": said.body.decode("utf-8", "replace"), "at": said.at}


def show_now(now: CaseNow, texts: DeskTexts, tag: str) -> Json:
    """Return the present state of a claimed case. Once it is gone, nothing of it but that."""
    if now.gone:
        return {"gone": True, "left": now.left}
    return {
        "gone": False,
        "case": show_case(now.case, texts, tag),
        "context": [show_said(said) for said in now.context],
        "incoming": [show_said(said) for said in now.incoming],
        "fate": dict(now.fate),
    }


def show_waiting(cases: Sequence[Case], staff: Staff, texts: DeskTexts, tag: str) -> Json:
    """Return how many wait whom this member of staff can take, as numbers and as a sentence."""
    waiting = [case for case in cases if case.status is CaseStatus.WAITING and can_take(staff, case)]
    urgent = sum(case.urgency is Urgency.NOW for case in waiting)
    line = texts.say(tag, "waiting-none") if not waiting else texts.say(tag, "waiting", all=len(waiting))
    return {"all": len(waiting), "now": urgent, "text": line, "urgent_text": texts.say(tag, "waiting-now", now=urgent) if urgent else ""}


def show_queue(
    cases: Sequence[Case], present: Sequence[Presence], staff: Mapping[StaffId, Staff], texts: DeskTexts, tag: str, now: float
) -> Json:
    """Return the supervisor's view: who waits, in the order in which "next" gives them, who is with whom, and which desks are open."""
    waiting = [case for case in cases if case.status is CaseStatus.WAITING]
    rows = []
    for case in [*rank(waiting, now), *(case for case in cases if case.status is CaseStatus.CLAIMED)]:
        holder = staff.get(case.claimed_by) if case.claimed_by else None
        rows.append(show_case(case, texts, tag) | {"status": case.status.value, "holder": holder.name if holder else ""})
    desks = [
        {
            "name": staff[desk.staff].name,
            "languages": ", ".join(language_name(spoken, tag) for spoken in desk.languages),
            "paused": desk.paused,
        }
        for desk in present
        if desk.staff in staff
    ]
    counts = {urgency.name.lower(): sum(case.urgency is urgency for case in waiting) for urgency in Urgency}
    oldest = min((case.opened_at for case in waiting), default=None)
    return {"rows": rows, "desks": sorted(desks, key=lambda desk: str(desk["name"])), "counts": counts, "oldest": oldest}


def mark_of(news: Json) -> str:
    """Return a short mark of an answer: the browser gives it back so that it is told only what is new."""
    return sha256(msgspec.json.encode(news)).hexdigest()[:32]


def words_left(case: Case) -> bool:
    """Tell whether the context still waits for a browser."""
    return case.words is Words.HELD
