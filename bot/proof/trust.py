"""Before the proof trusts its own search: plants canaries of its own in every form and every kind of place, and sees that each is found.

Rules: what is planted lies in a folder that is removed afterwards; a form or place that is not found stops the proof; clean bytes must
give no find.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import quopri
import secrets
import sqlite3
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from bot.proof.canaries import FRAGMENT_LETTERS, Aviary, Canary, CanaryKind
from bot.proof.forms import Searcher
from bot.proof.places import Search


class BlindError(Exception):
    """The search does not find what was planted. The text names form and place."""


def check_forms() -> int:
    """See that every form of every kind of canary is found. Returns how many were tried.

    Raises: BlindError.
    """
    aviary = _some()
    searcher = Searcher(aviary.canaries)
    tried = 0
    for canary in aviary.canaries:
        for form, written in written_forms(canary):
            tried += 1
            data = secrets.token_bytes(64) + b"\n" + written + b"\n" + secrets.token_bytes(64)
            if canary not in {find.canary for find in searcher.search(data)}:
                raise BlindError(f"the search does not find {form} of a {canary.kind}")
    if searcher.search(secrets.token_bytes(1 << 20) + b"\n".join(b"%d clean line of a log, %d" % (n, n**7) for n in range(2000))):
        raise BlindError("the search finds something where nothing is")
    return tried


def written_forms(canary: Canary) -> Iterator[tuple[str, bytes]]:
    """Yield a canary, and pieces of it, as software may write them."""
    text = canary.text
    plain = text.encode()
    latin = text.isascii()
    yield "plain", plain
    yield "capitals", text.upper().encode()
    yield "title", b"xx " + text.capitalize().encode() + b"."
    if canary.kind is CanaryKind.WORD:
        for start in range(len(text) - FRAGMENT_LETTERS + 1):
            yield f"letters {start} to {start + FRAGMENT_LETTERS}", text[start : start + FRAGMENT_LETTERS].encode()
    for before in range(3):  # three alignments
        coded = base64.b64encode(b"{" * before + plain + b"}")
        yield f"base64 +{before}", coded
        yield f"base64url +{before}", b"token=" + base64.urlsafe_b64encode(b"?" * before + plain).rstrip(b"=")
        yield f"base64 of utf-16 +{before}", base64.b64encode(b"{" * before + text.encode("utf-16-le"))
    yield "base64 of base64", base64.b64encode(base64.b64encode(plain))
    yield "hex", plain.hex().encode()
    yield "hex, capitals, odd", b"a" + plain.hex().upper().encode()
    yield "url", "".join(f"%{byte:02X}" for byte in plain).encode()
    yield "url, as written", quote(text).encode()
    yield "utf-16-le", text.encode("utf-16-le")
    yield "utf-16-be", text.encode("utf-16-be")
    yield "utf-16-be, capitals", text.upper().encode("utf-16-be")
    yield "json escapes", "".join(f"\\u{ord(letter):04x}" for letter in text).encode()
    yield "json", json.dumps({"text": text}).encode()
    yield "bytes repr", "".join(f"\\x{byte:02x}" for byte in plain).encode()
    yield "html", "".join(f"&#{ord(letter)};" for letter in text).encode()
    yield "gzip", gzip.compress(plain)
    yield "deflate", zlib.compress(b"{" + plain + b"}")
    if latin:
        yield "utf-32", text.encode("utf-32-le")
        yield "base32", base64.b32encode(plain)
    else:
        yield "quoted-printable", quopri.encodestring(plain).replace(b"=\n", b"")
    if canary.kind is CanaryKind.ADDRESS:
        yield "with a plus", b"+" + plain
        yield "ten digits", plain[3:13]
        yield "an integer", int(text).to_bytes(8, "big")
        yield "an integer, little", int(text).to_bytes(8, "little")


def check_places(folder: Path) -> int:
    """See that each kind of place is searched. Returns how many were tried. `folder` is made and may be removed afterwards.

    Raises: BlindError.
    """
    aviary = Aviary()
    since = time.time() - 1
    folder.mkdir(mode=0o700)
    places = {
        place: aviary.word(f"planted in {place}")
        for place in ("file", "name", "page", "journal", "deleted page", "open", "metrics", "environment")
    }
    search = Search(Searcher(aviary.canaries))
    (folder / "deep").mkdir()
    (folder / "deep" / "notes.tmp").write_text(f"... {places['file']} ...")
    (folder / f"{places['name']}.tmp").touch()
    database = sqlite3.connect(folder / "planted.db", isolation_level=None)
    database.executescript("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; PRAGMA secure_delete=OFF; CREATE TABLE t (a, b);")
    database.execute("INSERT INTO t VALUES (?, ?)", (places["page"], places["deleted page"].encode("utf-16-le")))
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.execute("UPDATE t SET b = NULL")
    database.execute("INSERT INTO t VALUES (1, ?)", (places["journal"],))
    gone = folder / "gone.tmp"
    try:
        with gone.open("w+b") as file:
            file.write(base64.b64encode(places["open"].encode()))
            file.flush()
            gone.unlink()
            search.look_at_folder("files", folder, since=since)
            search.look_at_process(os.getpid(), volatile=None, since=since)
    finally:
        database.close()
    search.look_at("/metrics", b'# HELP a b\nquietline_sent_total{channel="sms",outcome="%b"} 1.0\n' % places["metrics"].encode())
    search.look_at("environment", b"A=b\0C=%b\0" % places["environment"].encode())
    found = {canary.text for canary in search.found()}
    if missed := [place for place, word in places.items() if word not in found]:
        raise BlindError(f"the search does not find what lies in: {', '.join(missed)}")
    return len(places)


def _some() -> Aviary:
    """Return a canary of each script and each kind of address."""
    aviary = Aviary()
    for script in ("latin", "arabic", "cyrillic", "han"):
        aviary.word(script, script)
    aviary.number("a number", 15)
    aviary.number("a chat", 16)
    return aviary
