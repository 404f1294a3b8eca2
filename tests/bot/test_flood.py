"""A flood cannot keep anybody from leaving: whatever piles up for one person still fits one commit."""

from __future__ import annotations

from bot.book import MAX_ROWS, Book
from bot.effects import MAX_RELAYS
from bot.ports import MAX_COMMIT_ROWS, ChannelKind, Kind, Loaded
from bot.session import EraseJob, Job, Letter


def test_what_piles_up_fits_one_commit_and_no_id_to_delete_is_lost():
    book = Book(Loaded(7, (), ()))
    wanted = set()
    for number in range(1000):
        book.send(Letter(ChannelKind.SMS, "a", "text", reply=f"m{number}"))
        book.add(Kind.EFFECT, Job("alert"))
        book.add(Kind.ERASE, EraseJob(ChannelKind.SMS, "a", (f"SM{number}",), whole=False, since=0.0, next_at=float(number)))
        wanted.add(f"SM{number}")
    for hour in range(49):
        book.remember((f"{hour}",), hour * 3600.0)
    puts, drops = book.changes()
    assert len(puts) + len(drops) < MAX_COMMIT_ROWS
    assert {each for _, job in book.erases() for each in job.ids} == wanted
    assert book.erases()[0][1].next_at == 0.0, "a merged job is not postponed"
    assert sum(MAX_ROWS.values()) + MAX_RELAYS + 49 + 10 < MAX_COMMIT_ROWS
