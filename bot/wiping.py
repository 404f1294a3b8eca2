"""`quietline wipe`: forget everything that this service holds, on purpose and at once.

Rules: words first, then keys, then records; the provider's copies are out of reach of a wipe (exit and close delete them in time).
"""

from __future__ import annotations

from bot.settings import Settings
from bot.stores import open_volatile
from bot.stores.records import open_records
from bot.stores.seals import Seals


async def wipe(settings: Settings) -> None:
    """Forget every conversation, case, key, count and member of staff.

    Raises: RamFolderError while the service runs: stop it first.
    """
    volatile = await open_volatile(settings.volatile_url, home=settings.home)
    try:
        await volatile.wipe()
    finally:
        await volatile.close()
    Seals(settings.keys, away_from=settings.records_folder).destroy_days(set())
    records = await open_records(settings.records_url)
    try:
        await records.wipe()
    finally:
        await records.close()
