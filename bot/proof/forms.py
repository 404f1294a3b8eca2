"""Finds canaries in bytes, in whatever form they were written: peels encodings off, one inside the other, then looks for pieces.

Rules: nothing is decoded that could not be a canary (runs of letters, digits, escapes); what one layer yields is searched like the first,
`MAX_DEPTH` layers deep; case does not matter; a find says which canary, in which form, and nothing of it.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.proof.canaries import Canary, binary_forms, fragments

MAX_DEPTH = 3
MAX_INFLATED_BYTES = 4 << 20

_LATIN = re.compile(rb"[A-Za-z]{8,}")
_DIGITS = re.compile(rb"[0-9]{10,}")
_WIDE = re.compile(rb"(?:[\xc2-\xdf][\x80-\xbf]){8,}|(?:[\xe0-\xef][\x80-\xbf]{2}){8,}")
_UTF16 = {"utf-16-le": re.compile(rb"(?:[0-9A-Za-z]\x00){8,}"), "utf-16-be": re.compile(rb"(?:\x00[0-9A-Za-z]){8,}")}
_UTF32 = {"utf-32-le": re.compile(rb"(?:[0-9A-Za-z]\x00{3}){8,}"), "utf-32-be": re.compile(rb"(?:\x00{3}[0-9A-Za-z]){8,}")}
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{11,}")
_BASE32 = re.compile(rb"[A-Z2-7]{13,}|[a-z2-7]{13,}")
_HEX = re.compile(rb"[0-9A-Fa-f]{16,}")
_ESCAPES = {
    "url": re.compile(rb"(?:%[0-9A-Fa-f]{2}){8,}"),
    "quoted-printable": re.compile(rb"(?:=[0-9A-F]{2}){8,}"),
    "\\x": re.compile(rb"(?:\\x[0-9A-Fa-f]{2}){8,}"),
    "\\u": re.compile(rb"(?:\\u[0-9A-Fa-f]{4}){8,}"),
    "\\ooo": re.compile(rb"(?:\\[0-3][0-7]{2}){8,}"),
    "&#": re.compile(rb"(?:&#(?:[0-9]{2,6}|[xX][0-9A-Fa-f]{2,5});){8,}"),
}
_DEFLATED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_HIGH_BYTES = (b"\x04", b"\x06", b"\x09")
"""Upper halves of UTF-16 for Cyrillic, Arabic and Devanagari."""


@dataclass(frozen=True, slots=True)
class Find:
    """A canary, and the form in which it was found ("plain", "base64", "url>utf-16-le")."""

    canary: Canary
    form: str


class Searcher:
    """Knows the canaries; `search` may be called as often as one likes."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self._pieces: dict[str, Canary] = {}
        self._binary: dict[bytes, tuple[Canary, str]] = {}
        self._lengths: set[int] = set()
        for canary in canaries:
            for piece in fragments(canary):
                self._pieces[piece] = canary
                self._lengths.add(len(piece))
            self._binary |= {raw: (canary, form) for raw, form in binary_forms(canary).items()}
        short = min(self._lengths, default=8)
        self._letters = re.compile(rb"[A-Za-z0-9]{%d,}" % short) if short < 8 else None  # noqa: PLR2004 - what the patterns above hold

    def search(self, data: bytes, form: str = "plain", depth: int = 0) -> set[Find]:
        """Return what is in `data`."""
        found = set(self._look(data, form))
        if depth < MAX_DEPTH:
            for name, peel in PEELS.items():
                if inner := b"\n".join(peel(data)):
                    found |= self.search(inner, name if form == "plain" else f"{form}>{name}", depth + 1)
        return found

    def _look(self, data: bytes, form: str) -> Iterator[Find]:
        for raw, (canary, binary) in self._binary.items():
            if raw in data:
                yield Find(canary, binary if form == "plain" else f"{form}>{binary}")
        runs = {run.decode("ascii") for pattern in (_LATIN, _DIGITS, self._letters) if pattern for run in pattern.findall(data)}
        runs |= {run.decode("utf-8", "replace") for run in _WIDE.findall(data)}
        for run in runs:
            yield from (Find(canary, form) for canary in self._in_run(run.casefold()))

    def _in_run(self, run: str) -> Iterator[Canary]:
        for length in self._lengths:
            for place in range(len(run) - length + 1):
                canary = self._pieces.get(run[place : place + length])
                if canary is not None:
                    yield canary


def _peel_utf16(data: bytes) -> Iterator[bytes]:
    for name, pattern in (_UTF16 | _UTF32).items():
        for run in set(pattern.findall(data)):
            yield run.decode(name).encode()
    for high in _HIGH_BYTES:
        if high not in data:
            continue
        for name, shape in (("utf-16-le", rb"(?:[\x00-\xff]" + high + rb"){8,}"), ("utf-16-be", rb"(?:" + high + rb"[\x00-\xff]){8,}")):
            for run in set(re.findall(shape, data, re.DOTALL)):
                yield run.decode(name, "replace").encode()


def _peel_base64(data: bytes) -> Iterator[bytes]:
    for run in set(_BASE64.findall(data)):
        plain = run.translate(_TO_STANDARD)
        for start in range(4):  # the run may begin with what is no part of it
            whole = plain[start : start + (len(plain) - start) // 4 * 4]
            yield binascii.a2b_base64(whole)
            rest = len(plain) - start - len(whole)
            if rest > 1:  # the unpadded end
                yield binascii.a2b_base64(plain[start + len(whole) - 8 :][: 8 + rest] + b"=" * (4 - rest)) if len(whole) >= 8 else b""  # noqa: PLR2004 - two groups before the end


def _peel_base32(data: bytes) -> Iterator[bytes]:
    for run in set(_BASE32.findall(data)):
        for start in range(8):
            whole = run[start : start + (len(run) - start) // 8 * 8].upper()
            if whole:
                yield base64.b32decode(whole)


def _peel_hex(data: bytes) -> Iterator[bytes]:
    for run in set(_HEX.findall(data)):
        for start in range(2):
            yield binascii.a2b_hex(run[start : start + (len(run) - start) // 2 * 2])


def _peel_escapes(data: bytes) -> Iterator[bytes]:
    for name, pattern in _ESCAPES.items():
        for run in set(pattern.findall(data)):
            yield _unescape(name, run.decode("ascii"))


def _unescape(name: str, run: str) -> bytes:
    match name:
        case "\\u":
            text = "".join(chr(int(each, 16)) for each in run.split("\\u")[1:])
        case "&#":
            numbers = [each.removeprefix("&#") for each in run.split(";")[:-1]]
            text = "".join(chr(int(each[1:], 16) if each[0] in "xX" else int(each)) for each in numbers)
        case "\\ooo":
            return bytes(int(each, 8) for each in run.split("\\")[1:])
        case _:
            return binascii.a2b_hex(run.replace("\\x", "").replace("%", "").replace("=", ""))
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _peel_deflate(data: bytes) -> Iterator[bytes]:
    for start in (match.start() for match in _DEFLATED.finditer(data)):
        try:
            yield zlib.decompressobj(47).decompress(data[start:], MAX_INFLATED_BYTES)  # 47: zlib or gzip, as the head says
        except zlib.error:
            continue


_TO_STANDARD = bytes.maketrans(b"-_", b"+/")

PEELS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "utf-16": _peel_utf16,
    "base64": _peel_base64,
    "base32": _peel_base32,
    "hex": _peel_hex,
    "escapes": _peel_escapes,
    "compressed": _peel_deflate,
}
