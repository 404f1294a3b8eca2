"""From the engine's wishes to rows of the person's book; nothing is performed here.

Rules: one `match` over all effects; what must be done in records before the commit is noted, not done; texts are collected in order
and rendered by the turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from bot import leaving
from bot.book import DAY
from bot.cover import cover_line
from bot.draft import Draft
from bot.ids import derive
from bot.knock import drop_letter
from bot.ports import Kind
from bot.session import CaseRef, Cover, EraseJob, Job, Line
from escalation import policy
from escalation.model import Outcome, Words
from flows.values import (
    Alert,
    DropCase,
    Effect,
    Erase,
    Exit,
    Hush,
    Offer,
    OpenCase,
    PassWords,
    Query,
    Relay,
    Say,
    SetSecret,
    UseLanguage,
)
from locales.fold import fold

MANY_CASES = 3
"""Cases of one address within two days from which the next ranks last. It is never refused."""

MAX_RELAYS = 40
"""Relayed messages that wait as rows of their own. What comes then is put to the last one."""


def write_effects(draft: Draft, effects: Sequence[Effect]) -> None:
    """Write each effect into the book, in order."""
    for effect in effects:
        if draft.ended:
            break
        _write(draft, effect)


def _write(draft: Draft, effect: Effect) -> None:  # noqa: C901, PLR0912 - one flat branch for each effect is the clearest form
    match effect:
        case Say() | Offer():
            draft.said.append(effect)
        case Query():
            pass  # answered while the flow was walked
        case OpenCase():
            _open_case(draft, effect.triggers)
        case PassWords():
            _pass_words(draft, yes=effect.yes)
        case DropCase():
            _drop_case(draft)
        case Relay():
            if draft.inbound.text:
                _relay(draft)
        case UseLanguage():
            draft.session = replace(draft.session, language=effect.tag)
        case Exit():
            _leave(draft, last_line=effect.last_line, cover=effect.cover)
        case Erase():
            _leave(draft, receipt=True)
        case Hush():
            for key, letter in draft.book.letters():
                drop_letter(draft.book, key.id, letter)
        case SetSecret():
            _set_secret(draft)
        case Alert():
            draft.book.add(Kind.EFFECT, Job("alert", data={"code": effect.code}))
        case _:
            assert_never(effect)


def _relay(draft: Draft) -> None:
    """Keep what was written until the advocate's browser has it. Too many rows at once would not fit into the commit of an exit."""
    body = draft.inbound.text.encode()
    waiting = draft.book.relays()
    if len(waiting) >= MAX_RELAYS:
        last, line = waiting[-1]
        draft.book.remove(last)
        body = line.body + b"\n" + body
    draft.book.add(Kind.RELAY, Line("person", body, draft.now))


def _open_case(draft: Draft, triggers: tuple[str, ...]) -> None:
    """Open the envelope, or let an open one grow more urgent."""
    session = draft.session
    if session.case is None:
        case_id = derive(draft.service.secret, "case-id", session.channel, session.address, draft.inbound.id)
        tally = draft.book.tally
        last = bool(tally.not_genuine) or tally.cases >= MANY_CASES
        draft.session = replace(session, case=CaseRef(case_id, draft.now, int(policy.urgency_of(triggers)), triggers))
        data = {"channel": session.channel.value, "language": session.language, "address": session.address, "last": "1" if last else ""}
        draft.book.add(Kind.EFFECT, Job("open_case", case_id, data | {"triggers": " ".join(triggers), "at": repr(draft.now)}))
        return
    merged = tuple(dict.fromkeys((*session.case.triggers, *triggers)))
    if merged != session.case.triggers:
        urgency = int(min(policy.urgency_of(merged), session.case.urgency))
        draft.session = replace(session, case=replace(session.case, triggers=merged, urgency=urgency))
        draft.book.add(Kind.EFFECT, Job("raise_case", session.case.id, {"triggers": " ".join(merged)}))


def _pass_words(draft: Draft, *, yes: bool) -> None:
    """Keep the context for the advocate after a yes; drop it otherwise. No answer, no words."""
    session = draft.session
    if session.case is None:
        return
    if not yes:
        draft.book.drop(Kind.CONTEXT)
    words = Words.HELD if yes else Words.NONE  # held also when nothing is there yet: what she writes while she waits is meant too
    if session.case.words is not words:
        draft.session = replace(session, case=replace(session.case, words=words))
        draft.book.add(Kind.EFFECT, Job("mark_words", session.case.id, {"words": words.value}))


def _drop_case(draft: Draft) -> None:
    """The person wants no advocate any more: the case closes, the conversation with the bot goes on."""
    session = draft.session
    if session.case:
        draft.closes.append((session.case.id, Outcome.LEFT))
        draft.session = replace(session, case=None)
        draft.book.drop(Kind.RELAY)
        # An envelope that was not even written is not written any more.
        for key, job in draft.book.jobs():
            if job.case == session.case.id:
                draft.book.remove(key)


def _leave(draft: Draft, *, receipt: bool = False, last_line: bool = False, cover: bool = False) -> None:
    """End the session: rows gone, deletions asked for, then the last line or the receipt, then cover."""
    session, book, now = draft.session, draft.book, draft.now
    channel, address, tag = session.channel, session.address, session.language
    if session.case:
        draft.closes.append((session.case.id, Outcome.LEFT))
    leaving.forget(book, now, channel=channel, address=address, receipt=tag if receipt else "")
    draft.ended = True
    if last_line:
        line = draft.service.renderer.line("last-line", tag, channel)
        leaving.say_last(book, line, channel=channel, address=address, now=now)
    elif cover:
        # Somebody else holds the phone: they get what any automatic reply says, and nothing that ends a conversation.
        leaving.say_last(book, cover_line(draft.service, tag, channel), channel=channel, address=address, now=now)
    if cover:
        settings = draft.service.settings
        salt = _cover_salt(draft, session.epoch)
        chosen = session.secret_hash or leaving.hash_word(salt, fold(settings.way_back_word))
        book.cover = Cover(salt, chosen, now + settings.cover_days * DAY)


def _set_secret(draft: Draft) -> None:
    """Keep the salted hash of the chosen way-back word, and delete the message that held it at once."""
    session, inbound = draft.session, draft.inbound
    draft.secret = True
    chosen = leaving.hash_word(_cover_salt(draft, session.epoch), fold(inbound.text))
    draft.session = replace(session, secret_hash=chosen)
    if inbound.message_id:
        job = EraseJob(session.channel, session.address, (inbound.message_id,), whole=True, since=draft.now, next_at=draft.now)
        draft.book.add(Kind.ERASE, job)


def _cover_salt(draft: Draft, epoch: str) -> str:
    """Return the salt of this session's cover: the same when the word is chosen and when the cover goes up."""
    return derive(draft.service.secret, "cover", epoch, length=leaving.SALT_HEX)
