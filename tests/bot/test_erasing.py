"""Deleting at the provider, where two things happen at once."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pytest

from bot import leaving
from bot.book import Book
from bot.erasing import PAUSES_SECONDS, erase
from bot.metrics import Metrics
from bot.ports import ChannelKind, Erased, Kind, Loaded
from bot.session import EraseJob

NOW = 1_800_000_000.0


class NotFinalYet:
    """A provider that is not done with the message yet."""

    async def erase(self, address, ids, *, whole):
        return Erased(later=tuple(ids))


@pytest.mark.parametrize(("told", "next_at"), [(True, NOW + 1), (False, NOW + PAUSES_SECONDS[0])])
async def test_a_message_that_became_final_while_its_deletion_was_refused_is_deleted_at_once(told, next_at):
    job = EraseJob(ChannelKind.SMS, "+12025550101", ("SM1",), whole=True, since=NOW, next_at=NOW)
    book = Book(Loaded(0, (), ()))
    book.add(Kind.ERASE, job)
    [(key, job)] = book.erases()
    service = SimpleNamespace(channels={ChannelKind.SMS: NotFinalYet()}, metrics=Metrics())
    change = await erase(service, key, job, NOW)  # on the wire …
    if told:
        leaving.redact_now(book, "SM1", NOW + 1)  # … when the receipt of the carrier comes in
    change(book)
    [(_, after)] = book.erases()
    assert dataclasses.replace(after, next_at=0) == dataclasses.replace(job, tries=1, next_at=0)
    assert after.next_at == next_at
