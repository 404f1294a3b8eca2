"""Cover: the bot plays dead until the way-back word comes.

Rules: every message gets the operator's one bland line, nothing else is read for; `/start`, old buttons and HELP do not lift it; after
an opt-out nothing at all is sent until START.
"""

from __future__ import annotations

from dataclasses import replace

from bot.book import DAY
from bot.draft import Draft
from bot.leaving import lifts
from bot.ports import ChannelKind, InboundKind
from bot.service import Service
from bot.session import Letter
from locales.fold import fold


def lift(draft: Draft) -> bool:
    """Say whether this message ends the cover, which is then dropped; otherwise answer as cover does."""
    inbound, book, service = draft.inbound, draft.book, draft.service
    cover = book.cover
    assert cover is not None
    if cover.silent:
        if inbound.kind is not InboundKind.OPT_IN:
            return False
        if not cover.word_hash:
            book.cover = None
            return True
        # START takes STOP back and no more: the cover that was up before is up again, and its days begin anew.
        cover = book.cover = replace(cover, silent=False, until=draft.now + service.settings.cover_days * DAY)
    if inbound.kind is InboundKind.TEXT and lifts(cover, fold(inbound.text)):
        book.cover = None
        draft.secret = True
        return True
    if inbound.kind not in {InboundKind.EDITED, InboundKind.CHOICE}:
        line = cover_line(service, inbound.hint, inbound.channel)
        book.send(Letter(inbound.channel, inbound.address, line, once=True, urgent=True, created_at=draft.now))
    return False


def cover_line(service: Service, tag: str, channel: ChannelKind) -> str:
    """Return the one bland line: the operator's own, or the reviewed one in the nearest language."""
    return service.settings.cover_line or service.renderer.line("cover-line", service.texts.nearest(tag), channel)
