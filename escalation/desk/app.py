"""Builds the desk: the one place where its parts meet.

Rules: no schema, no documentation pages, no answer that echoes a request; everything under `/desk` passes the guard.
"""

from __future__ import annotations

import asyncio

from fastapi import FastAPI

from escalation.desk.browsers import Browsers, Cookies
from escalation.desk.door import Door
from escalation.desk.entry import entry_routes
from escalation.desk.guard import Guard
from escalation.desk.pages import page_routes
from escalation.desk.parts import Parts
from escalation.desk.settings import Clock, DeskSettings
from escalation.desk.texts import DeskTexts
from escalation.desk.work import work_routes
from escalation.ports import Line, Records
from locales.texts import Texts, load_texts


def make_desk(
    records: Records, line: Line, clock: Clock, *, settings: DeskSettings, texts: Texts | None = None, demo_link_token: str | None = None
) -> FastAPI:
    """Return the desk as an ASGI app whose routes all lie under `/desk`; the caller may add others beside them.

    `demo_link_token` (at least 128 random bits) makes `/desk/demo#<token>` sign in a demo member of staff exactly once. Set
    `app.state.stopping` (an `asyncio.Event`) when the service ends: held requests then answer at once and do not delay it.
    """
    app = FastAPI(title="desk", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    parts = Parts(
        records=records,
        line=line,
        clock=clock,
        settings=settings,
        texts=DeskTexts(texts or load_texts()),
        door=Door(records, clock),
        browsers=Browsers(records, clock, settings),
        cookies=Cookies(settings),
        stopping=asyncio.Event(),
    )
    app.state.stopping = parts.stopping
    app.include_router(page_routes(parts, demo=demo_link_token is not None))
    app.include_router(entry_routes(parts, demo_link_token))
    app.include_router(work_routes(parts))
    app.add_middleware(Guard, settings=settings)
    return app
