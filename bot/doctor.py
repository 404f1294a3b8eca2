"""`quietline doctor`: look at every part, and say that it is fine or what to do about it.

Rules: prints no secret, only whether one is set; what only the operator can set elsewhere (at Twilio) is listed, not guessed; a failed
part never hides the next one.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Awaitable, Callable
from typing import TextIO

from pydantic import SecretStr

from bot.app import read_hours, unread_texts
from bot.channels.fallback import write_fallback
from bot.channels.sms_setup import operator_must_set
from bot.ports import ChannelKind
from bot.rasa import look_at_rasa
from bot.settings import OperatorError, Settings, broken_rules
from bot.stores import choose
from bot.stores.ram import unencrypted_swaps
from bot.stores.records import open_records
from escalation.hours import HoursError
from locales.texts import load_texts
from nlu.encoders import open_encoder
from nlu.heads import HeadsError, load_heads

MIN_DISK_BYTES = 200 * 1024 * 1024

Part = tuple[str, Callable[[Settings], Awaitable[str]]]
"""A part's name, and what looks at it: returns "" when it is fine, else the remedy."""


async def examine(settings: Settings, out: TextIO) -> int:
    """Print each setting and each part; return how many parts need something."""
    out.writelines(
        f"QUIETLINE_{name.upper()} = {show(getattr(settings, name))}\n    {field.description}\n"
        for name, field in Settings.model_fields.items()
    )
    out.write("\n")
    failed = 0
    for name, look in PARTS:
        try:
            remedy = await look(settings)
        except OperatorError as error:
            remedy = str(error)
        except Exception as error:  # noqa: BLE001 - a part that cannot even be looked at must not hide the next one
            remedy = f"cannot be looked at ({type(error).__name__})"
        failed += bool(remedy)
        out.write(f"{'ok   ' if not remedy else 'FAIL '} {name}{': ' + remedy if remedy else ''}\n")
    if ChannelKind.SMS in settings.channels:
        path = settings.home / "sms-fallback.xml"
        write_fallback(path)
        out.write(f"\nOnly you can set these at Twilio; the fallback file is {path.resolve()}:\n")
        out.writelines(f"  [{item}] {sentence}\n" for item, sentence in operator_must_set())
    return failed


def show(value: object) -> str:
    """Return a setting for the screen; of a secret only whether it is set. A URL with a password shows none of it."""
    if isinstance(value, SecretStr):
        return "(set)" if value.get_secret_value() else "(not set)"
    text = " ".join(value) if isinstance(value, tuple) else str(value)
    return "(set)" if "@" in text and "://" in text else text or "(not set)"


async def _settings(settings: Settings) -> str:
    return "; ".join(broken_rules(settings))


async def _home(settings: Settings) -> str:
    settings.home.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.home).free
    return "" if free > MIN_DISK_BYTES else f"only {free // 1024 // 1024} MB are free under {settings.home.resolve()}: make room"


async def _volatile(settings: Settings) -> str:
    return choose(settings.volatile_url, home=settings.home).warning


async def _swap(settings: Settings) -> str:
    swaps = unencrypted_swaps()
    if not swaps or settings.allow_swap:
        return ""
    return f"{len(swaps)} swap area is not encrypted, so words could reach a disk: turn it off"


async def _records(settings: Settings) -> str:
    records = await open_records(settings.records_url)
    try:
        await records.list_staff()
    finally:
        await records.close()
    return ""


async def _hours(settings: Settings) -> str:
    try:
        read_hours(settings.hours)
    except HoursError as error:
        return str(error)
    return ""


async def _reporting(settings: Settings) -> str:
    if settings.reporting in {"", "none"} or os.path.isfile(settings.reporting):  # noqa: ASYNC240, PTH113 - one look, at the command line
        return ""
    return f"QUIETLINE_REPORTING names a file that is not there: {settings.reporting}"


async def _texts(settings: Settings) -> str:
    return "; ".join(unread_texts(settings, load_texts(settings.languages or None)))


async def _alerts(settings: Settings) -> str:
    if settings.channels and not settings.alert_url.get_secret_value():
        return "QUIETLINE_ALERT_URL is not set: nobody is paged when a case of urgency now is not taken"
    return ""


async def _understanding(_settings: Settings) -> str:
    try:
        encoder, reason = open_encoder()
        load_heads(encoder)
    except HeadsError as error:
        return str(error)
    return f"it answers by n-grams alone and hears less: {reason}" if reason else ""


async def _rasa(settings: Settings) -> str:
    return await asyncio.to_thread(look_at_rasa, settings)


PARTS: tuple[Part, ...] = (
    ("settings", _settings),
    ("home folder", _home),
    ("volatile store", _volatile),
    ("swap", _swap),
    ("records", _records),
    ("hours", _hours),
    ("duties to report", _reporting),
    ("texts", _texts),
    ("alarms", _alerts),
    ("understanding", _understanding),
    ("rasa", _rasa),
)
