"""Staff from the command line: add, list, disable."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pyotp

from bot.settings import OperatorError, Settings
from bot.stores.records import open_records
from bot.times import SystemClock, hour_of
from escalation.desk.passwords import PasswordRefusedError, make_staff
from escalation.model import AuditEntry, Role
from escalation.ports import Records


async def add(settings: Settings, name: str, role: str, languages: tuple[str, ...], password: str) -> str:
    """Add a member of staff; return the line with the secret for their code app.

    Raises: OperatorError for a taken name, an unknown role or a weak password.
    """
    if role not in set(Role):
        raise OperatorError(f"role must be one of {', '.join(Role)} (got {role})")
    secret = pyotp.random_base32()
    try:
        staff = make_staff(name, Role(role), tuple(tag.strip() for tag in languages if tag.strip()), password, secret)
    except PasswordRefusedError as error:
        raise OperatorError(str(error)) from None
    async with _open(settings) as records:
        if not await records.add_staff(staff):
            raise OperatorError(f"the name {name} is taken; disable the old one or choose another")
        await records.write_audit(AuditEntry(hour_of(SystemClock().now()), "service", "staff.add"))
    return (
        f"{name}: enter this into a code app, it is not shown again: {pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name='desk')}"
    )


async def lines(settings: Settings) -> list[str]:
    """Return a line for each member of staff."""
    async with _open(settings) as records:
        return [
            f"{staff.name}\t{staff.role}\t{','.join(staff.languages)}\t{'disabled' if staff.disabled else 'active'}"
            for staff in await records.list_staff()
        ]


async def disable(settings: Settings, name: str) -> None:
    """Disable a member of staff.

    Raises: OperatorError when there is none of that name.
    """
    async with _open(settings) as records:
        staff = await records.find_staff(name)
        if staff is None:
            raise OperatorError(f"nobody on the staff is named {name}; see: quietline staff list")
        await records.disable_staff(staff.id)
        await records.write_audit(AuditEntry(hour_of(SystemClock().now()), "service", "staff.disable"))


@asynccontextmanager
async def _open(settings: Settings) -> AsyncIterator[Records]:
    """Open records alone."""
    settings.records_folder.mkdir(parents=True, exist_ok=True)
    records = await open_records(settings.records_url)
    try:
        yield records
    finally:
        await records.close()
