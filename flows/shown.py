"""Go on with what a look-up found: who is there, and which services.

Rules: none, many and a failed look-up are three different things; at most three services a screen, at most three screens; who answers is
always said; a service's data is shown and never read.
"""

from __future__ import annotations

from dataclasses import replace

from flows.definition import RETURN, Target
from flows.values import Found, Mode, OpenCase, Service
from flows.walk import PENDING, Walk

MAX_PAGES = 3
"""Screens of one search: after nine numbers a person is of more use than a tenth."""


def take(walk: Walk, found: Found) -> None:
    """Go on with the answer to the question that was asked."""
    kind, _, rest = walk.slot(PENDING).partition(":")
    walk.set(**{PENDING: ""})
    if kind == "find":
        _services(walk, found)
        return
    mode = Mode.QUEUE if found.staffed and not found.failed else Mode.AFTER_HOURS
    walk.state = replace(walk.state, mode=mode)
    match kind:
        case "open":
            flow, _, triggers = rest.partition(":")
            walk.effects.append(OpenCase(tuple(triggers.split(","))))
            walk.enter(walk.library.start(flow), opened=True)
        case "brief":
            walk.effects.append(OpenCase(tuple(rest.split(","))))
            _few_words(walk, rest)
        case _:
            node = walk.node
            walk.follow(node.next if node and node.next else Target("", RETURN))


def _services(walk: Walk, found: Found) -> None:
    """Say what was found, three at a time, and go on."""
    node = walk.node
    search = node.search if node else None
    if search is None:
        walk.broken(walk.place)
    elif found.failed:
        walk.follow(search.failed)
    elif not found.services:
        walk.follow(search.none)
    else:
        shown = search.most
        page = int(walk.slot("page") or 0) + 1
        more = shown > 1 and len(found.services) > shown and page < MAX_PAGES
        walk.set(more="yes" if more else "", page=str(page) if more else "")
        for service in found.services[:shown]:
            _say(walk, service)
        walk.follow(search.some)


def _say(walk: Walk, service: Service) -> None:
    """Say one service: its name, how to reach it, who answers. An SMS gets the first way only, and no name."""
    phones = [part.strip() for part in service.phone.split(";") if part.strip()]
    ways = [*phones, *([service.sms] if service.sms else [])] or [service.website]
    checked = "yes" if service.verified else "no"
    walk.say("find-service", name=service.name, phone=", ".join(ways), dial=ways[0], answers=str(service.answers), checked=checked)


def _few_words(walk: Walk, triggers: str) -> None:
    """Answer somebody who is watched: the number only, or that it was read."""
    if {"danger", "medical", "suicide"} & set(triggers.split(",")):
        walk.say("brief-number", number=walk.number() or "112")
    else:
        walk.say("brief-noted")
